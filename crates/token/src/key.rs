//! Step 4: the one key the token can be signed with.

use crate::error::TokenError;
use crate::header::Header;
use crate::jwk::Jwk;
use crate::jwk_set::JwkSet;
use crate::policy::Policy;

/// The key of the header's `kid`, whose own type must agree with the header's `alg`: the key, not the token, decides
/// how the signature is checked (RFC 8725 §3.1).
pub(crate) fn select_key<'k, K>(
    keys: &'k JwkSet<K>,
    header: &Header,
    policy: &Policy,
) -> Result<&'k Jwk<K>, TokenError> {
    let key = match header.kid() {
        Some(kid) => keys.find(&kid).ok_or(TokenError::UnknownKid)?,
        None if policy.missing_kid_is_allowed() => keys.only().ok_or(TokenError::KidMissing)?,
        None => return Err(TokenError::KidMissing),
    };
    match key.public_key().algorithm() == header.algorithm {
        true => Ok(key),
        false => Err(TokenError::AlgKeyMismatch),
    }
}
