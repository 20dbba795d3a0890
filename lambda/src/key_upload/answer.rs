//! Answers in the shape that the gateway expects of payload 2.0.

use aws_lambda_events::{apigw::ApiGatewayV2httpResponse, encodings::Body};
use aws_smithy_types::date_time::{DateTime, Format};
use http::{HeaderValue, header};
use roundel_avatar::{PublicId, Refusal, UploadId};
use serde_json::json;

use super::PresignedPut;

/// A JSON answer that no cache may keep.
pub fn json(status: i64, body: String) -> ApiGatewayV2httpResponse {
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = status;
    response.body = Some(Body::Text(body));
    let fixed = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    response
        .headers
        .extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

/// A refusal in its one shape.
pub fn refusal(refusal: &Refusal) -> ApiGatewayV2httpResponse {
    json(i64::from(refusal.status), refusal.body())
}

/// The answer to a preflight; its CORS headers come with everybody's.
pub fn preflight() -> ApiGatewayV2httpResponse {
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = 204;
    response
}

/// The body of a signed upload. `url` is what old clients read; the other fields are ours.
pub fn signed(put: &PresignedPut, public_id: PublicId, upload_id: UploadId) -> String {
    let expires_at = i64::try_from(put.expires_at).unwrap_or(i64::MAX);
    json!({
        "url": put.url(),
        "method": "PUT",
        "headers": put.headers,
        "key": put.key.to_string(),
        "publicId": public_id.as_str(),
        "uploadId": upload_id.to_string(),
        "expiresAt": DateTime::from_secs(expires_at).fmt(Format::DateTime).unwrap_or_default(),
    })
    .to_string()
}
