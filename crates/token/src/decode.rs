//! Step 2: base64url without padding, one spelling for every value (RFC 7515 §2).
//!
//! The signature is over the encoded text, but a cache or a deny list may look at the token as a string: two spellings
//! of one token would be two tokens to them. So spare bits must be zero (RFC 4648 §3.5) and nothing may stand between.

use alloc::vec::Vec;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{Part, TokenError};
use crate::policy::Policy;

/// The bytes of one part.
pub(crate) fn decode(text: &[u8], part: Part, policy: &Policy) -> Result<Vec<u8>, TokenError> {
    let text = match policy.padding_is_allowed() {
        true => without_padding(text),
        false => Some(text),
    };
    text.and_then(base64url)
        .ok_or(TokenError::NotBase64Url(part))
}

/// Strict base64url: no padding, no spare bits, no other character.
pub(crate) fn base64url(text: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
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
