//! The original, read only if it may be processed.

use roundel_avatar::{ImageType, Limits};

use super::{
    Failure,
    event::Upload,
    store::{Body, Store},
};

/// The bytes of an original whose size is within the limits and whose first bytes are of the declared type. It stays
/// where it is: the bucket's lifecycle deletes it.
///
/// # Errors
/// Permanent: `original_missing`, `too_large`, `empty`, `type_mismatch`. Transient: S3 does not answer.
pub async fn fetch(uploads: &Store, upload: &Upload) -> Result<Vec<u8>, Failure> {
    let key = upload.key().to_string();
    let bytes = match uploads.get(&key, Limits::UPLOAD.max_bytes).await? {
        Body::Whole(bytes) => bytes,
        Body::TooLarge => return Err(Failure::Permanent("too_large")),
        Body::Missing => return Err(Failure::Permanent("original_missing")),
    };
    if bytes.is_empty() {
        return Err(Failure::Permanent("empty"));
    }
    match ImageType::sniff(&bytes) {
        Some(found) if found == upload.image_type => Ok(bytes),
        _ => Err(Failure::Permanent("type_mismatch")),
    }
}
