//! The one token of a request, from the places the configuration names.

use alloc::string::String;

use crate::error::TokenError;

/// A place a token may be sent in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenSource {
    /// `Authorization: Bearer <token>` (RFC 6750 §2.1), the scheme in any case, exactly one space.
    Header {
        /// Whether the token may stand there alone, without `Bearer`.
        raw: bool,
    },
    /// The cookie of this name (RFC 6265 §4.2).
    Cookie(String),
}

/// Takes the token from `headers`, which are names in any case and their values, one pair a header line.
///
/// Where two sources have one, they must agree: which of two tokens counts is not left to the reader.
///
/// # Errors
/// [`TokenError::Missing`], [`TokenError::AmbiguousCredentials`] or [`TokenError::MalformedCredentials`].
///
/// ```
/// use roundel_token::{TokenError, TokenSource, token_from};
///
/// let header = [TokenSource::Header { raw: true }];
/// let one = [("Authorization", "bearer a.b.c")];
/// assert_eq!(token_from(&header, one), Ok("a.b.c"));
/// let two = [("authorization", "a.b.c"), ("authorization", "a.b.c")];
/// assert_eq!(token_from(&header, two), Err(TokenError::AmbiguousCredentials));
/// ```
pub fn token_from<'a, H>(sources: &[TokenSource], headers: H) -> Result<&'a str, TokenError>
where
    H: IntoIterator<Item = (&'a str, &'a str)>,
    H::IntoIter: Clone,
{
    let headers = headers.into_iter();
    let mut found = None;
    for source in sources {
        let token = match source {
            TokenSource::Header { raw } => from_authorization(headers.clone(), *raw)?,
            TokenSource::Cookie(name) => from_cookie(headers.clone(), name)?,
        };
        if found.is_some() && token.is_some() && found != token {
            return Err(TokenError::AmbiguousCredentials);
        }
        found = found.or(token);
    }
    found.ok_or(TokenError::Missing)
}

fn from_authorization<'a>(
    headers: impl Iterator<Item = (&'a str, &'a str)>,
    raw: bool,
) -> Result<Option<&'a str>, TokenError> {
    let Some(value) = at_most_one(values_of("authorization", headers))? else {
        return Ok(None);
    };
    let token = match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token),
        None if raw => Some(value),
        _ => None,
    };
    token
        .filter(|token| is_visible(token))
        .map(Some)
        .ok_or(TokenError::MalformedCredentials)
}

fn from_cookie<'a>(
    headers: impl Iterator<Item = (&'a str, &'a str)>,
    name: &str,
) -> Result<Option<&'a str>, TokenError> {
    let pairs = values_of("cookie", headers).flat_map(|value| value.split(';'));
    let values = pairs.filter_map(|pair| match pair.trim_matches(' ').split_once('=') {
        Some((own, value)) if own == name => Some(value),
        _ => None,
    });
    match at_most_one(values)? {
        Some(token) if !is_visible(token) => Err(TokenError::MalformedCredentials),
        token => Ok(token),
    }
}

fn values_of<'a>(
    name: &str,
    headers: impl Iterator<Item = (&'a str, &'a str)>,
) -> impl Iterator<Item = &'a str> {
    headers.filter_map(move |(own, value)| own.eq_ignore_ascii_case(name).then_some(value))
}

fn at_most_one<'a>(
    mut values: impl Iterator<Item = &'a str>,
) -> Result<Option<&'a str>, TokenError> {
    let first = values.next();
    match values.next() {
        None => Ok(first),
        Some(_) => Err(TokenError::AmbiguousCredentials),
    }
}

/// Not empty, no space, no tab, nothing beyond ASCII: what else a token is made of is the verifier's business.
fn is_visible(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}
