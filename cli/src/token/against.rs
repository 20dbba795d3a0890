//! What tokens are held against: keys, policy and time, from the options that all of `roundel token` share.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use clap::{Args, builder::NonEmptyStringValueParser};
use roundel_token::{
    COGNITO_GROUPS, Groups, JwkSet, MAX_JWKS_BYTES, Memberships, NativeVerifier, Policy, Recipient,
    Scopes, TokenUse, VerifySignature,
};

use super::TokenCommandError;

type Keys = JwkSet<<NativeVerifier as VerifySignature>::Key>;

/// Which keys, which policy, at which time.
#[derive(Args)]
pub struct Options {
    /// A JSON Web Key Set (RFC 7517)
    #[arg(long, value_name = "FILE")]
    jwks: PathBuf,
    /// An `iss` that a token may have, byte for byte; may be given several times
    #[arg(long, value_name = "URL", required = true, value_parser = NonEmptyStringValueParser::new())]
    issuer: Vec<String>,
    /// An `aud` that a token may have; may be given several times
    #[arg(long, value_name = "A", conflicts_with = "client_id", value_parser = NonEmptyStringValueParser::new())]
    audience: Vec<String>,
    /// A `client_id` that a token may have; may be given several times
    #[arg(long, value_name = "C", value_parser = NonEmptyStringValueParser::new())]
    client_id: Vec<String>,
    /// The `token_use` that a token must have
    #[arg(long, value_name = "USE", value_parser = NonEmptyStringValueParser::new())]
    token_use: Option<String>,
    /// A word that `scope` must have; may be given several times, and all are asked for
    #[arg(long, value_name = "S")]
    scope: Vec<String>,
    /// A group that a token must be in; may be given several times, and one is enough
    #[arg(long, value_name = "G")]
    group: Vec<String>,
    /// The claim that lists a token's groups
    #[arg(long, value_name = "CLAIM", default_value = COGNITO_GROUPS)]
    group_claim: String,
    /// Seconds that clocks may differ, up to 300
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    clock_tolerance: u64,
    /// Seconds that `exp` may be ahead, instead of 25 hours
    #[arg(long, value_name = "SECONDS")]
    longest_lifetime: Option<u64>,
    /// Seconds since 1970 to verify at, instead of now
    #[arg(long, value_name = "SECONDS")]
    now: Option<u64>,
}

/// What tokens are held against.
pub(super) struct Against {
    pub(super) keys: Keys,
    pub(super) policy: Policy,
    pub(super) now: u64,
}

impl Options {
    pub(super) fn read(&self) -> Result<Against, TokenCommandError> {
        Ok(Against {
            keys: load_keys(&self.jwks)?,
            policy: self.policy()?,
            now: self.now.unwrap_or_else(now),
        })
    }

    fn policy(&self) -> Result<Policy, TokenCommandError> {
        let recipient = match (self.audience.as_slice(), self.client_id.as_slice()) {
            ([], []) => {
                eprintln!(
                    "roundel: neither --audience nor --client-id: tokens for anybody are taken"
                );
                Recipient::Any
            }
            ([], clients) => Recipient::ClientId(clients.to_vec()),
            (audiences, _) => Recipient::Audience(audiences.to_vec()),
        };
        let token_use = self.token_use.clone().map_or(TokenUse::Any, TokenUse::Is);
        let scopes = match self.scope.as_slice() {
            [] => Scopes::Any,
            scopes => Scopes::AllOf(scopes.to_vec()),
        };
        let (claim, names) = (self.group_claim.clone(), self.group.clone());
        let groups = match names.is_empty() {
            true => Groups::Any,
            false => Groups::OneOf(Memberships { claim, names }),
        };
        let policy = Policy::new(&self.issuer, recipient, token_use, scopes, groups)?;
        let policy = policy.with_clock_tolerance(self.clock_tolerance)?;
        Ok(match self.longest_lifetime {
            Some(seconds) => policy.with_longest_lifetime(seconds),
            None => policy,
        })
    }
}

fn load_keys(file: &Path) -> Result<Keys, TokenCommandError> {
    let mut bytes = Vec::new();
    // one byte more than is allowed, so that a longer file is refused and not cut
    File::open(file)
        .and_then(|f| f.take(MAX_JWKS_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|error| TokenCommandError::Read(file.to_owned(), error))?;
    let (keys, dropped) = JwkSet::load(&bytes, &NativeVerifier)?;
    for key in dropped {
        eprintln!(
            "roundel: key {} of the set is not used: {}",
            key.index, key.reason
        );
    }
    Ok(keys)
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
