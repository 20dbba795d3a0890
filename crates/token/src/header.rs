//! Step 3: the header names an algorithm and a key, and nothing that changes the rules (RFC 7515 §4.1).

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::error::TokenError;
use crate::json::{Json, Limits, Object, Span};
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
    kid: Option<Span>,
    members: Object,
}

impl Header {
    pub(crate) fn read(text: Vec<u8>, policy: &Policy) -> Result<Self, TokenError> {
        let members = Object::read(text, Limits::TOKEN).map_err(TokenError::Header)?;
        let algorithm = algorithm(&members)?;
        refuse_members(&members)?;
        check_typ(&members, policy)?;
        Ok(Self {
            algorithm,
            kid: kid(&members)?,
            members,
        })
    }

    pub(crate) fn kid(&self) -> Option<Cow<'_, str>> {
        self.members.at(self.kid?).as_str()
    }
}

fn algorithm(header: &Object) -> Result<Algorithm, TokenError> {
    let name = header.get("alg").and_then(Json::as_str);
    name.and_then(|name| Algorithm::from_name(&name))
        .ok_or(TokenError::AlgNotAllowed)
}

fn refuse_members(header: &Object) -> Result<(), TokenError> {
    let mut refused = REFUSED_MEMBERS.into_iter();
    if let Some(name) = refused.find(|name| header.get(name).is_some()) {
        return Err(TokenError::HeaderMemberNotAllowed(name));
    }
    match header.get("b64").map(Json::as_bool) {
        None | Some(Some(true)) => Ok(()),
        Some(_) => Err(TokenError::HeaderMemberNotAllowed("b64")),
    }
}

fn check_typ(header: &Object, policy: &Policy) -> Result<(), TokenError> {
    let typ = header.get("typ").map(Json::as_str);
    let is_taken = match &typ {
        None => policy.typ_rule().takes(None),
        Some(None) => false,
        Some(Some(name)) => policy.typ_rule().takes(Some(name)),
    };
    match is_taken {
        true => Ok(()),
        false => Err(TokenError::TypNotAllowed),
    }
}

fn kid(header: &Object) -> Result<Option<Span>, TokenError> {
    let place = header.place("kid");
    let is_short = |kid: Cow<'_, str>| kid.len() <= MAX_KID_BYTES;
    let is_id = |place: Span| header.at(place).as_str().is_some_and(is_short);
    match place.is_none_or(is_id) {
        true => Ok(place),
        false => Err(TokenError::KidInvalid),
    }
}
