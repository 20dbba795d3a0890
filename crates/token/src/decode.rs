//! Step 2: base64url without padding, one spelling for every value (RFC 7515 §2).
//!
//! The signature is over the encoded text, but a cache or a deny list may look at the token as a string: two spellings
//! of one token would be two tokens to them. So spare bits must be zero (RFC 4648 §3.5) and nothing may stand between.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::TokenError;
use crate::policy::Policy;
use crate::split::Parts;

/// The three parts' bytes, and the text that is signed.
pub(crate) struct Decoded<'a> {
    pub(crate) header: Vec<u8>,
    pub(crate) payload: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) signing_input: &'a [u8],
}

impl<'a> Decoded<'a> {
    pub(crate) fn decode(parts: &Parts<'a>, policy: &Policy) -> Result<Self, TokenError> {
        let decode = |part| {
            let part = match policy.padding_is_allowed() {
                true => without_padding(part)?,
                false => part,
            };
            base64url(part).ok_or(TokenError::NotBase64Url)
        };
        Ok(Self {
            header: decode(parts.header)?,
            payload: decode(parts.payload)?,
            signature: decode(parts.signature)?,
            signing_input: parts.signing_input,
        })
    }
}

/// Strict base64url: no padding, no spare bits, no other character.
pub(crate) fn base64url(text: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// AWS load balancers pad their tokens. Padding that is there must be complete.
fn without_padding(part: &[u8]) -> Result<&[u8], TokenError> {
    let end = part.iter().rposition(|byte| *byte != b'=');
    let text = &part[..end.map_or(0, |last| last + 1)];
    match part.len() - text.len() {
        0 => Ok(text),
        1 | 2 if part.len().is_multiple_of(4) => Ok(text),
        _ => Err(TokenError::NotBase64Url),
    }
}
