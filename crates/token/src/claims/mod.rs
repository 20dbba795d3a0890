//! Step 6: the claims, read into types, then held against the policy and the clock (RFC 7519 §4.1).

mod check;
mod read;

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::sync::Arc;

use crate::json::{Json, Object, Span, Text};
use crate::numeric_date::NumericDate;

/// The claims of a token that has been verified. Cloning shares them.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Arc<Known>);

/// The payload, and where in it stands what is asked of it.
#[derive(Debug, PartialEq)]
struct Known {
    payload: Object,
    issuer: Span,
    subject: Span,
    expires_at: NumericDate,
    not_before: Option<NumericDate>,
    issued_at: Option<NumericDate>,
    /// `aud` or `client_id`, whichever the policy asks for.
    recipients: Option<Span>,
    token_use: Option<Span>,
    scope: Option<Span>,
    /// Where the policy asks for groups.
    groups: Option<Span>,
}

impl Claims {
    /// `iss`: one of the policy's issuers.
    #[must_use]
    pub fn issuer(&self) -> Cow<'_, str> {
        self.text(self.0.issuer)
    }

    /// `sub`: 1 to 128 bytes without control characters, `/` and `..`.
    #[must_use]
    pub fn subject(&self) -> Cow<'_, str> {
        self.text(self.0.subject)
    }

    /// `exp`, in seconds since 1970, with its milliseconds.
    #[must_use]
    pub fn expires_at(&self) -> f64 {
        self.0.expires_at.seconds()
    }

    /// Any claim by its name, where it stands in the token.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Json<'_>> {
        self.0.payload.get(name)
    }

    /// Whether the claim of this name, like [`COGNITO_GROUPS`](crate::COGNITO_GROUPS), is an array with this string in it.
    #[must_use]
    pub fn is_in_group(&self, claim: &str, group: &str) -> bool {
        let groups = self.get(claim).and_then(Json::as_array);
        let is_group = |item: Json<'_>| item.as_text().is_some_and(|text| text.is(group));
        groups.is_some_and(|mut groups| groups.any(is_group))
    }

    /// All claims as one line of JSON, in the token's order, numbers as the token spells them.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.payload.as_json().to_value().to_string()
    }

    /// The string that stands there, copied only where it has escapes.
    fn text(&self, place: Span) -> Cow<'_, str> {
        self.0.payload.at(place).as_str().unwrap_or_default()
    }

    /// The string that stands there, or the strings of the array.
    fn texts(&self, place: Option<Span>) -> impl Iterator<Item = Text<'_>> {
        let value = place.map(|place| self.0.payload.at(place));
        value.into_iter().flat_map(Json::texts)
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.0.payload.bytes() + size_of::<Known>()
    }
}
