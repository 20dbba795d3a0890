//! Every claim we know gets its type. One that is there and of another type is refused, asked for or not; nothing is copied.

use super::{Claims, Known};
use crate::error::TokenError;
use crate::json::{Json, Object, Span};
use crate::numeric_date::NumericDate;
use crate::policy::{Policy, Recipient};

/// The longest subject, in bytes.
const MAX_SUBJECT_BYTES: usize = 128;

/// Where the claims that we know stand.
#[derive(Default)]
struct Found {
    iss: Option<Span>,
    sub: Option<Span>,
    aud: Option<Span>,
    exp: Option<Span>,
    nbf: Option<Span>,
    iat: Option<Span>,
    jti: Option<Span>,
    sid: Option<Span>,
    scope: Option<Span>,
    client_id: Option<Span>,
    token_use: Option<Span>,
}

impl Claims {
    pub(crate) fn read(payload: Object, policy: &Policy) -> Result<Self, TokenError> {
        let found = Found::of(&payload);
        let text = |name, place| optional_text(&payload, name, place);
        let time = |name, place| optional_time(&payload, name, place);
        text("jti", found.jti)?;
        text("sid", found.sid)?;
        let scope = text("scope", found.scope)?;
        let known = Known {
            issuer: text("iss", found.iss)?.ok_or(TokenError::ClaimMissing("iss"))?,
            subject: subject(&payload, found.sub)?,
            expires_at: time("exp", found.exp)?.ok_or(TokenError::ClaimMissing("exp"))?,
            not_before: time("nbf", found.nbf)?,
            issued_at: time("iat", found.iat)?,
            recipients: recipients(&payload, &found, policy.recipient())?,
            token_use: text("token_use", found.token_use)?,
            scope,
            groups: groups(&payload, policy.groups().claim())?,
            payload,
        };
        Ok(Self(known.into()))
    }
}

impl Found {
    /// One walk through the payload: looking for each by its name would be a dozen.
    fn of(payload: &Object) -> Self {
        let mut found = Self::default();
        for (name, value) in payload.members() {
            let place = match &*name {
                "iss" => &mut found.iss,
                "sub" => &mut found.sub,
                "aud" => &mut found.aud,
                "exp" => &mut found.exp,
                "nbf" => &mut found.nbf,
                "iat" => &mut found.iat,
                "jti" => &mut found.jti,
                "sid" => &mut found.sid,
                "scope" => &mut found.scope,
                "client_id" => &mut found.client_id,
                "token_use" => &mut found.token_use,
                _ => continue,
            };
            *place = Some(value);
        }
        found
    }
}

fn optional_text(
    payload: &Object,
    name: &'static str,
    place: Option<Span>,
) -> Result<Option<Span>, TokenError> {
    let is_text = |place: Span| payload.at(place).as_text().is_some();
    match place.is_none_or(is_text) {
        true => Ok(place),
        false => Err(TokenError::ClaimInvalid(name)),
    }
}

fn subject(payload: &Object, place: Option<Span>) -> Result<Span, TokenError> {
    let place = optional_text(payload, "sub", place)?.ok_or(TokenError::ClaimMissing("sub"))?;
    let subject = payload.at(place).as_str().unwrap_or_default();
    let is_unsafe = subject.is_empty()
        || subject.len() > MAX_SUBJECT_BYTES
        || subject.chars().any(|c| c.is_control() || c == '/')
        || subject.as_bytes().windows(2).any(|pair| pair == b"..");
    match is_unsafe {
        true => Err(TokenError::SubjectInvalid),
        false => Ok(place),
    }
}

fn optional_time(
    payload: &Object,
    name: &'static str,
    place: Option<Span>,
) -> Result<Option<NumericDate>, TokenError> {
    let Some(place) = place else {
        return Ok(None);
    };
    let time = payload.at(place).as_number().and_then(NumericDate::parse);
    time.map(Some).ok_or(TokenError::ClaimInvalid(name))
}

/// `aud` is one string or an array of strings (RFC 7519 §4.1.3), `client_id` a string (RFC 8693 §4.3).
fn recipients(
    payload: &Object,
    found: &Found,
    asked: &Recipient,
) -> Result<Option<Span>, TokenError> {
    let is_one_or_more =
        |audience: Json<'_>| audience.as_text().is_some() || audience.is_array_of_texts();
    if !found
        .aud
        .is_none_or(|place| is_one_or_more(payload.at(place)))
    {
        return Err(TokenError::ClaimInvalid("aud"));
    }
    let client_id = optional_text(payload, "client_id", found.client_id)?;
    Ok(match asked {
        Recipient::Audience(_) => found.aud,
        Recipient::ClientId(_) => client_id,
        Recipient::Any => None,
    })
}

fn groups(payload: &Object, claim: Option<&str>) -> Result<Option<Span>, TokenError> {
    let place = claim.and_then(|name| payload.place(name));
    match place.is_none_or(|place| payload.at(place).is_array_of_texts()) {
        true => Ok(place),
        false => Err(TokenError::ClaimInvalid("groups")),
    }
}
