//! A token issuer shaped like Cognito.
//!
//! | call | answer |
//! |---|---|
//! | `GET <issuer>/.well-known/jwks.json` | the public keys |
//! | `POST <issuer>/token`, form `username=andrew` and for tests `expires_in=SECONDS` (negative: already expired) | `{"access_token","token_type","expires_in"}` |
//! | `POST <issuer>/rotate` | a new signing key; the old ones stay in the set, or leave it with `?drop=1` |
//!
//! Anybody who knows a name can sign in: this is for development, and nothing that is deployed can link it.

mod claims;
mod keys;
mod users;

use std::sync::Arc;

use axum::extract::{Query, Request, State as Extract};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use roundel_avatar::AllowedOrigins;
use serde::Deserialize;
use serde_json::{Value, json};

pub use keys::{KeyRing, Rotation};
pub use users::{USERS, User};

use crate::cors::allow_listed_origin;
use crate::error::StackError;
use crate::identity::REGION;
use crate::state::State;

/// The part of an issuer's URL that names the pool.
pub fn pool() -> String {
    format!("{REGION}_roundel")
}

struct Issuer {
    url: String,
    keys: KeyRing,
    origins: AllowedOrigins,
}

/// The issuer whose tokens say `iss` = `url`, which has to end in [`pool`].
///
/// # Errors
/// [`StackError::Key`] and [`StackError::State`] when there is no signing key to be had.
pub fn router(state: &State, url: &str, origins: AllowedOrigins) -> Result<Router, StackError> {
    let keys = KeyRing::open(&state.path("issuer/keys.json"))?;
    let issuer = Arc::new(Issuer {
        url: url.to_owned(),
        keys,
        origins,
    });
    let pool = pool();
    Ok(Router::new()
        .route(&format!("/{pool}/.well-known/jwks.json"), get(jwks))
        .route(&format!("/{pool}/token"), post(token))
        .route(&format!("/{pool}/rotate"), post(rotate))
        .layer(from_fn_with_state(Arc::clone(&issuer), cors))
        .with_state(issuer))
}

async fn jwks(Extract(issuer): Extract<Arc<Issuer>>) -> Json<Value> {
    Json(issuer.keys.public())
}

async fn token(Extract(issuer): Extract<Arc<Issuer>>, body: String) -> Response {
    let mut username = None;
    let mut expires_in = claims::DEFAULT_LIFETIME;
    for (field, value) in form_urlencoded::parse(body.as_bytes()) {
        match field.as_ref() {
            "username" => username = users::find(&value),
            "expires_in" => match claims::lifetime(&value) {
                Some(seconds) => expires_in = seconds,
                None => return refuse(StatusCode::BAD_REQUEST, "invalid_request"),
            },
            _ => {}
        }
    }
    let Some(user) = username else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    match issuer
        .keys
        .sign(&claims::access_token(&issuer.url, user, expires_in))
    {
        Ok(token) => granted(&token, expires_in),
        Err(_) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
    }
}

fn granted(token: &str, expires_in: i64) -> Response {
    let body = json!({ "access_token": token, "token_type": "Bearer", "expires_in": expires_in });
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

#[derive(Deserialize)]
struct Rotate {
    drop: Option<String>,
}

async fn rotate(Extract(issuer): Extract<Arc<Issuer>>, Query(query): Query<Rotate>) -> Response {
    let rotation = match query.drop.as_deref() {
        Some("1") => Rotation::DropOld,
        _ => Rotation::KeepOld,
    };
    match issuer.keys.rotate(rotation) {
        Ok(kid) => Json(json!({ "kid": kid })).into_response(),
        Err(_) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
    }
}

/// RFC 6749 section 5.2
fn refuse(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

async fn cors(Extract(issuer): Extract<Arc<Issuer>>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let mut response = if request.method() == Method::OPTIONS {
        let methods = HeaderValue::from_static("GET, POST");
        (
            StatusCode::NO_CONTENT,
            [(header::ACCESS_CONTROL_ALLOW_METHODS, methods)],
        )
            .into_response()
    } else {
        next.run(request).await
    };
    allow_listed_origin(&issuer.origins, &headers, response.headers_mut());
    response
}
