//! Tokens and sessions that ended before their time.

use std::collections::BTreeSet;

use crate::claims::Claims;
use crate::json::Value;

/// The claims a token or its session can be known by: RFC 7519 §4.1.7, OpenID front-channel logout, and Cognito's
/// `origin_jti`, which all tokens of one sign-in share.
const IDENTIFIERS: [&str; 3] = ["jti", "sid", "origin_jti"];

/// Identifiers of tokens and sessions that are refused although they have not expired. Whoever keeps it drops entries
/// that are older than the policy's longest lifetime.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DenyList(BTreeSet<String>);

impl DenyList {
    /// Whether one of the token's identifiers is on the list.
    #[must_use]
    pub fn has(&self, claims: &Claims) -> bool {
        let identifiers = IDENTIFIERS.iter().filter_map(|name| claims.get(name));
        identifiers
            .filter_map(Value::as_str)
            .any(|id| self.0.contains(id))
    }
}

impl<I: Into<String>> FromIterator<I> for DenyList {
    fn from_iter<T: IntoIterator<Item = I>>(identifiers: T) -> Self {
        Self(identifiers.into_iter().map(Into::into).collect())
    }
}
