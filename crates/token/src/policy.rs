//! What a token must be to be taken. No check can be left out by forgetting it: whose token, for whom and for what use
//! are arguments of [`Policy::new`], and "any" is a word that has to be written.

/// The most the clocks of issuer and verifier may differ, in seconds.
const MAX_CLOCK_TOLERANCE: u64 = 300;

/// 25 hours: Cognito's longest access token lives 24 (AWS: "Access token expiration, 5 minutes to 1 day").
const LONGEST_LIFETIME: u64 = 25 * 3_600;

/// How far `iat` may be ahead of our clock, in seconds.
const IAT_TOLERANCE: u64 = 5;

/// The rules one verifier keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    issuers: Vec<String>,
    recipient: Recipient,
    token_use: TokenUse,
    typ_rule: TypRule,
    clock_tolerance: u64,
    iat_tolerance: u64,
    longest_lifetime: u64,
    missing_kid_is_allowed: bool,
    padding_is_allowed: bool,
}

/// Whom a token must be for: one of the names, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// `aud`, or one of its items, must be one of these.
    Audience(Vec<String>),
    /// `client_id` must be one of these: Cognito's access tokens have no `aud`.
    ClientId(Vec<String>),
    /// For anybody: the check is off.
    Any,
}

/// What a token must be for: Cognito's `token_use`, `access` or `id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenUse {
    /// `token_use` must be exactly this.
    Is(String),
    /// For any use: the check is off.
    Any,
}

/// Which `typ` a header may have. Names are compared byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TypRule {
    /// Absent, `JWT` (RFC 7519 §5.1) or `at+jwt` (RFC 9068 §2.1).
    #[default]
    Usual,
    /// Only `at+jwt`, so that an id token can never stand in for an access token (RFC 8725 §3.11).
    AccessTokenOnly,
}

/// Why a policy is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// There is no issuer, or one is empty.
    #[error("a policy needs at least one issuer, and none may be empty")]
    NoIssuer,
    /// The recipient names nobody, or the token use is empty. `Any` turns a check off, an empty list does not.
    #[error(
        "a policy needs an audience, a client id or an explicit `Any`, and a token use or an explicit `Any`"
    )]
    NoRecipient,
    /// The clock tolerance is over 300 seconds.
    #[error("the clock tolerance is over 300 seconds")]
    ToleranceTooLarge,
}

impl Policy {
    /// The strict policy: no clock tolerance, 5 s for `iat`, 25 h longest lifetime, the usual types, a key id always,
    /// no padding.
    ///
    /// # Errors
    /// [`PolicyError::NoIssuer`] or [`PolicyError::NoRecipient`].
    pub fn new<I: Into<String>>(
        issuers: impl IntoIterator<Item = I>,
        recipient: Recipient,
        token_use: TokenUse,
    ) -> Result<Self, PolicyError> {
        let issuers: Vec<String> = issuers.into_iter().map(Into::into).collect();
        if issuers.is_empty() || issuers.contains(&String::new()) {
            return Err(PolicyError::NoIssuer);
        }
        if recipient.is_empty() || token_use == TokenUse::Is(String::new()) {
            return Err(PolicyError::NoRecipient);
        }
        Ok(Self {
            issuers,
            recipient,
            token_use,
            typ_rule: TypRule::Usual,
            clock_tolerance: 0,
            iat_tolerance: IAT_TOLERANCE,
            longest_lifetime: LONGEST_LIFETIME,
            missing_kid_is_allowed: false,
            padding_is_allowed: false,
        })
    }

    /// How many seconds `exp` may be past and `nbf` ahead: 0 to 300.
    ///
    /// # Errors
    /// [`PolicyError::ToleranceTooLarge`].
    pub fn with_clock_tolerance(self, seconds: u64) -> Result<Self, PolicyError> {
        match seconds <= MAX_CLOCK_TOLERANCE {
            true => Ok(Self {
                clock_tolerance: seconds,
                ..self
            }),
            false => Err(PolicyError::ToleranceTooLarge),
        }
    }

    /// How many seconds `exp` may be ahead of now.
    #[must_use]
    pub fn with_longest_lifetime(self, seconds: u64) -> Self {
        Self {
            longest_lifetime: seconds,
            ..self
        }
    }

    /// Which `typ` is taken.
    #[must_use]
    pub fn with_typ(self, typ_rule: TypRule) -> Self {
        Self { typ_rule, ..self }
    }

    /// Takes a token without `kid` where the key set has exactly one usable key.
    #[must_use]
    pub fn allowing_missing_kid(self) -> Self {
        Self {
            missing_kid_is_allowed: true,
            ..self
        }
    }

    /// Takes base64url with `=` at the end of its parts, as AWS load balancers write it in `x-amzn-oidc-data`.
    #[must_use]
    pub fn allowing_padding(self) -> Self {
        Self {
            padding_is_allowed: true,
            ..self
        }
    }

    /// Whose tokens are taken.
    #[must_use]
    pub fn issuers(&self) -> &[String] {
        &self.issuers
    }

    /// Whom tokens must be for.
    #[must_use]
    pub fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// What tokens must be for.
    #[must_use]
    pub fn token_use(&self) -> &TokenUse {
        &self.token_use
    }

    pub(crate) fn typ_rule(&self) -> TypRule {
        self.typ_rule
    }

    pub(crate) fn clock_tolerance(&self) -> u64 {
        self.clock_tolerance
    }

    /// The larger of the two tolerances: a policy that forgives a clock 60 s does not hold 6 s against `iat`.
    pub(crate) fn iat_tolerance(&self) -> u64 {
        self.iat_tolerance.max(self.clock_tolerance)
    }

    pub(crate) fn longest_lifetime(&self) -> u64 {
        self.longest_lifetime
    }

    pub(crate) fn missing_kid_is_allowed(&self) -> bool {
        self.missing_kid_is_allowed
    }

    pub(crate) fn padding_is_allowed(&self) -> bool {
        self.padding_is_allowed
    }
}

impl Recipient {
    fn is_empty(&self) -> bool {
        match self {
            Self::Audience(names) | Self::ClientId(names) => {
                names.is_empty() || names.contains(&String::new())
            }
            Self::Any => false,
        }
    }
}

impl TypRule {
    pub(crate) fn takes(self, typ: Option<&str>) -> bool {
        match self {
            Self::Usual => matches!(typ, None | Some("JWT" | "at+jwt")),
            Self::AccessTokenOnly => typ == Some("at+jwt"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(recipient: Recipient, token_use: TokenUse) -> Result<Policy, PolicyError> {
        Policy::new(["https://issuer.example"], recipient, token_use)
    }

    #[test]
    fn no_check_is_off_by_an_empty_value() {
        let empty = [vec![], vec![String::new()]];
        for names in empty {
            let audience = policy(Recipient::Audience(names.clone()), TokenUse::Any);
            assert_eq!(audience, Err(PolicyError::NoRecipient));
            let client = policy(Recipient::ClientId(names), TokenUse::Any);
            assert_eq!(client, Err(PolicyError::NoRecipient));
        }
        let no_use = policy(Recipient::Any, TokenUse::Is(String::new()));
        assert_eq!(no_use, Err(PolicyError::NoRecipient));
        let no_issuer = Policy::new::<String>([], Recipient::Any, TokenUse::Any);
        assert_eq!(no_issuer, Err(PolicyError::NoIssuer));
    }

    #[test]
    fn the_tolerance_ends_at_five_minutes() {
        let policy = policy(Recipient::Any, TokenUse::Any).unwrap();
        assert!(policy.clone().with_clock_tolerance(300).is_ok());
        assert_eq!(
            policy.with_clock_tolerance(301),
            Err(PolicyError::ToleranceTooLarge)
        );
    }
}
