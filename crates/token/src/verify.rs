//! The whole check of one token, step by step.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::claims::Claims;
use crate::decode::{decode, payload};
use crate::error::{Part, TokenError};
use crate::header::Header;
use crate::json::{Json, Object};
use crate::jwk::Jwk;
use crate::jwk_set::JwkSet;
use crate::key::select_key;
use crate::policy::Policy;
use crate::signature::{VerifySignature, check_signature};
use crate::split::split;

/// Verifies one token in compact serialisation (RFC 7515 §7.1, RFC 7519 §7.2) and gives back its claims.
///
/// `now` is in seconds since 1970-01-01T00:00:00Z. Nothing about the claims is said before the signature is good.
///
/// # Errors
/// The first [`TokenError`] met, in the order of the steps.
///
/// ```
/// # #[cfg(not(target_arch = "wasm32"))] {
/// use roundel_token::{
///     Groups, JwkSet, NativeVerifier, Policy, Recipient, Scopes, TokenError, TokenUse, verify,
/// };
///
/// let policy = Policy::new(
///     ["https://issuer.example"],
///     Recipient::ClientId(vec!["web".into()]),
///     TokenUse::Is("access".into()),
///     Scopes::AllOf(vec!["avatars/write".into()]),
///     Groups::Any,
/// )?;
/// let (keys, dropped) = JwkSet::load(br#"{"keys":[]}"#, &NativeVerifier)?;
/// assert!(dropped.is_empty());
/// let refused = verify(b"e30.e30.", &keys, &policy, 1_700_000_000, &NativeVerifier);
/// assert_eq!(refused, Err(TokenError::AlgNotAllowed));
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn verify<S: VerifySignature>(
    token: &[u8],
    keys: &JwkSet<S::Key>,
    policy: &Policy,
    now: u64,
    signature: &S,
) -> Result<Claims, TokenError> {
    let (header, body) = open(token, policy)?;
    let key = select_key(keys, &header, policy)?;
    body.verify(key, policy, now, signature)
}

/// A token's payload and signature, their form good; nothing in them is to be believed yet.
pub(crate) struct Body<'a> {
    payload: Object,
    signature: Vec<u8>,
    signing_input: &'a [u8],
}

/// The steps that need no key. The payload is opened among them: what is no JSON at all costs no signature, and what it
/// says waits for a good one.
pub(crate) fn open<'a>(token: &'a [u8], policy: &Policy) -> Result<(Header, Body<'a>), TokenError> {
    let parts = split(token)?;
    let header = decode(parts.header, Part::Header, policy)?;
    let header = Header::read(header, policy)?;
    let signature = decode(parts.signature, Part::Signature, policy)?;
    let payload = payload(parts.payload, policy)?;
    let signing_input = parts.signing_input;
    let body = Body {
        payload,
        signature,
        signing_input,
    };
    Ok((header, body))
}

impl Body<'_> {
    /// The steps that need one.
    pub(crate) fn verify<S: VerifySignature>(
        self,
        key: &Jwk<S::Key>,
        policy: &Policy,
        now: u64,
        primitive: &S,
    ) -> Result<Claims, TokenError> {
        check_signature(key, self.signing_input, &self.signature, primitive)?;
        let claims = Claims::read(self.payload, policy)?;
        claims.check(policy, now)?;
        Ok(claims)
    }

    /// The issuer the token claims. Good for choosing whose keys to check with, and for nothing else.
    pub(crate) fn claimed_issuer(&self) -> Result<Cow<'_, str>, TokenError> {
        let issuer = self.payload.get("iss").and_then(Json::as_str);
        issuer.ok_or(TokenError::IssuerMismatch)
    }
}
