//! What names the newest avatar: the pointer, the short-lived copies, and the original system's one picture.
//!
//! Each is moved by a newer upload only, whatever the order of events (fault F22). The pointer is moved first and
//! decides; a retry completes copies that an earlier try did not get to.

use std::collections::HashMap;

use futures_util::future::try_join_all;
use roundel_avatar::{ObjectKey, POINTER_CACHE_CONTROL, Pointer, VariantFormat, Version};

use super::{
    Failure,
    event::Upload,
    rendering::{Rendering, StoredVariant},
    store::{NewObject, Store},
};

/// The pointer's version, where a HEAD finds it.
const VERSION: &str = "version";

/// Whose the pointer is after a try to move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// This upload's: it is the newest.
    Newest,
    /// A newer upload's.
    Superseded,
}

/// Whether there is nothing to do for this content of the upload: a newer upload has the pointer, or this very upload
/// has it with other content. The latter is an old client that used its URL twice; what came first stands, as it is
/// what the pointer and the notification said.
pub async fn is_superseded(
    assets: &Store,
    upload: &Upload,
    version: Version,
) -> Result<bool, Failure> {
    let Some(head) = assets.head(&pointer_key(upload)).await? else {
        return Ok(false);
    };
    let other_content = head
        .metadata
        .get(VERSION)
        .is_some_and(|known| known != version.as_str());
    Ok(head.upload_id().is_some_and(|newest| {
        newest > upload.upload_id || newest == upload.upload_id && other_content
    }))
}

/// Moves the pointer to this upload unless a newer one has it.
pub async fn move_pointer(
    assets: &Store,
    upload: &Upload,
    pointer: &Pointer,
) -> Result<Published, Failure> {
    let body = serde_json::to_vec(pointer).map_err(|_| Failure::Permanent("pointer_not_json"))?;
    let mut object = newest(pointer_key(upload), body, "application/json");
    object
        .metadata
        .insert(VERSION.to_owned(), pointer.version.clone());
    Ok(
        match assets.put_if_newest(object, upload.upload_id).await? {
            true => Published::Newest,
            false => Published::Superseded,
        },
    )
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
) -> Result<bool, Failure> {
    let body = variant.body(assets).await?;
    let object = newest(key.to_string(), body, variant.format.mime());
    assets.put_if_newest(object, upload.upload_id).await
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

fn newest(key: String, body: Vec<u8>, content_type: &'static str) -> NewObject {
    NewObject {
        key,
        body,
        content_type,
        cache_control: POINTER_CACHE_CONTROL,
        metadata: HashMap::new(),
    }
}
