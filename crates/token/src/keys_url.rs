//! Where an issuer's keys may be fetched from: https, or a loopback address in development.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

/// Where every OpenID provider of the Cognito shape keeps its keys.
const WELL_KNOWN: &str = "/.well-known/jwks.json";

/// A URL that keys may be fetched from. Whoever fetches follows no redirect: that would be another URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysUrl(String);

/// Why keys may not be fetched from a URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysUrlError {
    /// Not `https://`, nor plain http to a loopback address where that is allowed.
    #[error("keys are fetched over https only")]
    NotHttps,
    /// No host, or user information, a query, a fragment, a space, a backslash or something beyond ASCII.
    #[error("the keys' address is malformed")]
    Malformed,
}

impl KeysUrl {
    /// `<issuer>/.well-known/jwks.json`, over https.
    ///
    /// # Errors
    /// A [`KeysUrlError`].
    ///
    /// ```
    /// use roundel_token::{KeysUrl, KeysUrlError};
    ///
    /// let url = KeysUrl::of_issuer("https://issuer.example/pool")?;
    /// assert_eq!(url.as_str(), "https://issuer.example/pool/.well-known/jwks.json");
    /// assert_eq!(KeysUrl::of_issuer("http://127.0.0.1:9000"), Err(KeysUrlError::NotHttps));
    /// # Ok::<(), KeysUrlError>(())
    /// ```
    pub fn of_issuer(issuer: &str) -> Result<Self, KeysUrlError> {
        Self::parse(issuer).map(Self::well_known)
    }

    /// The same for development: plain http is taken too, to `127.0.0.1`, `[::1]` and `localhost` only.
    ///
    /// # Errors
    /// A [`KeysUrlError`].
    pub fn of_development_issuer(issuer: &str) -> Result<Self, KeysUrlError> {
        match issuer.strip_prefix("http://") {
            Some(rest) if is_loopback(authority(rest)) => {
                Self::checked(issuer, rest).map(Self::well_known)
            }
            _ => Self::of_issuer(issuer),
        }
    }

    /// An https URL that is not the issuer's usual one.
    ///
    /// # Errors
    /// A [`KeysUrlError`].
    pub fn parse(url: &str) -> Result<Self, KeysUrlError> {
        let rest = url.strip_prefix("https://").ok_or(KeysUrlError::NotHttps)?;
        Self::checked(url, rest)
    }

    /// The URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The issuer itself is compared byte for byte; only the way to its keys is joined as paths are.
    fn well_known(Self(issuer): Self) -> Self {
        let base = issuer.strip_suffix('/').unwrap_or(&issuer);
        Self([base, WELL_KNOWN].concat())
    }

    fn checked(url: &str, rest: &str) -> Result<Self, KeysUrlError> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"?#\\@\"<>".contains(&byte);
        match rest.bytes().all(is_plain) && !authority(rest).is_empty() {
            true => Ok(Self(url.to_owned())),
            false => Err(KeysUrlError::Malformed),
        }
    }
}

impl fmt::Display for KeysUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn authority(rest: &str) -> &str {
    rest.split('/').next().unwrap_or_default()
}

fn is_loopback(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    matches!(host, "127.0.0.1" | "[::1]" | "localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn development_means_loopback_only() {
        for issuer in [
            "http://127.0.0.1:4000/pool",
            "http://localhost",
            "http://[::1]:80",
            "https://a.example",
        ] {
            assert!(KeysUrl::of_development_issuer(issuer).is_ok(), "{issuer}");
        }
        for issuer in [
            "http://127.0.0.1.evil.example",
            "http://a.example",
            "http://10.0.0.1",
            "http://127.0.0.1@evil",
        ] {
            let refused = KeysUrl::of_development_issuer(issuer);
            assert_eq!(refused, Err(KeysUrlError::NotHttps), "{issuer}");
        }
    }

    #[test]
    fn what_could_lead_elsewhere_is_refused() {
        for issuer in [
            "https://",
            "https:///pool",
            "https://user@a.example",
            "https://a.example?x=",
            "https://a.example#",
            "https://a.example\\@b",
            "https://a b",
            "https://\u{e9}.example",
        ] {
            assert_eq!(
                KeysUrl::of_issuer(issuer),
                Err(KeysUrlError::Malformed),
                "{issuer}"
            );
        }
    }
}
