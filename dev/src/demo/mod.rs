//! The demo page: static files, the headers that a page with a module worker and wasm gets by with, and the public
//! part of the stack as `GET /stack.json`.

mod file;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, body::Body};
use serde::Serialize;

use crate::issuer::User;

/// What the page is told.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Public {
    /// The gateway's URL.
    pub api: String,
    /// The CDN's URL.
    pub cdn: String,
    /// The issuer's URL.
    pub issuer: String,
    /// The client id in tokens.
    pub client_id: String,
    /// Who can sign in.
    pub users: Vec<User>,
}

struct Demo {
    root: PathBuf,
    public: Public,
    policy: HeaderValue,
}

/// The page under `root`, for which uploads go to `s3`.
pub fn router(root: &Path, public: Public, s3: &str) -> Router {
    let policy = HeaderValue::from_str(&policy(&public, s3))
        .unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let demo = Demo {
        root: root.to_owned(),
        public,
        policy,
    };
    Router::new()
        .route("/stack.json", get(stack))
        .fallback(page)
        .with_state(Arc::new(demo))
}

async fn stack(State(demo): State<Arc<Demo>>) -> impl IntoResponse {
    (
        [(header::CACHE_CONTROL, "no-store")],
        Json(demo.public.clone()),
    )
}

/// A file, or the page itself for a path that names no file: the page has addresses of its own.
async fn page(State(demo): State<Arc<Demo>>, request: Request) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = request.uri().path();
    let found = match file::read(&demo.root, path).await {
        None if file::is_page(path) => file::read(&demo.root, "/index.html").await,
        found => found,
    };
    match found {
        Some(file) => demo.answer(file, request.headers()),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Demo {
    fn answer(&self, file: file::File, request: &HeaderMap) -> Response {
        let known = request
            .get(header::IF_NONE_MATCH)
            .is_some_and(|tag| *tag == file.etag);
        let mut response = match known {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => Response::new(Body::from(file.bytes)),
        };
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(file.content_type),
        );
        headers.insert(header::ETAG, file.etag);
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        );
        response
    }
}

/// What the page may load and call. `wasm-unsafe-eval` lets WebAssembly compile, and nothing else be evaluated.
fn policy(public: &Public, s3: &str) -> String {
    let (api, cdn) = (&public.api, &public.cdn);
    let issuer = public
        .issuer
        .rsplit_once('/')
        .map_or(public.issuer.as_str(), |(origin, _)| origin);
    [
        "default-src 'none'".to_owned(),
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        "worker-src 'self'".to_owned(),
        "style-src 'self'".to_owned(),
        "font-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        format!("img-src 'self' blob: data: {cdn}"),
        format!("connect-src 'self' {api} {cdn} {issuer} {s3}"),
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}
