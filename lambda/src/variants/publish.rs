//! What names the newest avatar: the pointer, the short-lived copies, and the original system's one picture.
//!
//! Each is moved by a newer upload only, whatever the order of events (fault F22). The pointer is moved first and
//! decides; a retry completes copies that an earlier try did not get to.

use std::collections::HashMap;

use bytes::Bytes;
use futures_util::future::try_join_all;
use roundel_avatar::{ObjectKey, POINTER_CACHE_CONTROL, Pointer, VariantFormat, Version};

use super::{
    Failure,
    event::Upload,
    rendering::{Rendering, StoredVariant},
    store::{Head, NewObject, Newest, Store},
};

/// The pointer's version, where a HEAD finds it.
const VERSION: &str = "version";

/// What is published of an upload's person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing, or an older upload.
    Open,
    /// This very upload, in this version. An old client that uses its URL twice changes nothing of it: the pointer and
    /// the notification said what came first.
    Ours(Version),
    /// A newer upload.
    OfNewer,
}

/// What the pointer says before anything is downloaded, and its HEAD.
pub async fn standing(
    assets: &Store,
    upload: &Upload,
) -> Result<(Standing, Option<Head>), Failure> {
    let head = assets.head(&pointer_key(upload)).await?;
    let standing = head.as_ref().map(|head| standing_of(head, upload));
    Ok((standing.unwrap_or(Standing::Open), head))
}

/// Moves the pointer, which was `seen` before, to this upload, unless a newer one has it, and says what stands then.
pub async fn move_pointer(
    assets: &Store,
    upload: &Upload,
    version: Version,
    pointer: &Pointer,
    seen: Option<Head>,
) -> Result<Standing, Failure> {
    let body = serde_json::to_vec(pointer).map_err(|_| Failure::Permanent("pointer_not_json"))?;
    let (key, body) = (pointer_key(upload), Bytes::from(body));
    let object = async || {
        let mut object = newest(key.clone(), body.clone(), "application/json");
        let version = version.to_string();
        object.metadata.insert(VERSION.to_owned(), version);
        Ok(object)
    };
    let put = assets.put_if_newest(&key, upload.upload_id, Some(seen), object);
    Ok(match put.await? {
        Newest::Written => Standing::Ours(version),
        Newest::AlreadyOurs(head) => standing_of(&head, upload),
        Newest::OfNewer => Standing::OfNewer,
    })
}

fn standing_of(head: &Head, upload: &Upload) -> Standing {
    let version = || Version::parse(head.metadata.get(VERSION)?);
    match head.upload_id() {
        Some(newest) if newest > upload.upload_id => Standing::OfNewer,
        Some(newest) if newest == upload.upload_id => {
            version().map_or(Standing::Open, Standing::Ours)
        }
        _ => Standing::Open,
    }
}

/// Copies the variants to where the newest are found without reading the pointer.
pub async fn copy_as_newest(
    assets: &Store,
    upload: &Upload,
    rendering: &Rendering,
) -> Result<(), Failure> {
    let copies = rendering.variants().iter().flat_map(|variant| {
        keys_of_newest(upload, variant)
            .into_iter()
            .map(move |key| copy(assets, upload, variant, key))
    });
    try_join_all(copies).await?;
    Ok(())
}

async fn copy(
    assets: &Store,
    upload: &Upload,
    variant: &StoredVariant,
    key: ObjectKey,
) -> Result<Newest, Failure> {
    let key = key.to_string();
    let object = async || {
        let body = variant.body(assets).await?;
        Ok(newest(key.clone(), body, variant.format.mime()))
    };
    assets
        .put_if_newest(&key, upload.upload_id, None, object)
        .await
}

/// The largest JPEG is also what the original system's `avatars/processed/<id>.jpg` was.
fn keys_of_newest(upload: &Upload, variant: &StoredVariant) -> Vec<ObjectKey> {
    let public_id = upload.public_id;
    let current = ObjectKey::Current {
        public_id,
        size: variant.size,
        format: variant.format,
    };
    match (variant.size, variant.format) {
        (512, VariantFormat::Jpeg) => vec![current, ObjectKey::Processed { public_id }],
        _ => vec![current],
    }
}

fn pointer_key(upload: &Upload) -> String {
    let public_id = upload.public_id;
    ObjectKey::Pointer { public_id }.to_string()
}

fn newest(key: String, body: Bytes, content_type: &'static str) -> NewObject {
    NewObject {
        key,
        body,
        content_type,
        cache_control: POINTER_CACHE_CONTROL,
        metadata: HashMap::new(),
    }
}
