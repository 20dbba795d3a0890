//! Step 6: the claims, read into types, then held against the policy and the clock (RFC 7519 §4.1).

use crate::error::TokenError;
use crate::json::{self, JsonError, Limits, Value};
use crate::policy::{Groups, Policy, Recipient, Scopes, TokenUse};

/// The longest subject, in bytes.
const MAX_SUBJECT_BYTES: usize = 128;

/// Times end below 2^53 seconds: up to there a double holds every whole second.
const END_OF_TIME: f64 = 9_007_199_254_740_992.0;

/// The claims of a token that has been verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    issuer: String,
    subject: String,
    expires_at: f64,
    not_before: Option<f64>,
    issued_at: Option<f64>,
    audience: Vec<String>,
    client_id: Option<String>,
    token_use: Option<String>,
    all: Value,
}

impl Claims {
    /// `iss`: one of the policy's issuers.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// `sub`: 1 to 128 bytes without control characters, `/` and `..`.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// `exp`, in seconds since 1970, fractions possible.
    #[must_use]
    pub fn expires_at(&self) -> f64 {
        self.expires_at
    }

    /// Any claim by its name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.all.get(name)
    }

    /// All claims as one line of JSON, in the token's order, numbers as the token spells them.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.all.to_string()
    }

    /// Gives every claim we know its type; what is there and is of another type is refused, asked for or not.
    pub(crate) fn read(payload: &[u8]) -> Result<Self, TokenError> {
        let all = json::read(payload, Limits::TOKEN).map_err(TokenError::Payload)?;
        if all.as_object().is_none() {
            return Err(TokenError::Payload(JsonError::NotAnObject));
        }
        string(&all, "jti")?;
        string(&all, "sid")?;
        Ok(Self {
            issuer: string(&all, "iss")?.ok_or(TokenError::ClaimMissing("iss"))?,
            subject: subject(&all)?,
            expires_at: time(&all, "exp")?.ok_or(TokenError::ClaimMissing("exp"))?,
            not_before: time(&all, "nbf")?,
            issued_at: time(&all, "iat")?,
            audience: audience(&all)?,
            client_id: string(&all, "client_id")?,
            token_use: string(&all, "token_use")?,
            all,
        })
    }

    /// Everything the policy asks, at `now` seconds.
    pub(crate) fn check(&self, policy: &Policy, now: u64) -> Result<(), TokenError> {
        self.check_issuer(policy)?;
        self.check_recipient(policy.recipient())?;
        self.check_token_use(policy.token_use())?;
        self.check_scopes(policy.scopes())?;
        self.check_groups(policy.groups())?;
        self.check_times(policy, now)?;
        self.check_order_of_times()
    }

    fn check_issuer(&self, policy: &Policy) -> Result<(), TokenError> {
        match policy.issuers().contains(&self.issuer) {
            true => Ok(()),
            false => Err(TokenError::IssuerMismatch),
        }
    }

    fn check_recipient(&self, recipient: &Recipient) -> Result<(), TokenError> {
        let one_of = |names: &[String], own: &[String]| own.iter().any(|name| names.contains(name));
        match recipient {
            Recipient::Audience(names) if !one_of(names, &self.audience) => {
                Err(TokenError::AudienceMismatch)
            }
            Recipient::ClientId(names) if !one_of(names, self.client_id.as_slice()) => {
                Err(TokenError::ClientIdMismatch)
            }
            _ => Ok(()),
        }
    }

    fn check_token_use(&self, token_use: &TokenUse) -> Result<(), TokenError> {
        match token_use {
            TokenUse::Is(name) if self.token_use.as_ref() != Some(name) => {
                Err(TokenError::TokenUseMismatch)
            }
            _ => Ok(()),
        }
    }

    fn check_scopes(&self, scopes: &Scopes) -> Result<(), TokenError> {
        if *scopes == Scopes::Any {
            return Ok(());
        }
        let own = string(&self.all, "scope")?.unwrap_or_default();
        match scopes.are_met(|name| own.split(' ').any(|word| word == name)) {
            true => Ok(()),
            false => Err(TokenError::ScopeMismatch),
        }
    }

    fn check_groups(&self, groups: &Groups) -> Result<(), TokenError> {
        let Some(claim) = groups.claim() else {
            return Ok(());
        };
        let own = strings(&self.all, claim).ok_or(TokenError::ClaimInvalid("groups"))?;
        match groups.are_met(|name| own.iter().any(|group| group == name)) {
            true => Ok(()),
            false => Err(TokenError::GroupMismatch),
        }
    }

    fn check_times(&self, policy: &Policy, now: u64) -> Result<(), TokenError> {
        let (now, tolerance) = (seconds(now), seconds(policy.clock_tolerance()));
        if now >= self.expires_at + tolerance {
            return Err(TokenError::Expired);
        }
        if self.expires_at > now + seconds(policy.longest_lifetime()) {
            return Err(TokenError::LifetimeTooLong);
        }
        if self.not_before.is_some_and(|from| from > now + tolerance) {
            return Err(TokenError::NotYetValid);
        }
        let latest_issue = now + seconds(policy.iat_tolerance());
        match self.issued_at.is_some_and(|issued| issued > latest_issue) {
            true => Err(TokenError::IssuedInFuture),
            false => Ok(()),
        }
    }

    fn check_order_of_times(&self) -> Result<(), TokenError> {
        let is_late = |time: Option<f64>| time.is_some_and(|time| time > self.expires_at);
        match is_late(self.issued_at) || is_late(self.not_before) {
            true => Err(TokenError::TimesOutOfOrder),
            false => Ok(()),
        }
    }
}

fn subject(claims: &Value) -> Result<String, TokenError> {
    let subject = string(claims, "sub")?.ok_or(TokenError::ClaimMissing("sub"))?;
    let is_unsafe = subject.is_empty()
        || subject.len() > MAX_SUBJECT_BYTES
        || subject.contains(|c: char| c.is_control() || c == '/')
        || subject.contains("..");
    match is_unsafe {
        true => Err(TokenError::SubjectInvalid),
        false => Ok(subject),
    }
}

/// A NumericDate (RFC 7519 §2): an integer or fraction above 0 and below 2^53.
fn time(claims: &Value, name: &'static str) -> Result<Option<f64>, TokenError> {
    let Some(claim) = claims.get(name) else {
        return Ok(None);
    };
    let time = claim
        .as_f64()
        .filter(|time| *time > 0.0 && *time < END_OF_TIME);
    time.map(Some).ok_or(TokenError::ClaimInvalid(name))
}

/// `aud` is one string or an array of strings (RFC 7519 §4.1.3).
fn audience(claims: &Value) -> Result<Vec<String>, TokenError> {
    let invalid = TokenError::ClaimInvalid("aud");
    match claims.get("aud") {
        None => Ok(Vec::new()),
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        Some(Value::Array(items)) => {
            let names = items.iter().map(|item| item.as_str().map(str::to_owned));
            names.collect::<Option<_>>().ok_or(invalid)
        }
        Some(_) => Err(invalid),
    }
}

fn strings(claims: &Value, name: &str) -> Option<Vec<String>> {
    match claims.get(name) {
        None => Some(Vec::new()),
        Some(Value::Array(items)) => {
            let names = items.iter().map(|item| item.as_str().map(str::to_owned));
            names.collect()
        }
        Some(_) => None,
    }
}

fn string(claims: &Value, name: &'static str) -> Result<Option<String>, TokenError> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(TokenError::ClaimInvalid(name)),
    }
}

/// Seconds as a double. Clocks and tolerances are far below 2^53, where this is exact.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
fn seconds(count: u64) -> f64 {
    count as f64
}
