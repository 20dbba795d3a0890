//! The original, fetched only if it may be processed.

use roundel_avatar::{ImageType, Limits};

use super::{Failure, event::Upload, store::Store};

/// The bytes of an original whose size is within the limits and whose first bytes are of the declared type.
///
/// # Errors
/// Permanent: `original_missing`, `too_large`, `empty`, `type_mismatch`. Transient: S3 does not answer.
pub async fn fetch(uploads: &Store, upload: &Upload) -> Result<Vec<u8>, Failure> {
    let key = upload.key().to_string();
    let head = uploads
        .head(&key)
        .await?
        .ok_or(Failure::Permanent("original_missing"))?;
    if head.bytes > Limits::UPLOAD.max_bytes {
        return Err(Failure::Permanent("too_large"));
    }
    let bytes = uploads
        .get(&key)
        .await?
        .ok_or(Failure::Permanent("original_missing"))?;
    if bytes.is_empty() {
        return Err(Failure::Permanent("empty"));
    }
    match ImageType::sniff(&bytes) {
        Some(found) if found == upload.image_type => Ok(bytes),
        _ => Err(Failure::Permanent("type_mismatch")),
    }
}
