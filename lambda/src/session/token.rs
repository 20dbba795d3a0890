//! The session token: a JWT (RFC 7519) of one fixed form, signed with HS256.
//!
//! ```text
//! {"alg":"HS256","kid":"<kid>","typ":"JWT"}
//! {"token_use":"session","iss":"<iss>","sub":"<sub>","pid":"<public id>","groups":["<group>", ..],"iat":<seconds>,"exp":<seconds>}
//! ```
//!
//! Compact JSON without a member twice: `edge/function` takes nothing else, and of the header only this. `token_use` keeps a
//! token that the same key should ever sign for another purpose from being a session. `iss` is the access token's, and `pid`
//! saves the function a hash.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use roundel_avatar::PublicId;
use roundel_token::{COGNITO_GROUPS, Claims};
use serde::Serialize;

use super::SigningKey;
use crate::{secret::Secret, settings::Settings};

/// Seconds a session may last: shorter would renew too often, longer would outlive too much, as it cannot be revoked.
const SECONDS: std::ops::RangeInclusive<u64> = 300..=900;
const DEFAULT_SECONDS: u64 = 600;

/// The longest token, in bytes: browsers keep cookies of 4,096 with name and attributes (RFC 6265 §6.1), and the function
/// reads no longer token.
const MAX_TOKEN_BYTES: usize = 3_072;

/// Makes session tokens.
#[derive(Debug)]
pub struct Mint {
    key: SigningKey,
    seconds: u64,
    groups: Vec<String>,
    groups_claim: String,
}

/// A signed session token. Its `Debug` shows when it ends, and nothing that would open a door.
pub struct SessionToken {
    text: Secret<String>,
    expires_at: u64,
}

/// Why there is no session for a verified token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MintError {
    /// The access token ends within this second.
    #[error("the access token ends now")]
    Expired,
    /// Subject and groups together are too long for a cookie.
    #[error("the session token would be too long")]
    TooLong,
}

#[derive(Serialize)]
struct Payload<'a> {
    token_use: &'static str,
    iss: &'a str,
    sub: &'a str,
    pid: &'a str,
    groups: Vec<&'a str>,
    iat: u64,
    exp: u64,
}

impl Mint {
    /// Reads `SESSION_KEY`; `SESSION_SECONDS`, how long a session lasts: 300 to 900, 600 if absent; `SESSION_GROUPS`, which
    /// groups the edge's rules name, separated by commas, for a session tells no others; `GROUPS_CLAIM`, where the access
    /// token lists its groups: `cognito:groups` if absent.
    pub fn from_settings<F>(settings: &mut Settings<F>) -> Option<Self>
    where
        F: Fn(&str) -> Option<String>,
    {
        let key = settings.required(&["SESSION_KEY"]);
        let seconds = seconds(settings);
        let groups = groups(settings);
        let groups_claim = settings.optional("GROUPS_CLAIM");
        if key.is_empty() {
            return None;
        }
        Some(Self {
            key: settings.checked("SESSION_KEY", SigningKey::parse(&key))?,
            seconds: seconds?,
            groups: groups?,
            groups_claim: groups_claim.unwrap_or_else(|| COGNITO_GROUPS.to_owned()),
        })
    }

    /// A session for whom these claims are about. It ends no later than their token.
    ///
    /// # Errors
    /// A [`MintError`].
    pub fn mint(&self, claims: &Claims, now: u64) -> Result<SessionToken, MintError> {
        // a whole number of seconds, rounded down; the verifier has seen that it is positive
        let access_ends = claims.expires_at() as u64;
        let expires_at = access_ends.min(now.saturating_add(self.seconds));
        if expires_at <= now {
            return Err(MintError::Expired);
        }
        let (issuer, subject) = (claims.issuer(), claims.subject());
        let public_id = PublicId::from_sub(&subject);
        let payload = Payload {
            token_use: "session",
            iss: &issuer,
            sub: &subject,
            pid: public_id.as_str(),
            groups: self.groups_of(claims),
            iat: now,
            exp: expires_at,
        };
        let text = self.sign(&payload);
        match text.len() > MAX_TOKEN_BYTES {
            true => Err(MintError::TooLong),
            false => Ok(SessionToken {
                text: Secret::new(text),
                expires_at,
            }),
        }
    }

    /// Those groups that count at the edge and that the token is in.
    fn groups_of(&self, claims: &Claims) -> Vec<&str> {
        let groups = self.groups.iter().map(String::as_str);
        groups
            .filter(|group| claims.is_in_group(&self.groups_claim, group))
            .collect()
    }

    fn sign(&self, payload: &Payload<'_>) -> String {
        let header = format!(
            r#"{{"alg":"HS256","kid":"{}","typ":"JWT"}}"#,
            self.key.kid()
        );
        // strings and numbers always serialise
        let payload = serde_json::to_string(payload).unwrap_or_default();
        let input = format!("{}.{}", encode(header), encode(payload));
        let signature = encode(self.key.sign(input.as_bytes()));
        format!("{input}.{signature}")
    }
}

impl SessionToken {
    /// The token, for the cookie of the person who asked and for nobody else.
    pub(super) fn as_str(&self) -> &str {
        self.text.expose()
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn expires_at(&self) -> u64 {
        self.expires_at
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionToken(until {})", self.expires_at)
    }
}

impl MintError {
    /// A stable word for the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::TooLong => "session_too_large",
        }
    }
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn seconds<F>(settings: &mut Settings<F>) -> Option<u64>
where
    F: Fn(&str) -> Option<String>,
{
    let Some(text) = settings.optional("SESSION_SECONDS") else {
        return Some(DEFAULT_SECONDS);
    };
    let seconds = text
        .parse()
        .ok()
        .filter(|seconds| SECONDS.contains(seconds));
    settings.checked(
        "SESSION_SECONDS",
        seconds.ok_or("not a whole number from 300 to 900"),
    )
}

fn groups<F>(settings: &mut Settings<F>) -> Option<Vec<String>>
where
    F: Fn(&str) -> Option<String>,
{
    let list = settings.optional("SESSION_GROUPS").unwrap_or_default();
    let names: Vec<String> = list.split(',').map(|name| name.trim().to_owned()).collect();
    let names = match names.iter().any(String::is_empty) {
        true if list.is_empty() => Ok(Vec::new()),
        true => Err("has an empty entry"),
        false => Ok(names),
    };
    settings.checked("SESSION_GROUPS", names)
}
