//! The variants of one version of an avatar: found in the assets bucket, or made from the original.

use std::collections::HashMap;

use futures_util::future::try_join_all;
use roundel_avatar::{
    Limits, ObjectKey, Pointer, PointerVariant, PublicId, UploadId, VARIANT_CACHE_CONTROL,
    VARIANT_SIZES, VariantFormat, Version,
};
use roundel_imaging::{ImageError, VariantOptions};

use super::{
    Failure,
    store::{Condition, NewObject, Store},
};

/// Every variant of a version.
pub struct Rendering {
    version: Version,
    thumbhash: String,
    variants: Vec<StoredVariant>,
    encoded: bool,
}

/// One variant in the assets bucket.
pub struct StoredVariant {
    /// The side of its row in the table.
    pub size: u32,
    /// Its encoding.
    pub format: VariantFormat,
    row: PointerVariant,
    key: String,
    body: Option<Vec<u8>>,
}

/// So that a version can be found again without decoding anything.
const THUMBHASH: &str = "thumbhash";

impl Rendering {
    /// The variants of this version, if all of them are already stored.
    pub async fn find(
        assets: &Store,
        public_id: PublicId,
        version: Version,
    ) -> Result<Option<Self>, Failure> {
        let heads = try_join_all(table().map(|(size, format)| async move {
            let key = variant_key(public_id, version, size, format);
            let head = assets.head(&key).await?;
            Ok(head.map(|head| (size, format, key, head)))
        }))
        .await?;
        let Some(heads) = heads.into_iter().collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let thumbhash = heads
            .first()
            .and_then(|(.., head)| head.metadata.get(THUMBHASH).cloned());
        let variants = heads
            .into_iter()
            .map(|(size, format, key, head)| StoredVariant {
                size,
                format,
                row: PointerVariant::new(public_id, version, size, format, head.bytes),
                key,
                body: None,
            });
        Ok(thumbhash.map(|thumbhash| Self {
            version,
            thumbhash,
            variants: variants.collect(),
            encoded: false,
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
        let set = roundel_imaging::variants(&original, &VariantOptions::default(), &Limits::UPLOAD)
            .map_err(|error| failure(&error))?;
        drop(original);
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
            body: Some(variant.bytes),
        });
        let variants: Vec<StoredVariant> = stored.collect();
        let puts = variants
            .iter()
            .map(|variant| assets.put(variant.new_object(&thumbhash), Condition::Absent));
        try_join_all(puts).await?;
        Ok(Self {
            version,
            thumbhash,
            variants,
            encoded: true,
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

    /// Its variants, largest first, the preferred format first.
    pub fn variants(&self) -> &[StoredVariant] {
        &self.variants
    }

    /// How many variants had to be encoded.
    pub fn encoded(&self) -> u64 {
        if self.encoded {
            self.variants.len() as u64
        } else {
            0
        }
    }
}

impl StoredVariant {
    /// Its bytes: as made, or fetched where they were made by an earlier try.
    pub async fn body(&self, assets: &Store) -> Result<Vec<u8>, Failure> {
        match &self.body {
            Some(body) => Ok(body.clone()),
            None => assets
                .get(&self.key)
                .await?
                .ok_or(Failure::Transient("variant_missing")),
        }
    }

    fn new_object(&self, thumbhash: &str) -> NewObject {
        NewObject {
            key: self.key.clone(),
            body: self.body.clone().unwrap_or_default(),
            content_type: self.format.mime(),
            cache_control: VARIANT_CACHE_CONTROL,
            metadata: HashMap::from([(THUMBHASH.to_owned(), thumbhash.to_owned())]),
        }
    }
}

fn failure(error: &ImageError) -> Failure {
    match error.is_permanent() {
        true => Failure::Permanent(error.code()),
        false => Failure::Transient(error.code()),
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
