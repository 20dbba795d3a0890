//! Where a person goes who is not signed in: to one configured page, with the way back.

use alloc::string::String;

use crate::answer::Response;
use crate::config::Config;
use crate::event::ViewerRequest;

/// The configured page. Both addresses are the owner's own: nothing a viewer sends chooses a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// An https address without a fragment.
    pub url: String,
    /// The parameter that carries the way back.
    pub return_parameter: String,
    /// The origin that paths here are below, like `https://assets.example.com`.
    pub return_origin: String,
}

/// 302 to the sign-in page for a navigation (Fetch standard, "navigation request"); nothing for a picture or a script, which
/// would take the page for what they asked for.
pub(crate) fn redirect(config: &Config, request: &ViewerRequest<'_>) -> Option<Response> {
    let sign_in = config.sign_in()?;
    let goes_round = request
        .query()
        .split('&')
        .any(|pair| pair == SignIn::BEEN_THERE)
        || sign_in.path() == request.uri();
    if goes_round || !is_navigation(request) {
        return None;
    }
    let mut response = Response::empty("302", "Found");
    response.set("location", &sign_in.location(request.uri()));
    Some(response)
}

/// By `Sec-Fetch-Mode` (Fetch Metadata §2.2); browsers without it name `text/html` in `Accept` when they navigate.
fn is_navigation(request: &ViewerRequest<'_>) -> bool {
    let accepts_html = || {
        let accept = request.header("accept").unwrap_or_default();
        let mut ranges = accept.split([',', ';']);
        ranges.any(|range| range.trim_matches(' ').eq_ignore_ascii_case("text/html"))
    };
    request.method() == "GET"
        && match request.header("sec-fetch-mode") {
            Some(mode) => mode == "navigate",
            None => accepts_html(),
        }
}

impl SignIn {
    /// Marks an address that somebody was sent back to. Who comes from there without a good token has signed in in vain,
    /// and would be sent round for ever.
    pub const BEEN_THERE: &str = "roundel-signed-in=1";

    /// The sign-in page's path.
    #[must_use]
    pub fn path(&self) -> &str {
        let rest = self.url.strip_prefix("https://").unwrap_or(&self.url);
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
        path.split('?').next().unwrap_or_default()
    }

    /// The page's address with the way back to `uri`. The query is left behind: it is nobody else's business.
    #[must_use]
    pub fn location(&self, uri: &str) -> String {
        let mut location = self.url.clone();
        location.push(if location.contains('?') { '&' } else { '?' });
        location.push_str(&self.return_parameter);
        location.push('=');
        for part in [self.return_origin.as_str(), uri, "?", Self::BEEN_THERE] {
            push_encoded(&mut location, part);
        }
        location
    }
}

/// All but the unreserved characters of RFC 3986 §2.3 as `%XX`.
fn push_encoded(out: &mut String, text: &str) {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 15].map(digit);
            out.push('%');
            out.extend(digits.map(|digit| digit.to_ascii_uppercase()));
        }
    }
}
