//! S3 on the file system: `s3s` checks the signatures, `s3s-fs` keeps the bytes.
//!
//! What they lack is added here, a file each: `store` (the conditions, locks and notifications around `s3s-fs`),
//! `checksum` (verified before anything is stored), `conditions`, `presigned` (no unsigned `x-amz-*` header),
//! `cors` and `event`.

mod checksum;
mod conditions;
mod cors;
mod event;
mod presigned;
mod store;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use roundel_avatar::AllowedOrigins;
use s3s::auth::SimpleAuth;
use s3s::s3_error;
use s3s::service::{S3Service, S3ServiceBuilder};

pub use event::Notifications;

use crate::error::StackError;
use crate::identity::{ACCESS_KEY, ASSETS_BUCKET, UPLOADS_BUCKET};
use crate::state::State;

/// The largest body that is taken. A bucket has no such limit, a developer's machine has.
const LARGEST_BODY: usize = 64 << 20;

#[derive(Clone)]
struct Door {
    service: S3Service,
    origins: AllowedOrigins,
}

/// The object store with its two buckets. Pages of `origins` may put into the uploads bucket.
///
/// # Errors
/// [`StackError::State`] and [`StackError::Store`] when the buckets cannot be made or opened.
pub fn router(
    state: &State,
    secret: &str,
    origins: AllowedOrigins,
    notifications: Notifications,
) -> Result<Router, StackError> {
    let root = state.path("buckets");
    for bucket in [UPLOADS_BUCKET, ASSETS_BUCKET] {
        let path = root.join(bucket);
        std::fs::create_dir_all(&path).map_err(StackError::state(path))?;
    }
    let store = store::Store::open(&root, notifications)?;
    let mut service = S3ServiceBuilder::new(store);
    service.set_auth(SimpleAuth::from_single(ACCESS_KEY, secret));
    let service = service.build();
    Ok(Router::new()
        .fallback(handle)
        .with_state(Door { service, origins }))
}

/// preflight ▸ whole body ▸ unsigned headers ▸ signature and operation ▸ CORS headers
async fn handle(Extract(door): Extract<Door>, request: Request) -> Response {
    let rules = cors::Rules::of(&door.origins, &request);
    if request.method() == Method::OPTIONS {
        return rules.preflight();
    }
    let response = match whole(request).await {
        Ok(request) => operate(&door.service, request).await,
        Err(refusal) => refusal,
    };
    rules.allow(finish(response))
}

/// The request with its whole body in memory: an answer that comes before the end of a body would reach a browser
/// as a broken connection.
async fn whole(request: Request) -> Result<http::Request<Bytes>, Response> {
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST_BODY).await {
        Ok(bytes) => Ok(http::Request::from_parts(parts, bytes)),
        Err(_) => Err(refuse(s3_error!(EntityTooLarge, "at most 64 MiB here"))),
    }
}

async fn operate(service: &S3Service, request: http::Request<Bytes>) -> Response {
    if let Some(name) = presigned::unsigned_header(request.uri(), request.headers()) {
        let message = "There were headers present in the request which were not signed";
        return refuse(s3_error!(AccessDenied, "{message}: {name}"));
    }
    match service.call(request.map(s3s::Body::from)).await {
        Ok(response) => response.map(Body::new),
        Err(_) => refuse(s3_error!(InternalError)),
    }
}

fn refuse(error: s3s::S3Error) -> Response {
    match error.to_http_response() {
        Ok(response) => response.map(Body::new),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// An id on every answer, and no body on 304.
fn finish(mut response: Response) -> Response {
    let id = uuid::Uuid::new_v4().simple().to_string();
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-amz-request-id", id);
    }
    if response.status() == StatusCode::NOT_MODIFIED {
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_TYPE);
    }
    response
}
