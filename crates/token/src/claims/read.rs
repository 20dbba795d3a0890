//! Every claim we know gets its type. One that is there and of another type is refused, asked for or not; what the policy
//! does not ask for is not copied.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Claims, Known};
use crate::error::TokenError;
use crate::json::{Json, Object};
use crate::numeric_date::NumericDate;
use crate::policy::{Policy, Recipient, Scopes};

/// The longest subject, in bytes.
const MAX_SUBJECT_BYTES: usize = 128;

impl Claims {
    pub(crate) fn read(payload: Object, policy: &Policy) -> Result<Self, TokenError> {
        for name in ["jti", "sid", "scope"] {
            let is_string = |claim: Json<'_>| claim.as_text().is_some();
            if !payload.get(name).is_none_or(is_string) {
                return Err(TokenError::ClaimInvalid(name));
            }
        }
        let known = Known {
            issuer: string(&payload, "iss")?,
            subject: subject(&payload)?,
            expires_at: time(&payload, "exp")?.ok_or(TokenError::ClaimMissing("exp"))?,
            not_before: time(&payload, "nbf")?,
            issued_at: time(&payload, "iat")?,
            recipients: recipients(&payload, policy.recipient())?,
            token_use: optional_string(&payload, "token_use")?,
            scope: scope(&payload, policy.scopes())?,
            groups: groups(&payload, policy.groups().claim())?,
            payload,
        };
        Ok(Self(known.into()))
    }
}

fn string(payload: &Object, name: &'static str) -> Result<String, TokenError> {
    optional_string(payload, name)?.ok_or(TokenError::ClaimMissing(name))
}

fn optional_string(payload: &Object, name: &'static str) -> Result<Option<String>, TokenError> {
    let Some(claim) = payload.get(name) else {
        return Ok(None);
    };
    let text = claim.as_str().ok_or(TokenError::ClaimInvalid(name))?;
    Ok(Some(text.into_owned()))
}

fn subject(payload: &Object) -> Result<String, TokenError> {
    let subject = string(payload, "sub")?;
    let is_unsafe = subject.is_empty()
        || subject.len() > MAX_SUBJECT_BYTES
        || subject.chars().any(|c| c.is_control() || c == '/')
        || subject.as_bytes().windows(2).any(|pair| pair == b"..");
    match is_unsafe {
        true => Err(TokenError::SubjectInvalid),
        false => Ok(subject),
    }
}

fn time(payload: &Object, name: &'static str) -> Result<Option<NumericDate>, TokenError> {
    let Some(claim) = payload.get(name) else {
        return Ok(None);
    };
    let time = claim.as_number().and_then(NumericDate::parse);
    time.map(Some).ok_or(TokenError::ClaimInvalid(name))
}

/// `aud` is one string or an array of strings (RFC 7519 §4.1.3), `client_id` a string (RFC 8693 §4.3).
fn recipients(payload: &Object, asked: &Recipient) -> Result<Vec<String>, TokenError> {
    let audience = match payload.get("aud") {
        None => Vec::new(),
        Some(claim) => one_or_more(claim).ok_or(TokenError::ClaimInvalid("aud"))?,
    };
    let client_id = optional_string(payload, "client_id")?;
    Ok(match asked {
        Recipient::Audience(_) => audience,
        Recipient::ClientId(_) => client_id.into_iter().collect(),
        Recipient::Any => Vec::new(),
    })
}

/// Copied where scopes are asked for.
fn scope(payload: &Object, asked: &Scopes) -> Result<String, TokenError> {
    match asked {
        Scopes::Any => Ok(String::new()),
        _ => optional_string(payload, "scope").map(Option::unwrap_or_default),
    }
}

fn groups(payload: &Object, claim: Option<&str>) -> Result<Vec<String>, TokenError> {
    match claim.and_then(|name| payload.get(name)) {
        None => Ok(Vec::new()),
        Some(claim) => strings(claim).ok_or(TokenError::ClaimInvalid("groups")),
    }
}

fn one_or_more(claim: Json<'_>) -> Option<Vec<String>> {
    match claim.as_str() {
        Some(one) => Some(vec![one.into_owned()]),
        None => strings(claim),
    }
}

fn strings(claim: Json<'_>) -> Option<Vec<String>> {
    let items = claim.as_array()?;
    items.map(|item| item.as_str().map(Into::into)).collect()
}
