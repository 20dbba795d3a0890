//! Cross-origin reading (Fetch standard, "CORS protocol"): the listed origins and no others.

use roundel_avatar::Refusal;
use roundel_token::TokenSource;

use crate::answer::{Answer, Response};
use crate::config::Config;
use crate::event::ViewerRequest;

/// How many seconds a browser may remember a preflight.
const MAX_AGE: &str = "600";

/// Lets the page that asks read this, if it is a listed one. `Vary` stands on all answers, so that no cache gives one
/// origin's to another.
pub(crate) fn allow(response: &mut Response, config: &Config, request: &ViewerRequest<'_>) {
    response.set("vary", "Origin");
    let Some(origin) = listed_origin(config, request) else {
        return;
    };
    response.set("access-control-allow-origin", origin);
    if reads_cookies(config) {
        response.set("access-control-allow-credentials", "true");
    }
}

/// 204 for a listed origin. The browser asks without credentials, so this comes before any token.
pub(crate) fn preflight(config: &Config, request: &ViewerRequest<'_>) -> Result<Answer, Refusal> {
    if listed_origin(config, request).is_none() {
        let message = "Pages of this origin may not read here.";
        return Err(Refusal::new(403, "origin_not_allowed", message));
    }
    let mut response = Response::empty("204", "No Content");
    allow(&mut response, config, request);
    response.set("access-control-allow-methods", "GET, HEAD, OPTIONS");
    response.set("access-control-allow-headers", "authorization");
    response.set("access-control-max-age", MAX_AGE);
    Ok(Answer::Respond {
        response,
        code: "preflight",
    })
}

fn listed_origin<'a>(config: &Config, request: &ViewerRequest<'a>) -> Option<&'a str> {
    let origin = request.header("origin")?;
    config
        .cors_origins()
        .iter()
        .any(|listed| listed == origin)
        .then_some(origin)
}

fn reads_cookies(config: &Config) -> bool {
    let is_cookie = |source: &TokenSource| matches!(source, TokenSource::Cookie(_));
    config.token_sources().iter().any(is_cookie)
}
