//! What the viewer gets.

use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use roundel_avatar::{AllowedOrigins, Refusal};

use super::behaviour::Behaviour;
use super::cache::Object;
use super::verdict::ValidationError;
use super::viewer_has;
use crate::cors::allow_listed_origin;

/// Where an answer came from.
#[derive(Debug)]
pub enum Served {
    /// The cache, and how old it is.
    Hit(Object, Duration),
    /// The cache, after the origin said that nothing changed.
    RefreshHit(Object),
    /// The origin.
    Miss(Object),
    /// The default avatar, in place of one that is not there.
    Default(Object),
    /// Nowhere.
    Missing,
    /// The origin did not answer.
    Failed,
}

const X_CACHE: HeaderName = HeaderName::from_static("x-cache");
/// How long a browser may show the default avatar without asking again.
const DEFAULT_CACHE_CONTROL: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// What only this viewer may see is asked for every time, so that a token that has ended ends the picture too.
const PRIVATE_CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, no-cache");

impl Served {
    /// The same object, as a default.
    pub fn into_default(self) -> Self {
        match self {
            Self::Hit(object, _) | Self::RefreshHit(object) | Self::Miss(object) => {
                Self::Default(object)
            }
            other => other,
        }
    }
}

/// The whole answer: the object or a refusal, then the headers of the behaviour's policy.
pub fn to_viewer(
    served: Served,
    behaviour: &Behaviour,
    viewer: &Parts,
    origins: &AllowedOrigins,
) -> Response {
    let mut response = match served {
        Served::Hit(object, age) => {
            let mut response = found(object, "Hit from cloudfront", viewer);
            response
                .headers_mut()
                .insert(header::AGE, HeaderValue::from(age.as_secs()));
            response
        }
        Served::RefreshHit(object) => found(object, "RefreshHit from cloudfront", viewer),
        Served::Miss(object) => found(object, "Miss from cloudfront", viewer),
        Served::Default(mut object) => {
            object
                .headers
                .insert(header::CACHE_CONTROL, DEFAULT_CACHE_CONTROL);
            found(object, "Error from cloudfront", viewer)
        }
        Served::Missing => refuse(404, "not_found", "There is nothing under this address."),
        Served::Failed => refuse(502, "origin_failed", "The store did not answer; try again."),
    };
    apply_policy(&mut response, behaviour, viewer, origins);
    response
}

/// A response that the edge made passes as it is.
pub fn from_edge(mut response: Response) -> Response {
    mark(&mut response, "LambdaGeneratedResponse from cloudfront");
    response
}

/// `OPTIONS` that the edge let through.
pub fn preflight(origins: &AllowedOrigins, viewer: &HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization"),
    );
    headers.insert(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("600"),
    );
    allow_listed_origin(origins, viewer, headers);
    response
}

/// A refusal of the CDN's own that a page of ours may read.
pub fn readable(mut response: Response, viewer: &Parts, origins: &AllowedOrigins) -> Response {
    allow_listed_origin(origins, &viewer.headers, response.headers_mut());
    response
}

/// Only what reads is let in.
pub fn method_not_allowed() -> Response {
    let mut response = refuse(
        405,
        "method_not_allowed",
        "Only GET, HEAD and OPTIONS are answered here.",
    );
    response.headers_mut().insert(
        header::ALLOW,
        HeaderValue::from_static("GET, HEAD, OPTIONS"),
    );
    response
}

/// The handler threw, ended or took too long: CloudFront's `LambdaExecutionError`.
pub fn execution_error() -> Response {
    let mut response = refuse(
        503,
        "edge_failed",
        "The edge function failed; its log says why.",
    );
    mark(&mut response, "LambdaExecutionError from cloudfront");
    response
}

/// The handler broke a rule: CloudFront's `LambdaValidationError`.
pub fn validation_error(broken: &ValidationError) -> Response {
    let mut response = refuse(502, "edge_invalid", &broken.to_string());
    mark(&mut response, "LambdaValidationError from cloudfront");
    response
}

fn found(object: Object, from: &'static str, viewer: &Parts) -> Response {
    let known = viewer_has(&viewer.headers, &object.headers);
    let mut response = match (known, &viewer.method) {
        (true, _) => StatusCode::NOT_MODIFIED.into_response(),
        (false, &Method::HEAD) => {
            let mut response = Response::new(Body::empty());
            let length = HeaderValue::from(object.body.len());
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length);
            response
        }
        (false, _) => Response::new(Body::from(object.body)),
    };
    response.headers_mut().extend(object.headers);
    mark(&mut response, from);
    response
}

fn refuse(status: u16, code: &'static str, message: &str) -> Response {
    let refusal = Refusal::new(status, code, message);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let mut response = (status, headers, refusal.body()).into_response();
    mark(&mut response, "Error from cloudfront");
    response
}

fn mark(response: &mut Response, from: &'static str) {
    response
        .headers_mut()
        .insert(X_CACHE, HeaderValue::from_static(from));
}

fn apply_policy(
    response: &mut Response,
    behaviour: &Behaviour,
    viewer: &Parts,
    origins: &AllowedOrigins,
) {
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("ETag"),
    );
    if behaviour.negotiated {
        headers.append(header::VARY, HeaderValue::from_static("Accept"));
    }
    if found && !behaviour.public {
        headers.insert(header::CACHE_CONTROL, PRIVATE_CACHE_CONTROL);
    }
    allow_listed_origin(origins, &viewer.headers, headers);
    // a page may send its cookie where one counts, and must then be able to read the answer
    if !behaviour.public && headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
}
