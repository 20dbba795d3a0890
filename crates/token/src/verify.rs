//! The whole check of one token, step by step.

use crate::claims::Claims;
use crate::decode::decode;
use crate::error::{Part, TokenError};
use crate::header::Header;
use crate::json::{self, Limits, Value};
use crate::jwk_set::JwkSet;
use crate::key::select_key;
use crate::policy::Policy;
use crate::signature::{VerifySignature, check_signature};
use crate::split::{Parts, split};

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
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify<S: VerifySignature>(
    token: &[u8],
    keys: &JwkSet<S::Key>,
    policy: &Policy,
    now: u64,
    signature: &S,
) -> Result<Claims, TokenError> {
    Opened::read(token, policy)?.verify(keys, policy, now, signature)
}

/// A token whose form is good and whose header is read; nothing in it is to be believed yet.
pub(crate) struct Opened<'a> {
    parts: Parts<'a>,
    header: Header,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Opened<'a> {
    /// The steps that need no key.
    pub(crate) fn read(token: &'a [u8], policy: &Policy) -> Result<Self, TokenError> {
        let parts = split(token)?;
        let header = decode(parts.header, Part::Header, policy)?;
        let header = Header::read(&header, policy)?;
        Ok(Self {
            header,
            payload: decode(parts.payload, Part::Payload, policy)?,
            signature: decode(parts.signature, Part::Signature, policy)?,
            parts,
        })
    }

    /// The steps that need one.
    pub(crate) fn verify<S: VerifySignature>(
        &self,
        keys: &JwkSet<S::Key>,
        policy: &Policy,
        now: u64,
        signature: &S,
    ) -> Result<Claims, TokenError> {
        let key = select_key(keys, &self.header, policy)?;
        check_signature(key, self.parts.signing_input, &self.signature, signature)?;
        let claims = Claims::read(&self.payload)?;
        claims.check(policy, now)?;
        Ok(claims)
    }

    /// The key id the token names.
    pub(crate) fn kid(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// The issuer the token claims. Good for choosing whose keys to check with, and for nothing else.
    pub(crate) fn claimed_issuer(&self) -> Result<String, TokenError> {
        let payload = json::read(&self.payload, Limits::TOKEN);
        let payload = payload.map_err(TokenError::Payload)?;
        let issuer = payload.get("iss").and_then(Value::as_str);
        issuer.map(str::to_owned).ok_or(TokenError::IssuerMismatch)
    }
}
