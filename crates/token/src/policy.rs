//! What a token must be to be taken. No check can be left out by forgetting it: whose token, for whom, for what use, with
//! which scopes and groups are arguments of [`Policy::new`], and "any" is a word that has to be written.

use alloc::string::String;
use alloc::vec::Vec;

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
    scopes: Scopes,
    groups: Groups,
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

/// Which scopes a token must have: words of its `scope`, apart by single spaces (RFC 6749 §3.3, RFC 9068 §2.2.3), byte for
/// byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scopes {
    /// Every one of these.
    AllOf(Vec<String>),
    /// At least one of these.
    OneOf(Vec<String>),
    /// Whatever it has, or none: the check is off.
    Any,
}

/// Which groups a token must be in: items of a claim that is an array of strings, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Groups {
    /// Every one of these.
    AllOf(Memberships),
    /// At least one of these.
    OneOf(Memberships),
    /// Whatever it is in, or none: the check is off.
    Any,
}

/// Names of groups, and the claim that lists a token's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memberships {
    /// The claim's name, like [`COGNITO_GROUPS`].
    pub claim: String,
    /// The groups.
    pub names: Vec<String>,
}

/// Where Cognito lists the groups of a user, in id and access tokens.
pub const COGNITO_GROUPS: &str = "cognito:groups";

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
    /// The scopes are an empty list, or one is no scope: RFC 6749 §3.3 has neither spaces nor `"` nor `\` in one.
    #[error("a policy needs scopes without spaces in them, or an explicit `Any`")]
    NoScope,
    /// The groups are an empty list, or a name is empty, the claim's too.
    #[error("a policy needs a claim and the groups in it, or an explicit `Any`")]
    NoGroup,
    /// The clock tolerance is over 300 seconds.
    #[error("the clock tolerance is over 300 seconds")]
    ToleranceTooLarge,
}

impl Policy {
    /// The strict policy: no clock tolerance, 5 s for `iat`, 25 h longest lifetime, the usual types, a key id always,
    /// no padding.
    ///
    /// # Errors
    /// [`PolicyError::NoIssuer`], [`PolicyError::NoRecipient`], [`PolicyError::NoScope`] or [`PolicyError::NoGroup`].
    pub fn new<I: Into<String>>(
        issuers: impl IntoIterator<Item = I>,
        recipient: Recipient,
        token_use: TokenUse,
        scopes: Scopes,
        groups: Groups,
    ) -> Result<Self, PolicyError> {
        let issuers: Vec<String> = issuers.into_iter().map(Into::into).collect();
        if issuers.is_empty() || issuers.contains(&String::new()) {
            return Err(PolicyError::NoIssuer);
        }
        if recipient.is_empty() || token_use == TokenUse::Is(String::new()) {
            return Err(PolicyError::NoRecipient);
        }
        if !scopes.are_scopes() {
            return Err(PolicyError::NoScope);
        }
        if !groups.have_names() {
            return Err(PolicyError::NoGroup);
        }
        Ok(Self {
            issuers,
            recipient,
            token_use,
            scopes,
            groups,
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

    /// Which scopes tokens must have.
    #[must_use]
    pub fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// Which groups tokens must be in.
    #[must_use]
    pub fn groups(&self) -> &Groups {
        &self.groups
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

impl Scopes {
    /// RFC 6749 §3.3: `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`.
    fn are_scopes(&self) -> bool {
        let is_scope = |name: &String| {
            let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
            !name.is_empty() && name.bytes().all(is_plain)
        };
        match self {
            Self::AllOf(names) | Self::OneOf(names) => {
                !names.is_empty() && names.iter().all(is_scope)
            }
            Self::Any => true,
        }
    }

    /// Whether what the token `has` is enough.
    pub(crate) fn are_met(&self, has: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::AllOf(names) => names.iter().all(|name| has(name)),
            Self::OneOf(names) => names.iter().any(|name| has(name)),
            Self::Any => true,
        }
    }
}

impl Groups {
    fn have_names(&self) -> bool {
        match self {
            Self::AllOf(groups) | Self::OneOf(groups) => {
                !groups.claim.is_empty()
                    && !groups.names.is_empty()
                    && !groups.names.contains(&String::new())
            }
            Self::Any => true,
        }
    }

    /// The claim that must list the token's groups.
    pub(crate) fn claim(&self) -> Option<&str> {
        match self {
            Self::AllOf(groups) | Self::OneOf(groups) => Some(&groups.claim),
            Self::Any => None,
        }
    }

    /// Whether what the token is `in` is enough.
    pub(crate) fn are_met(&self, is_in: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::AllOf(groups) => groups.names.iter().all(|name| is_in(name)),
            Self::OneOf(groups) => groups.names.iter().any(|name| is_in(name)),
            Self::Any => true,
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
    use alloc::borrow::ToOwned;

    use super::*;

    fn policy(recipient: Recipient, token_use: TokenUse) -> Result<Policy, PolicyError> {
        Policy::new(
            ["https://issuer.example"],
            recipient,
            token_use,
            Scopes::Any,
            Groups::Any,
        )
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
        let no_issuer =
            Policy::new::<String>([], Recipient::Any, TokenUse::Any, Scopes::Any, Groups::Any);
        assert_eq!(no_issuer, Err(PolicyError::NoIssuer));
    }

    #[test]
    fn a_scope_that_no_token_could_have_is_no_scope() {
        let with =
            |scopes: Scopes| Policy::new(["i"], Recipient::Any, TokenUse::Any, scopes, Groups::Any);
        let names = ["", "a b", " ", "a\"", "a\\", "\u{e9}"].map(|name| vec![name.to_owned()]);
        for names in names.into_iter().chain([vec![]]) {
            assert_eq!(
                with(Scopes::AllOf(names.clone())),
                Err(PolicyError::NoScope)
            );
            assert_eq!(with(Scopes::OneOf(names)), Err(PolicyError::NoScope));
        }
        assert!(with(Scopes::AllOf(vec!["avatars/write".to_owned()])).is_ok());
    }

    #[test]
    fn groups_have_a_claim_and_names() {
        let with = |claim: &str, names: &[&str]| {
            let names = names.iter().map(|name| (*name).to_owned()).collect();
            let claim = claim.to_owned();
            let groups = Groups::AllOf(Memberships { claim, names });
            Policy::new(["i"], Recipient::Any, TokenUse::Any, Scopes::Any, groups)
        };
        assert_eq!(with(COGNITO_GROUPS, &[]), Err(PolicyError::NoGroup));
        assert_eq!(with(COGNITO_GROUPS, &["a", ""]), Err(PolicyError::NoGroup));
        assert_eq!(with("", &["a"]), Err(PolicyError::NoGroup));
        assert!(with(COGNITO_GROUPS, &["the staff"]).is_ok());
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
