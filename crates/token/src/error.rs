//! Why a token is refused: one variant a cause, each with a stable code for the log.

use crate::json::JsonError;

/// Why a token is refused.
///
/// The [code](Self::code) is for logs and reports. The person outside sees one 401 body for all of them, so that no
/// reason becomes an oracle; the exception is [`Self::KeysUnavailable`], which is our fault and a 503.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The request carries no token in any configured place.
    #[error("no token was sent")]
    Missing,
    /// More than one token: two headers, two cookies of the name, or a header and a cookie that disagree.
    #[error("more than one token was sent")]
    AmbiguousCredentials,
    /// The header is not `Bearer <token>` with one space, nor a raw token where that is allowed.
    #[error("the credentials are malformed")]
    MalformedCredentials,
    /// Over [`MAX_TOKEN_BYTES`](crate::MAX_TOKEN_BYTES).
    #[error("the token is too long")]
    TooLong,
    /// The header is over 1,024 bytes.
    #[error("the token's header is too long")]
    HeaderTooLong,
    /// Not exactly three parts (RFC 7515 §7.1): JWE, JSON serialisation or something else.
    #[error("the token is not three parts")]
    NotThreeParts,
    /// A part is not base64url without padding, to the last bit (RFC 7515 §2, RFC 4648 §3.5).
    #[error("a part of the token is not base64url")]
    NotBase64Url(Part),
    /// The header is not the JSON we accept.
    #[error("the token's header is not acceptable: {0}")]
    Header(JsonError),
    /// The payload is not the JSON we accept.
    #[error("the token's payload is not acceptable: {0}")]
    Payload(JsonError),
    /// `alg` is missing, or not exactly `RS256`, `ES256` or `EdDSA`.
    #[error("the algorithm is not allowed")]
    AlgNotAllowed,
    /// A header member that changes how the token is to be read, or points to keys of its own choice.
    #[error("the header member `{0}` is not allowed")]
    HeaderMemberNotAllowed(&'static str),
    /// `typ` is not one the policy takes.
    #[error("the token's type is not allowed")]
    TypNotAllowed,
    /// `kid` is not a string, or over 128 bytes.
    #[error("the key id is invalid")]
    KidInvalid,
    /// No `kid`, and the policy or the key set does not leave exactly one key.
    #[error("the key id is missing")]
    KidMissing,
    /// No usable key has this `kid`.
    #[error("the key id is unknown")]
    UnknownKid,
    /// The key is for another algorithm than the header names.
    #[error("the algorithm is not the key's")]
    AlgKeyMismatch,
    /// The signature is not this key's over this token.
    #[error("the signature is wrong")]
    BadSignature,
    /// A claim that must be there is not.
    #[error("the claim `{0}` is missing")]
    ClaimMissing(&'static str),
    /// A claim is of the wrong type or out of range.
    #[error("the claim `{0}` is invalid")]
    ClaimInvalid(&'static str),
    /// `iss` is not one of the policy's issuers, byte for byte.
    #[error("the token is from another issuer")]
    IssuerMismatch,
    /// No `aud` is one of the policy's.
    #[error("the token is for another audience")]
    AudienceMismatch,
    /// `client_id` is not one of the policy's.
    #[error("the token is for another client")]
    ClientIdMismatch,
    /// `token_use` is not the policy's.
    #[error("the token is for another use")]
    TokenUseMismatch,
    /// `scope` has not the scopes that the policy asks for.
    #[error("the token lacks a scope")]
    ScopeMismatch,
    /// The claim of groups has not those that the policy asks for.
    #[error("the token is not of the group")]
    GroupMismatch,
    /// `sub` is empty, over 128 bytes, or could not stand safely in an object key.
    #[error("the subject is invalid")]
    SubjectInvalid,
    /// Now is at or after `exp`.
    #[error("the token has expired")]
    Expired,
    /// `exp` is further ahead than the policy's longest lifetime.
    #[error("the token lives too long")]
    LifetimeTooLong,
    /// Now is before `nbf`.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// `iat` is in the future.
    #[error("the token is issued in the future")]
    IssuedInFuture,
    /// `iat` or `nbf` is after `exp`.
    #[error("the token's times are out of order")]
    TimesOutOfOrder,
    /// The token, or its session, is on the deny list.
    #[error("the token has been revoked")]
    Revoked,
    /// There are no keys young enough to check with, and none can be fetched now.
    #[error("the keys are not available")]
    KeysUnavailable,
}

/// A part of a token in compact serialisation (RFC 7515 §7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first: the JOSE header.
    Header,
    /// The second: the claims.
    Payload,
    /// The third.
    Signature,
}

impl TokenError {
    /// The stable name of this cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "token_missing",
            Self::AmbiguousCredentials => "ambiguous_credentials",
            Self::MalformedCredentials => "malformed_credentials",
            Self::TooLong => "token_too_long",
            Self::HeaderTooLong => "header_too_long",
            Self::NotThreeParts => "not_three_parts",
            Self::NotBase64Url(_) => "not_base64url",
            Self::Header(cause) | Self::Payload(cause) => cause.code(),
            Self::AlgNotAllowed => "alg_not_allowed",
            Self::HeaderMemberNotAllowed(_) => "header_member_not_allowed",
            Self::TypNotAllowed => "typ_not_allowed",
            Self::KidInvalid => "kid_invalid",
            Self::KidMissing => "kid_missing",
            Self::UnknownKid => "unknown_kid",
            Self::AlgKeyMismatch => "alg_key_mismatch",
            Self::BadSignature => "bad_signature",
            Self::ClaimMissing(_) => "claim_missing",
            Self::ClaimInvalid(_) => "claim_invalid",
            Self::IssuerMismatch => "issuer_mismatch",
            Self::AudienceMismatch => "audience_mismatch",
            Self::ClientIdMismatch => "client_id_mismatch",
            Self::TokenUseMismatch => "token_use_mismatch",
            Self::ScopeMismatch => "scope_mismatch",
            Self::GroupMismatch => "group_mismatch",
            Self::SubjectInvalid => "subject_invalid",
            Self::Expired => "expired",
            Self::LifetimeTooLong => "lifetime_too_long",
            Self::NotYetValid => "not_yet_valid",
            Self::IssuedInFuture => "issued_in_future",
            Self::TimesOutOfOrder => "times_out_of_order",
            Self::Revoked => "revoked",
            Self::KeysUnavailable => "keys_unavailable",
        }
    }
}
