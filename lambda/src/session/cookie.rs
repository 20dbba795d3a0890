//! The cookie that carries a session token to the CDN (RFC 6265bis §4.1).

use super::SessionToken;
use crate::settings::Settings;

const DEFAULT_NAME: &str = "roundel_session";

/// Kept from scripts, from plain HTTP and from requests of other sites, but for a person who follows a link.
const ATTRIBUTES: &str = "Path=/; HttpOnly; Secure; SameSite=Lax";

/// How the cookie is named and for which hosts it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    name: String,
    domain: Option<String>,
}

impl Cookie {
    /// Reads `SESSION_COOKIE_NAME`, `roundel_session` if absent, which must be the edge's `cookieName`; and
    /// `SESSION_COOKIE_DOMAIN`, like `example.com`, for an API and a CDN on two hosts of one domain: without it the cookie
    /// goes back to the API's host alone.
    pub fn from_settings<F>(settings: &mut Settings<F>) -> Self
    where
        F: Fn(&str) -> Option<String>,
    {
        let name = settings.optional("SESSION_COOKIE_NAME");
        let name = name.unwrap_or_else(|| DEFAULT_NAME.to_owned());
        let domain = settings.optional("SESSION_COOKIE_DOMAIN");
        if !name.bytes().all(is_token) {
            settings.problem("SESSION_COOKIE_NAME is no cookie name".to_owned());
        }
        if !domain.iter().all(|domain| is_domain(domain)) {
            settings.problem("SESSION_COOKIE_DOMAIN is not like example.com".to_owned());
        }
        if name.starts_with("__Host-") && domain.is_some() {
            settings.problem("SESSION_COOKIE_NAME begins with __Host-, which browsers take without SESSION_COOKIE_DOMAIN alone".to_owned());
        }
        Self { name, domain }
    }

    /// `Set-Cookie` for a token, which ends when the token does.
    pub fn holding(&self, token: &SessionToken, now: u64) -> String {
        let seconds = token.expires_at().saturating_sub(now);
        self.set(token.as_str(), seconds)
    }

    /// `Set-Cookie` that takes the cookie away.
    pub fn cleared(&self) -> String {
        self.set("", 0)
    }

    fn set(&self, value: &str, seconds: u64) -> String {
        let name = &self.name;
        let domain = self
            .domain
            .as_deref()
            .map_or(String::new(), |domain| format!("; Domain={domain}"));
        format!("{name}={value}; Max-Age={seconds}; {ATTRIBUTES}{domain}")
    }
}

/// RFC 9110 §5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_domain(domain: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    domain.split('.').count() > 1
        && domain
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(is_plain))
}
