//! Step 1: three parts, two dots, bounded before anything is decoded (RFC 7515 §7.1).

use crate::error::TokenError;

/// The longest token: what fits into a request's header beside everything else.
pub const MAX_TOKEN_BYTES: usize = 8_192;

/// The longest header, in bytes once decoded. A header holds a name, a key id and a type.
const MAX_HEADER_BYTES: usize = 1_024;

/// The three parts, still encoded.
pub(crate) struct Parts<'a> {
    pub(crate) header: &'a [u8],
    pub(crate) payload: &'a [u8],
    pub(crate) signature: &'a [u8],
    /// `header.payload`, the bytes the signature is over.
    pub(crate) signing_input: &'a [u8],
}

pub(crate) fn split(token: &[u8]) -> Result<Parts<'_>, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let parts: Vec<&[u8]> = token.splitn(4, |byte| *byte == b'.').collect();
    let [header, payload, signature] = parts[..] else {
        return Err(TokenError::NotThreeParts);
    };
    if header.len() * 3 / 4 > MAX_HEADER_BYTES {
        return Err(TokenError::HeaderTooLong);
    }
    Ok(Parts {
        header,
        payload,
        signature,
        signing_input: &token[..header.len() + 1 + payload.len()],
    })
}
