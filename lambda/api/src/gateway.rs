//! Payload 2.0 as a request that axum routes, and its response as the gateway wants it.
//!
//! `lambda_http` does the same, and panics on a body that claims to be base64 and is not, and on paths that make no URI.

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use axum::body::{Body, to_bytes};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::{Request, Response, StatusCode, Uri, header, uri::PathAndQuery};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use roundel_avatar::Refusal;
use roundel_lambda::http_api::answer;

use crate::{error::Refused, limits};

/// What a path may not have as it is (RFC 3986 §3.3). The gateway has decoded it, so a percent sign is one.
const NOT_IN_PATHS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The request, its body whole.
///
/// # Errors
/// 413 for a body over [`limits::BODY_BYTES`], 400 for one that is not the base64 it claims to be, 404 for a path that is
/// none.
pub fn request(event: &ApiGatewayV2httpRequest) -> Result<Request<Body>, Refusal> {
    let body = body(event)?;
    let uri = uri(event).ok_or_else(nothing_here)?;
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = event.request_context.http.method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = event.headers.clone();
    Ok(request)
}

/// The answer: JSON with the headers that everybody's has, a refusal in its one shape.
pub async fn answer(response: Response<Body>) -> ApiGatewayV2httpResponse {
    let (mut parts, body) = response.into_parts();
    if let Some(Refused { refusal, retry }) = parts.extensions.remove::<Refused>() {
        let mut refused = match retry {
            Some(seconds) => answer::refusal_for_now(&refusal, seconds),
            None => answer::refusal(&refusal),
        };
        let methods = parts.headers.remove(header::ALLOW);
        refused
            .headers
            .extend(methods.map(|it| (header::ALLOW, it)));
        return refused;
    }
    // what was made here is in memory already
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let body = String::from_utf8_lossy(&body).into_owned();
    answer::json(i64::from(parts.status.as_u16()), body)
}

fn uri(event: &ApiGatewayV2httpRequest) -> Option<Uri> {
    let path = event.raw_path.as_deref()?;
    // anything else could be read as a whole URL
    let path = path.starts_with('/').then_some(path)?;
    let path = utf8_percent_encode(path, NOT_IN_PATHS).to_string();
    Some(PathAndQuery::try_from(path).ok()?.into())
}

fn body(event: &ApiGatewayV2httpRequest) -> Result<Vec<u8>, Refusal> {
    let text = event.body.as_deref().unwrap_or_default();
    let body = match event.is_base64_encoded {
        // three bytes are four characters
        true if text.len() / 4 * 3 > limits::BODY_BYTES + 2 => return Err(too_large()),
        true => BASE64_STANDARD
            .decode(text)
            .map_err(|_| Refusal::new(400, "invalid_base64", "The body is not base64."))?,
        false => text.as_bytes().to_vec(),
    };
    match body.len() > limits::BODY_BYTES {
        true => Err(too_large()),
        false => Ok(body),
    }
}

fn too_large() -> Refusal {
    let most = limits::BODY_BYTES / 1024;
    let message = format!("The body may have at most {most} KB.");
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE.as_u16(),
        "body_too_large",
        message,
    )
}

/// 404 for an address that has nothing.
pub fn nothing_here() -> Refusal {
    Refusal::new(404, "not_found", "There is nothing at this address.")
}
