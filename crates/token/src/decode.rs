//! Step 2: base64url without padding, one spelling for every value (RFC 7515 §2).
//!
//! The signature is over the encoded text, but a cache or a deny list may look at the token as a string: two spellings
//! of one token would be two tokens to them. So spare bits must be zero (RFC 4648 §3.5) and nothing may stand between.

use alloc::vec::Vec;

use crate::base64url;
use crate::error::{Part, TokenError};
use crate::json::{JsonError, Limits, Object};
use crate::policy::Policy;

/// The bytes of one part.
pub(crate) fn decode(text: &[u8], part: Part, policy: &Policy) -> Result<Vec<u8>, TokenError> {
    let text = match policy.padding_is_allowed() {
        true => without_padding(text),
        false => Some(text),
    };
    text.and_then(base64url::decode)
        .ok_or(TokenError::NotBase64Url(part))
}

/// The payload, which is a JSON object: what begins like none is not decoded to the end.
pub(crate) fn payload(text: &[u8], policy: &Policy) -> Result<Object, TokenError> {
    if base64url::first_byte(text).is_some_and(|byte| !may_begin_json(byte)) {
        return Err(TokenError::Payload(JsonError::Malformed));
    }
    let payload = decode(text, Part::Payload, policy)?;
    Object::read(payload, Limits::TOKEN).map_err(TokenError::Payload)
}

/// Space, a bracket, a quote, a word, a number, or the mark that has an error of its own.
fn may_begin_json(first: u8) -> bool {
    matches!(
        first,
        b'\t' | b'\n' | b'\r' | b' ' | b'{' | b'[' | b'"' | b't' | b'f' | b'n' | b'-' | b'0'
            ..=b'9' | 0xef
    )
}

/// AWS load balancers pad their tokens. Padding that is there must be complete.
fn without_padding(part: &[u8]) -> Option<&[u8]> {
    let end = part.iter().rposition(|byte| *byte != b'=');
    let text = &part[..end.map_or(0, |last| last + 1)];
    match part.len() - text.len() {
        0 => Some(text),
        1 | 2 if part.len().is_multiple_of(4) => Some(text),
        _ => None,
    }
}
