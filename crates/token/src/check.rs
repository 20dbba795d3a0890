//! The checks by name, in the order in which they run. The first that fails is the reason for a refusal.

use crate::error::{Part, TokenError};

/// One check of [`verify`](crate::verify()).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// At most [`MAX_TOKEN_BYTES`](crate::MAX_TOKEN_BYTES).
    Length,
    /// Three parts, two dots.
    Parts,
    /// The header is at most 1,024 bytes.
    HeaderLength,
    /// The header is strict base64url.
    HeaderEncoding,
    /// The header is a JSON object of one meaning.
    HeaderJson,
    /// `alg` is one of ours.
    Algorithm,
    /// Nothing in the header brings keys or changes the rules.
    HeaderMembers,
    /// `typ` is one the policy takes.
    Type,
    /// `kid` is a short string, where it is there.
    KeyId,
    /// The signature is strict base64url.
    SignatureEncoding,
    /// The payload is strict base64url of a JSON object of one meaning.
    Payload,
    /// The key set has the key.
    Key,
    /// The key is for this algorithm.
    KeyAlgorithm,
    /// The signature is the key's.
    Signature,
    /// The claims we know are there and of their types, the subject can stand in an object key.
    Claims,
    /// `iss` is the policy's.
    Issuer,
    /// `aud` or `client_id` is the policy's.
    Recipient,
    /// `token_use` is the policy's.
    TokenUse,
    /// `scope` has the policy's.
    Scopes,
    /// The groups have the policy's.
    Groups,
    /// Now is before `exp`.
    Expiry,
    /// `exp` is not too far ahead.
    Lifetime,
    /// Now is not before `nbf`.
    NotBefore,
    /// `iat` is not in the future.
    IssuedAt,
    /// Neither `iat` nor `nbf` is after `exp`.
    OrderOfTimes,
}

impl Check {
    /// All, in order.
    pub const ALL: [Self; 25] = [
        Self::Length,
        Self::Parts,
        Self::HeaderLength,
        Self::HeaderEncoding,
        Self::HeaderJson,
        Self::Algorithm,
        Self::HeaderMembers,
        Self::Type,
        Self::KeyId,
        Self::SignatureEncoding,
        Self::Payload,
        Self::Key,
        Self::KeyAlgorithm,
        Self::Signature,
        Self::Claims,
        Self::Issuer,
        Self::Recipient,
        Self::TokenUse,
        Self::Scopes,
        Self::Groups,
        Self::Expiry,
        Self::Lifetime,
        Self::NotBefore,
        Self::IssuedAt,
        Self::OrderOfTimes,
    ];

    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Parts => "parts",
            Self::HeaderLength => "header_length",
            Self::HeaderEncoding => "header_encoding",
            Self::HeaderJson => "header_json",
            Self::Algorithm => "algorithm",
            Self::HeaderMembers => "header_members",
            Self::Type => "type",
            Self::KeyId => "key_id",
            Self::SignatureEncoding => "signature_encoding",
            Self::Key => "key",
            Self::KeyAlgorithm => "key_algorithm",
            Self::Signature => "signature",
            Self::Payload => "payload",
            Self::Claims => "claims",
            Self::Issuer => "issuer",
            Self::Recipient => "recipient",
            Self::TokenUse => "token_use",
            Self::Scopes => "scopes",
            Self::Groups => "groups",
            Self::Expiry => "expiry",
            Self::Lifetime => "lifetime",
            Self::NotBefore => "not_before",
            Self::IssuedAt => "issued_at",
            Self::OrderOfTimes => "order_of_times",
        }
    }

    /// The check that a refusal comes from; `None` where the token was not even looked at, or its content is not why.
    pub(crate) fn of(refused: &TokenError) -> Option<Self> {
        Some(match refused {
            TokenError::Missing
            | TokenError::AmbiguousCredentials
            | TokenError::MalformedCredentials
            | TokenError::Revoked
            | TokenError::KeysUnavailable => return None,
            TokenError::TooLong => Self::Length,
            TokenError::NotThreeParts => Self::Parts,
            TokenError::HeaderTooLong => Self::HeaderLength,
            TokenError::NotBase64Url(Part::Header) => Self::HeaderEncoding,
            TokenError::Header(_) => Self::HeaderJson,
            TokenError::AlgNotAllowed => Self::Algorithm,
            TokenError::HeaderMemberNotAllowed(_) => Self::HeaderMembers,
            TokenError::TypNotAllowed => Self::Type,
            TokenError::KidInvalid => Self::KeyId,
            TokenError::NotBase64Url(Part::Signature) => Self::SignatureEncoding,
            TokenError::KidMissing | TokenError::UnknownKid => Self::Key,
            TokenError::AlgKeyMismatch => Self::KeyAlgorithm,
            TokenError::BadSignature => Self::Signature,
            TokenError::NotBase64Url(Part::Payload) | TokenError::Payload(_) => Self::Payload,
            TokenError::ClaimMissing(_)
            | TokenError::ClaimInvalid(_)
            | TokenError::SubjectInvalid => Self::Claims,
            TokenError::IssuerMismatch => Self::Issuer,
            TokenError::AudienceMismatch | TokenError::ClientIdMismatch => Self::Recipient,
            TokenError::TokenUseMismatch => Self::TokenUse,
            TokenError::ScopeMismatch => Self::Scopes,
            TokenError::GroupMismatch => Self::Groups,
            TokenError::Expired => Self::Expiry,
            TokenError::LifetimeTooLong => Self::Lifetime,
            TokenError::NotYetValid => Self::NotBefore,
            TokenError::IssuedInFuture => Self::IssuedAt,
            TokenError::TimesOutOfOrder => Self::OrderOfTimes,
        })
    }
}
