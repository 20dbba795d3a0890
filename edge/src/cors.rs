//! Cross-origin reading (Fetch standard, "CORS protocol"): the listed origins and no others.

use roundel_avatar::Refusal;
use roundel_token::TokenSource;

use crate::config::Config;
use crate::decide::Answer;
use crate::event::ViewerRequest;
use crate::refuse;

/// How many seconds a browser may remember a preflight.
const MAX_AGE: &str = "600";

/// The headers of an answer to a request with this `Origin`. `Vary` stands on all of them, so that no cache gives one
/// origin's answer to another.
pub(crate) fn headers(config: &Config, origin: Option<&str>) -> Vec<(&'static str, String)> {
    let mut headers = vec![("vary", "Origin".to_owned())];
    let allowed = origin.and_then(|origin| config.origins().allow(origin));
    if let Some(origin) = allowed {
        headers.push(("access-control-allow-origin", origin.to_owned()));
        if reads_cookies(config) {
            headers.push(("access-control-allow-credentials", "true".to_owned()));
        }
    }
    headers
}

/// 204 for a listed origin. The browser asks without credentials, so this comes before any token.
pub(crate) fn preflight(config: &Config, request: &ViewerRequest) -> Result<Answer, Refusal> {
    let origin = request.header("origin");
    if origin
        .and_then(|origin| config.origins().allow(origin))
        .is_none()
    {
        return Err(Refusal::new(
            403,
            "origin_not_allowed",
            "Pages of this origin may not read here.",
        ));
    }
    let mut headers = headers(config, origin);
    headers.extend([
        (
            "access-control-allow-methods",
            "GET, HEAD, OPTIONS".to_owned(),
        ),
        ("access-control-allow-headers", "authorization".to_owned()),
        ("access-control-max-age", MAX_AGE.to_owned()),
    ]);
    Ok(Answer::Respond {
        response: refuse::with_body(204, &headers, ""),
        code: "preflight",
    })
}

fn reads_cookies(config: &Config) -> bool {
    let is_cookie = |source: &TokenSource| matches!(source, TokenSource::Cookie(_));
    config.token_sources().iter().any(is_cookie)
}
