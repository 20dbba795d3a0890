//! Step 3: the header names an algorithm and a key, and nothing that changes the rules (RFC 7515 §4.1).

use crate::error::TokenError;
use crate::json::{self, JsonError, Limits, Value};
use crate::policy::Policy;
use crate::public_key::Algorithm;

/// The longest key id, in bytes.
pub(crate) const MAX_KID_BYTES: usize = 128;

/// Members that are refused wherever they stand. The first four let a token bring its own keys, `crit` and `b64` change
/// what is signed (RFC 7515 §4.1.11, RFC 7797), and the others make it something else than a signed set of claims.
const REFUSED_MEMBERS: [&str; 8] = ["jku", "x5u", "x5c", "jwk", "crit", "zip", "cty", "enc"];

/// What the header says, as far as anything follows from it.
pub(crate) struct Header {
    pub(crate) algorithm: Algorithm,
    pub(crate) kid: Option<String>,
}

impl Header {
    pub(crate) fn read(text: &[u8], policy: &Policy) -> Result<Self, TokenError> {
        let header = json::read(text, Limits::TOKEN).map_err(TokenError::Header)?;
        if header.as_object().is_none() {
            return Err(TokenError::Header(JsonError::NotAnObject));
        }
        let algorithm = algorithm(&header)?;
        refuse_members(&header)?;
        check_typ(&header, policy)?;
        Ok(Self {
            algorithm,
            kid: kid(&header)?,
        })
    }
}

fn algorithm(header: &Value) -> Result<Algorithm, TokenError> {
    let name = header.get("alg").and_then(Value::as_str);
    name.and_then(Algorithm::from_name)
        .ok_or(TokenError::AlgNotAllowed)
}

fn refuse_members(header: &Value) -> Result<(), TokenError> {
    if let Some(name) = REFUSED_MEMBERS
        .into_iter()
        .find(|name| header.get(name).is_some())
    {
        return Err(TokenError::HeaderMemberNotAllowed(name));
    }
    match header.get("b64") {
        None | Some(Value::Bool(true)) => Ok(()),
        Some(_) => Err(TokenError::HeaderMemberNotAllowed("b64")),
    }
}

fn check_typ(header: &Value, policy: &Policy) -> Result<(), TokenError> {
    let typ = header.get("typ");
    let name = typ.and_then(Value::as_str);
    if typ.is_some() && name.is_none() {
        return Err(TokenError::TypNotAllowed);
    }
    match policy.typ_rule().takes(name) {
        true => Ok(()),
        false => Err(TokenError::TypNotAllowed),
    }
}

fn kid(header: &Value) -> Result<Option<String>, TokenError> {
    match header.get("kid") {
        None => Ok(None),
        Some(Value::String(kid)) if kid.len() <= MAX_KID_BYTES => Ok(Some(kid.clone())),
        Some(_) => Err(TokenError::KidInvalid),
    }
}
