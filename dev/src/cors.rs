//! `Access-Control-*` headers from the one list of origins.

use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN, VARY};
use axum::http::{HeaderMap, HeaderValue};
use roundel_avatar::AllowedOrigins;

/// The listed origin this request comes from, if it comes from one.
pub fn listed_origin(origins: &AllowedOrigins, request: &HeaderMap) -> Option<HeaderValue> {
    let origin = request.get(ORIGIN)?.to_str().ok()?;
    HeaderValue::from_str(origins.allow(origin)?).ok()
}

/// Lets a page of a listed origin read the answer, and keeps caches from giving it to another.
pub fn allow_listed_origin(
    origins: &AllowedOrigins,
    request: &HeaderMap,
    response: &mut HeaderMap,
) {
    response.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = listed_origin(origins, request) {
        response.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}

#[cfg(test)]
mod tests {
    use super::{AllowedOrigins, HeaderMap, allow_listed_origin};

    #[test]
    fn f19_only_listed_origins_are_answered() {
        let origins = AllowedOrigins::parse("http://127.0.0.1:4620").unwrap();
        for (origin, allowed) in [
            ("http://127.0.0.1:4620", true),
            ("https://evil.example", false),
            ("null", false),
        ] {
            let request =
                HeaderMap::from_iter([("origin".parse().unwrap(), origin.parse().unwrap())]);
            let mut response = HeaderMap::new();
            allow_listed_origin(&origins, &request, &mut response);
            assert_eq!(
                response.contains_key("access-control-allow-origin"),
                allowed
            );
            assert_eq!(response["vary"], "Origin");
        }
    }
}
