//! An HTTP API of API Gateway: payload format 2.0, a custom authorizer with simple responses, and the gateway's own
//! answers as they are.
//!
//! | route | authorizer | integration |
//! |---|---|---|
//! | `POST /avatars/key_upload` | custom; identity source `$request.header.Authorization` | key_upload |
//! | `POST /session`, `DELETE /session`, `OPTIONS /session` | none: it verifies tokens itself | session |
//! | `GET`, `POST`, `PUT`, `OPTIONS` of `/api/{proxy+}` | none: it verifies tokens itself | api |
//! | `POST /webhooks/avatar` | none: it verifies SNS's signatures | api |
//! | `OPTIONS /{proxy+}` | none | key_upload |
//!
//! The gateway's own refusals cannot be written by an API's owner: AWS says `{"message":".."}`, not the `{"error":{..}}`
//! of our functions. Here 404, 413 and 5xx have both, so that whoever reads our contract finds it. What can be configured is their CORS headers, from the one list of origins. A
//! function's own CORS headers pass as they are.

mod answer;
mod authorizer;
mod event;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::request::Parts};
use bytes::Bytes;
use roundel_avatar::AllowedOrigins;
use serde_json::{Map, Value, json};

use crate::cors::allow_listed_origin;
use crate::runtime_api::{Function, FunctionError};
use event::{Integration, Route};

/// The longest an integration may take
/// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>).
const INTEGRATION_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest request body.
const LARGEST_BODY: usize = 10 << 20;

const KEY_UPLOAD: Route = Route {
    key: "POST /avatars/key_upload",
    proxy: None,
    authorized: true,
    integration: Integration::KeyUpload,
};
const START_SESSION: Route = session("POST /session");
const END_SESSION: Route = session("DELETE /session");
const SESSION_PREFLIGHT: Route = session("OPTIONS /session");
const GET_API: Route = api("GET /api/{proxy+}", Some("/api/"));
const POST_API: Route = api("POST /api/{proxy+}", Some("/api/"));
const PUT_API: Route = api("PUT /api/{proxy+}", Some("/api/"));
const API_PREFLIGHT: Route = api("OPTIONS /api/{proxy+}", Some("/api/"));
const WEBHOOK: Route = api("POST /webhooks/avatar", None);
const PREFLIGHT: Route = Route {
    key: "OPTIONS /{proxy+}",
    proxy: Some("/"),
    authorized: false,
    integration: Integration::KeyUpload,
};

const fn session(key: &'static str) -> Route {
    open(key, None, Integration::Session)
}

const fn api(key: &'static str, proxy: Option<&'static str>) -> Route {
    open(key, proxy, Integration::Api)
}

const fn open(key: &'static str, proxy: Option<&'static str>, integration: Integration) -> Route {
    Route {
        key,
        proxy,
        authorized: false,
        integration,
    }
}

/// The API.
#[derive(Clone, Debug)]
pub struct Gateway {
    /// Behind uploads, and preflights of whatever has none of its own.
    pub key_upload: Function,
    /// Behind sessions.
    pub session: Function,
    /// Behind people, activities and the webhook.
    pub api: Function,
    /// In front of uploads.
    pub authorizer: Function,
    /// `corsConfiguration`
    pub origins: AllowedOrigins,
}

/// The API's routes.
pub fn router(gateway: Gateway) -> Router {
    Router::new().fallback(handle).with_state(Arc::new(gateway))
}

async fn handle(State(gateway): State<Arc<Gateway>>, request: Request) -> Response {
    let headers = request.headers().clone();
    match gateway.answer(request).await {
        Ok(response) => response,
        Err(refusal) => refusal.response(&gateway.origins, &headers),
    }
}

/// What the gateway itself says no with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    Unauthorized,
    Forbidden,
    NotFound,
    TooLarge,
    InternalServerError,
    ServiceUnavailable,
}

impl Gateway {
    /// route ▸ whole body ▸ authorizer ▸ event ▸ function ▸ answer
    async fn answer(&self, request: Request) -> Result<Response, Refusal> {
        let route = route(request.method(), request.uri().path()).ok_or(Refusal::NotFound)?;
        let (parts, body) = whole(request).await?;
        let context = match route.authorized {
            true => Some(authorizer::authorize(&self.authorizer, route, &parts).await?),
            false => None,
        };
        let event = event::request(route, &parts, &body, context.as_ref());
        let function = match route.integration {
            Integration::KeyUpload => &self.key_upload,
            Integration::Session => &self.session,
            Integration::Api => &self.api,
        };
        let answer = invoke(function, &event).await?;
        answer::response(&answer).ok_or(Refusal::InternalServerError)
    }
}

fn route(method: &Method, path: &str) -> Option<&'static Route> {
    match (method, path) {
        (&Method::POST, "/avatars/key_upload") => Some(&KEY_UPLOAD),
        (&Method::POST, "/session") => Some(&START_SESSION),
        (&Method::DELETE, "/session") => Some(&END_SESSION),
        // a route of its own comes before one with a wildcard
        (&Method::OPTIONS, "/session") => Some(&SESSION_PREFLIGHT),
        (&Method::POST, "/webhooks/avatar") => Some(&WEBHOOK),
        (method, path) if path.len() > 5 && path.starts_with("/api/") => api_route(method),
        (&Method::OPTIONS, path) if path.len() > 1 => Some(&PREFLIGHT),
        _ => None,
    }
}

fn api_route(method: &Method) -> Option<&'static Route> {
    match *method {
        Method::GET => Some(&GET_API),
        Method::POST => Some(&POST_API),
        Method::PUT => Some(&PUT_API),
        Method::OPTIONS => Some(&API_PREFLIGHT),
        _ => None,
    }
}

async fn whole(request: Request) -> Result<(Parts, Bytes), Refusal> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_BODY).await;
    Ok((parts, body.map_err(|_| Refusal::TooLarge)?))
}

/// Invokes a function as an integration does.
async fn invoke(function: &Function, event: &Value) -> Result<Bytes, Refusal> {
    let answer = function.invoke(Bytes::from(event.to_string()));
    match tokio::time::timeout(INTEGRATION_TIMEOUT, answer).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(FunctionError::TooLarge)) => Err(Refusal::TooLarge),
        Ok(Err(_)) => Err(Refusal::InternalServerError),
        Err(_) => Err(Refusal::ServiceUnavailable),
    }
}

/// `requestContext.authorizer.lambda`
type Context = Map<String, Value>;

impl Refusal {
    fn response(self, origins: &AllowedOrigins, request: &HeaderMap) -> Response {
        let (status, message) = match &self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "Unauthorized"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "Forbidden"),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not Found"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large"),
            Self::InternalServerError => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            Self::ServiceUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        };
        let mut response = (status, Json(self.body(message))).into_response();
        allow_listed_origin(origins, request, response.headers_mut());
        response
    }

    /// What AWS says and, except for the two whose whole body callers may know, what the contract says beside it.
    fn body(&self, message: &str) -> Value {
        let (code, sentence) = match self {
            Self::Unauthorized | Self::Forbidden => return json!({ "message": message }),
            Self::NotFound => ("not_found", "There is nothing at this address."),
            Self::TooLarge => ("too_large", "The request is larger than 6 MB."),
            Self::InternalServerError => ("internal", "Something went wrong; try again."),
            Self::ServiceUnavailable => ("unavailable", "Try again in a moment."),
        };
        json!({ "message": message, "error": { "code": code, "message": sentence } })
    }
}

#[cfg(test)]
mod tests {
    use super::{Method, route};

    #[test]
    fn routes() {
        let key = |method: Method, path| route(&method, path).map(|route| route.key);
        assert_eq!(
            key(Method::POST, "/avatars/key_upload"),
            Some("POST /avatars/key_upload")
        );
        assert_eq!(
            key(Method::OPTIONS, "/anything/at/all"),
            Some("OPTIONS /{proxy+}")
        );
        for method in ["POST", "DELETE", "OPTIONS"] {
            let expected = format!("{method} /session");
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            assert_eq!(key(method, "/session"), Some(expected.as_str()));
        }
        for method in ["GET", "POST", "PUT", "OPTIONS"] {
            let expected = format!("{method} /api/{{proxy+}}");
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            assert_eq!(key(method, "/api/activities/home"), Some(expected.as_str()));
        }
        assert_eq!(key(Method::DELETE, "/api/activities/home"), None);
        assert_eq!(key(Method::GET, "/api/"), None);
        assert_eq!(
            key(Method::POST, "/webhooks/avatar"),
            Some("POST /webhooks/avatar")
        );
        assert_eq!(key(Method::GET, "/session"), None);
        assert_eq!(key(Method::OPTIONS, "/"), None);
        assert_eq!(key(Method::GET, "/avatars/key_upload"), None);
        assert_eq!(key(Method::POST, "/avatars/key_upload/"), None);
    }
}
