//! Tokens and sessions that ended before their time.

use alloc::string::String;
use alloc::vec::Vec;

use crate::claims::Claims;
use crate::json::Json;

/// The claims a token or its session can be known by: RFC 7519 §4.1.7, OpenID front-channel logout, and Cognito's
/// `origin_jti`, which all tokens of one sign-in share.
const IDENTIFIERS: [&str; 3] = ["jti", "sid", "origin_jti"];

/// Identifiers of tokens and sessions that are refused although they have not expired. Whoever keeps it drops entries
/// that are older than the policy's longest lifetime.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DenyList(Vec<String>);

impl DenyList {
    /// Whether one of the token's identifiers is on the list.
    #[must_use]
    pub fn has(&self, claims: &Claims) -> bool {
        let is_listed = |name: &&str| {
            let id = claims.get(name).and_then(Json::as_str);
            id.is_some_and(|id| self.0.binary_search_by(|own| (**own).cmp(&id)).is_ok())
        };
        !self.0.is_empty() && IDENTIFIERS.iter().any(is_listed)
    }
}

impl<I: Into<String>> FromIterator<I> for DenyList {
    fn from_iter<T: IntoIterator<Item = I>>(identifiers: T) -> Self {
        let mut sorted: Vec<String> = identifiers.into_iter().map(Into::into).collect();
        sorted.sort_unstable();
        Self(sorted)
    }
}
