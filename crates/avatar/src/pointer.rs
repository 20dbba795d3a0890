//! The pointer: which version of an avatar is the newest.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{ObjectKey, PublicId, VariantFormat, Version};

/// `Cache-Control` of everything that names the newest avatar instead of a version of it.
pub const POINTER_CACHE_CONTROL: &str = "public, max-age=60";

/// `avatars/<publicId>/current.json`, the one short-lived object of an avatar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pointer {
    /// The version whose variants are listed.
    pub version: String,
    /// The upload that moved the pointer last.
    pub upload_id: String,
    /// Every size in every format, largest first.
    pub variants: Vec<PointerVariant>,
    /// Base64 of a thumbhash of at most 25 bytes, to paint while the picture loads.
    pub thumbhash: String,
}

/// One row of a pointer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointerVariant {
    /// The side of the table's row in pixels; a smaller original is not enlarged to it.
    pub size: u32,
    /// `webp` or `jpeg`.
    pub format: VariantFormat,
    /// Absolute path on the CDN.
    pub path: String,
    /// File size.
    pub bytes: u64,
}

impl PointerVariant {
    /// The row of a variant that is `bytes` long.
    pub fn new(
        public_id: PublicId,
        version: Version,
        size: u32,
        format: VariantFormat,
        bytes: u64,
    ) -> Self {
        let key = ObjectKey::Variant {
            public_id,
            version,
            size,
            format,
        };
        Self {
            size,
            format,
            path: format!("/{key}"),
            bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::{Pointer, PointerVariant};
    use crate::{PublicId, UploadId, VariantFormat, Version};

    fn pointer(upload_id: UploadId) -> Pointer {
        let (id, version) = (PublicId::from_sub("andrew"), Version::of(b""));
        Pointer {
            version: version.to_string(),
            upload_id: upload_id.to_string(),
            variants: vec![PointerVariant::new(
                id,
                version,
                512,
                VariantFormat::Webp,
                9,
            )],
            thumbhash: "AA==".into(),
        }
    }

    #[test]
    fn its_json_has_the_contract_s_names() {
        let json = serde_json::to_value(pointer(UploadId::new(1, [0; 10]))).unwrap();
        assert_eq!(json["variants"][0]["format"], "webp");
        assert_eq!(json["variants"][0]["size"], 512);
        assert!(json["uploadId"].is_string() && json["thumbhash"].is_string());
        assert!(serde_json::from_value::<Pointer>(json).is_ok());
    }
}
