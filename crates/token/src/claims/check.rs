//! Everything the policy asks, at one moment.

use super::Claims;
use crate::error::TokenError;
use crate::json::Text;
use crate::policy::{Policy, Recipient, TokenUse};

impl Claims {
    /// At `now` seconds.
    pub(crate) fn check(&self, policy: &Policy, now: u64) -> Result<(), TokenError> {
        self.check_issuer(policy)?;
        self.check_recipient(policy.recipient())?;
        self.check_token_use(policy.token_use())?;
        self.check_scopes_and_groups(policy)?;
        self.check_times(policy, now.saturating_mul(1_000))?;
        self.check_order_of_times()
    }

    fn check_issuer(&self, policy: &Policy) -> Result<(), TokenError> {
        let issuer = self.issuer();
        match policy.issuers().iter().any(|name| *name == issuer) {
            true => Ok(()),
            false => Err(TokenError::IssuerMismatch),
        }
    }

    fn check_recipient(&self, recipient: &Recipient) -> Result<(), TokenError> {
        let (names, mismatch) = match recipient {
            Recipient::Audience(names) => (names, TokenError::AudienceMismatch),
            Recipient::ClientId(names) => (names, TokenError::ClientIdMismatch),
            Recipient::Any => return Ok(()),
        };
        let is_named = |own: Text<'_>| names.iter().any(|name| own.is(name));
        match self.texts(self.0.recipients).any(is_named) {
            true => Ok(()),
            false => Err(mismatch),
        }
    }

    fn check_token_use(&self, token_use: &TokenUse) -> Result<(), TokenError> {
        match token_use {
            TokenUse::Is(name) if !self.texts(self.0.token_use).any(|own| own.is(name)) => {
                Err(TokenError::TokenUseMismatch)
            }
            _ => Ok(()),
        }
    }

    fn check_scopes_and_groups(&self, policy: &Policy) -> Result<(), TokenError> {
        let has_scope = |name: &str| {
            let scope = self.0.scope.map(|place| self.text(place));
            scope.is_some_and(|scope| scope.split(' ').any(|own| own == name))
        };
        if !policy.scopes().are_met(has_scope) {
            return Err(TokenError::ScopeMismatch);
        }
        let is_in = |name: &str| self.texts(self.0.groups).any(|own| own.is(name));
        match policy.groups().are_met(is_in) {
            true => Ok(()),
            false => Err(TokenError::GroupMismatch),
        }
    }

    /// In milliseconds.
    fn check_times(&self, policy: &Policy, now: u64) -> Result<(), TokenError> {
        let after = |seconds: u64| now.saturating_add(seconds.saturating_mul(1_000));
        let tolerance = policy.clock_tolerance() * 1_000;
        let expires_at = self.0.expires_at;
        if now >= expires_at.floor().saturating_add(tolerance) {
            return Err(TokenError::Expired);
        }
        if expires_at.ceil() > after(policy.longest_lifetime()) {
            return Err(TokenError::LifetimeTooLong);
        }
        let not_before = self.0.not_before.map(|from| from.ceil());
        if not_before.is_some_and(|from| from > after(policy.clock_tolerance())) {
            return Err(TokenError::NotYetValid);
        }
        let issued_at = self.0.issued_at.map(|at| at.ceil());
        match issued_at.is_some_and(|at| at > after(policy.iat_tolerance())) {
            true => Err(TokenError::IssuedInFuture),
            false => Ok(()),
        }
    }

    fn check_order_of_times(&self) -> Result<(), TokenError> {
        let (exp, iat) = (self.0.expires_at, self.0.issued_at);
        let is_late = |time: Option<_>| {
            time.is_some_and(|time: crate::numeric_date::NumericDate| time.floor() > exp.floor())
        };
        match is_late(iat) || is_late(self.0.not_before) {
            true => Err(TokenError::TimesOutOfOrder),
            false => Ok(()),
        }
    }
}
