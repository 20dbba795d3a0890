//! The variants of one version of an avatar: found in the assets bucket, or made from the original.

use std::{
    collections::HashMap,
    iter,
    panic::catch_unwind,
    time::{Duration, Instant},
};

use bytes::Bytes;
use futures_util::future::try_join_all;
use roundel_avatar::{
    Limits, ObjectKey, Pointer, PointerVariant, PublicId, UploadId, VARIANT_CACHE_CONTROL,
    VARIANT_SIZES, VariantFormat, Version,
};
use roundel_imaging::{ImageError, Squares, VariantOptions, Variants};

use super::{
    Failure,
    store::{Body, Condition, NewObject, Store},
};

/// Every variant of a version.
pub struct Rendering {
    version: Version,
    thumbhash: String,
    variants: Vec<StoredVariant>,
    effort: Option<Effort>,
}

/// One variant in the assets bucket.
pub struct StoredVariant {
    /// The side of its row in the table.
    pub size: u32,
    /// Its encoding.
    pub format: VariantFormat,
    row: PointerVariant,
    key: String,
    body: Option<Bytes>,
}

/// So that a version can be found again without decoding anything.
const THUMBHASH: &str = "thumbhash";

/// What it took to make a rendering.
#[derive(Clone, Copy, Debug, Default)]
pub struct Effort {
    /// Variants.
    pub encoded: u64,
    /// Bytes of the original.
    pub bytes_in: u64,
    /// Bytes of all variants.
    pub bytes_out: u64,
    /// One decode, and every resize.
    pub decode: Duration,
    /// Every variant written.
    pub encode: Duration,
}

impl Rendering {
    /// The variants of this version, if all of them are already stored. The first one is asked for alone: of a new
    /// picture there is none.
    pub async fn find(
        assets: &Store,
        public_id: PublicId,
        version: Version,
    ) -> Result<Option<Self>, Failure> {
        let mut rows = table();
        let Some(first) = rows.next() else {
            return Ok(None);
        };
        let stored = |(size, format)| StoredVariant::find(assets, public_id, version, size, format);
        let Some((first, thumbhash)) = stored(first).await? else {
            return Ok(None);
        };
        let others = try_join_all(rows.map(stored)).await?;
        let others: Option<Vec<_>> = others.into_iter().collect();
        Ok(others.zip(thumbhash).map(|(others, thumbhash)| Self {
            version,
            thumbhash,
            variants: iter::once(first)
                .chain(others.into_iter().map(|(variant, _)| variant))
                .collect(),
            effort: None,
        }))
    }

    /// Decodes the original once, makes every variant and stores each under its immutable name. One that is already
    /// there holds the same bytes and is left alone.
    pub async fn make(
        assets: &Store,
        public_id: PublicId,
        version: Version,
        original: Vec<u8>,
    ) -> Result<Self, Failure> {
        let (set, effort) = render(original)?;
        let thumbhash = set.thumbhash;
        let stored = set.variants.into_iter().map(|variant| StoredVariant {
            size: variant.size,
            format: variant.format,
            row: PointerVariant::new(
                public_id,
                version,
                variant.size,
                variant.format,
                variant.bytes.len() as u64,
            ),
            key: variant_key(public_id, version, variant.size, variant.format),
            body: Some(variant.bytes.into()),
        });
        let variants: Vec<StoredVariant> = stored.collect();
        let puts = variants
            .iter()
            .filter_map(|variant| variant.new_object(&thumbhash))
            .map(|object| assets.put(object, Condition::Absent));
        try_join_all(puts).await?;
        Ok(Self {
            version,
            thumbhash,
            variants,
            effort: Some(effort),
        })
    }

    /// The pointer that an upload of this version writes.
    pub fn pointer(&self, upload_id: UploadId) -> Pointer {
        Pointer {
            version: self.version.to_string(),
            upload_id: upload_id.to_string(),
            variants: self
                .variants
                .iter()
                .map(|variant| variant.row.clone())
                .collect(),
            thumbhash: self.thumbhash.clone(),
        }
    }

    /// What it was made from.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Its variants, largest first, the preferred format first.
    pub fn variants(&self) -> &[StoredVariant] {
        &self.variants
    }

    /// What it took to make it; nothing where it was found.
    pub fn effort(&self) -> Option<Effort> {
        self.effort
    }
}

impl StoredVariant {
    /// A variant that is stored, and the thumbhash that is kept beside it.
    async fn find(
        assets: &Store,
        public_id: PublicId,
        version: Version,
        size: u32,
        format: VariantFormat,
    ) -> Result<Option<(Self, Option<String>)>, Failure> {
        let key = variant_key(public_id, version, size, format);
        let Some(mut head) = assets.head(&key).await? else {
            return Ok(None);
        };
        let thumbhash = head.metadata.remove(THUMBHASH);
        let variant = Self {
            size,
            format,
            row: PointerVariant::new(public_id, version, size, format, head.bytes),
            key,
            body: None,
        };
        Ok(Some((variant, thumbhash)))
    }

    /// Its bytes: as made, or fetched where they were made by an earlier try.
    pub async fn body(&self, assets: &Store) -> Result<Bytes, Failure> {
        if let Some(body) = &self.body {
            return Ok(body.clone());
        }
        match assets.get(&self.key, Limits::UPLOAD.max_bytes).await? {
            Body::Whole(bytes) => Ok(bytes.into()),
            Body::TooLarge | Body::Missing => Err(Failure::Transient("variant_missing")),
        }
    }

    fn new_object(&self, thumbhash: &str) -> Option<NewObject> {
        Some(NewObject {
            key: self.key.clone(),
            body: self.body.clone()?,
            content_type: self.format.mime(),
            cache_control: VARIANT_CACHE_CONTROL,
            metadata: HashMap::from([(THUMBHASH.to_owned(), thumbhash.to_owned())]),
        })
    }
}

/// The only place that has a picture's pixels. A panic on somebody's bytes would be a mistake of ours; it ends this
/// picture and neither the other messages of the batch nor the container.
fn render(original: Vec<u8>) -> Result<(Variants, Effort), Failure> {
    let bytes_in = original.len() as u64;
    let rendered = catch_unwind(|| -> Result<_, Failure> {
        let start = Instant::now();
        let squares = Squares::decode(&original, &VariantOptions::default(), &Limits::UPLOAD)?;
        drop(original);
        let decoded = Instant::now();
        let set = squares.encode()?;
        Ok((set, decoded - start, decoded.elapsed()))
    });
    let rendered = rendered.unwrap_or(Err(Failure::Permanent("panic")));
    let (set, decode, encode) = rendered?;
    let effort = Effort {
        encoded: set.variants.len() as u64,
        bytes_in,
        bytes_out: set.variants.iter().map(|v| v.bytes.len() as u64).sum(),
        decode,
        encode,
    };
    Ok((set, effort))
}

impl From<ImageError> for Failure {
    fn from(error: ImageError) -> Self {
        match error.is_permanent() {
            true => Self::Permanent(error.code()),
            false => Self::Transient(error.code()),
        }
    }
}

fn table() -> impl Iterator<Item = (u32, VariantFormat)> {
    VARIANT_SIZES
        .into_iter()
        .flat_map(|size| VariantFormat::ALL.map(|format| (size, format)))
}

fn variant_key(public_id: PublicId, version: Version, size: u32, format: VariantFormat) -> String {
    ObjectKey::Variant {
        public_id,
        version,
        size,
        format,
    }
    .to_string()
}
