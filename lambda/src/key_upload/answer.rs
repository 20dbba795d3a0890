//! The body of a signed upload.

use roundel_avatar::{PublicId, UploadId};
use serde_json::json;

use super::PresignedPut;
use crate::http_api::answer;

/// `url` is what old clients read; the other fields are ours.
pub fn signed(put: &PresignedPut, public_id: PublicId, upload_id: UploadId) -> String {
    json!({
        "url": put.url.expose(),
        "method": "PUT",
        "headers": put.headers,
        "key": put.key.to_string(),
        "publicId": public_id.as_str(),
        "uploadId": upload_id.to_string(),
        "expiresAt": answer::date_time(put.expires_at),
    })
    .to_string()
}
