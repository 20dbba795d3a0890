//! `roundel token verify`: the verifier of edge and lambdas, for people and scripts.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::{Args, builder::NonEmptyStringValueParser};
use roundel_token::{
    Groups, JwkSet, JwksError, MAX_JWKS_BYTES, NativeVerifier, Policy, PolicyError, Recipient,
    Scopes, TokenUse, VerifySignature, verify,
};

type Keys = JwkSet<<NativeVerifier as VerifySignature>::Key>;

/// What to verify, with which keys, against which policy.
#[derive(Args)]
pub struct Arguments {
    /// A JSON Web Key Set (RFC 7517)
    #[arg(long, value_name = "FILE")]
    jwks: PathBuf,
    /// The `iss` that a token must have, byte for byte
    #[arg(long, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    issuer: String,
    /// The `aud` that a token must have
    #[arg(long, value_name = "A", conflicts_with = "client_id", value_parser = NonEmptyStringValueParser::new())]
    audience: Option<String>,
    /// The `client_id` that a token must have
    #[arg(long, value_name = "C", value_parser = NonEmptyStringValueParser::new())]
    client_id: Option<String>,
    /// The `token_use` that a token must have
    #[arg(long, value_name = "USE", value_parser = NonEmptyStringValueParser::new())]
    token_use: Option<String>,
    /// Seconds since 1970 to verify at, instead of now
    #[arg(long, value_name = "SECONDS")]
    now: Option<u64>,
    /// A file with a token as a JSON string a line; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    batch: Option<PathBuf>,
    /// The token; without it and without --batch it is read from standard input, where no process list shows it
    token: Option<String>,
}

/// Why nothing could be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum TokenCommandError {
    /// A file that cannot be read.
    #[error("cannot read {path}: {reason}", path = .0.display(), reason = .1)]
    Read(PathBuf, io::Error),
    /// The keys are no acceptable key set.
    #[error("the key set is refused: {0}")]
    Keys(#[from] JwksError),
    /// The options make no policy.
    #[error("{0}")]
    Policy(#[from] PolicyError),
    /// Standard output is gone.
    #[error("cannot write the answers: {0}")]
    Write(#[from] io::Error),
}

struct Check {
    keys: Keys,
    policy: Policy,
    now: u64,
}

/// Verifies one token (exit code 1 if it is refused) or a batch (0: the answers are the result).
pub fn run(arguments: &Arguments) -> Result<ExitCode, TokenCommandError> {
    let check = Check {
        keys: load_keys(&arguments.jwks)?,
        policy: policy(arguments)?,
        now: arguments.now.unwrap_or_else(now),
    };
    match (&arguments.batch, &arguments.token) {
        (Some(file), _) => batch(&check, file),
        (None, Some(token)) => one(&check, token.as_bytes()),
        (None, None) => one(&check, &token_from_standard_input()?),
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

fn policy(arguments: &Arguments) -> Result<Policy, TokenCommandError> {
    let recipient = match (&arguments.audience, &arguments.client_id) {
        (Some(audience), _) => Recipient::Audience(vec![audience.clone()]),
        (None, Some(client)) => Recipient::ClientId(vec![client.clone()]),
        (None, None) => {
            eprintln!("roundel: neither --audience nor --client-id: tokens for anybody are taken");
            Recipient::Any
        }
    };
    let token_use = match &arguments.token_use {
        Some(name) => TokenUse::Is(name.clone()),
        None => TokenUse::Any,
    };
    Ok(Policy::new(
        [arguments.issuer.as_str()],
        recipient,
        token_use,
        Scopes::Any,
        Groups::Any,
    )?)
}

fn one(check: &Check, token: &[u8]) -> Result<ExitCode, TokenCommandError> {
    let (ok, line) = check.answer(token);
    writeln!(io::stdout(), "{line}")?;
    Ok(if ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn batch(check: &Check, file: &Path) -> Result<ExitCode, TokenCommandError> {
    let unreadable = |error| TokenCommandError::Read(file.to_owned(), error);
    let reader: Box<dyn Read> = match file.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(file).map_err(unreadable)?),
    };
    let mut answers = io::BufWriter::new(io::stdout().lock());
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.map_err(unreadable)?;
        writeln!(answers, "{}", check.answer_line(&line))?;
    }
    answers.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl Check {
    /// A line must be a JSON string; what is in it may be anything.
    fn answer_line(&self, line: &[u8]) -> String {
        match serde_json::from_slice::<String>(line) {
            Ok(token) => self.answer(token.as_bytes()).1,
            Err(_) => refused("not_a_json_string"),
        }
    }

    fn answer(&self, token: &[u8]) -> (bool, String) {
        match verify(token, &self.keys, &self.policy, self.now, &NativeVerifier) {
            Ok(claims) => (
                true,
                format!(r#"{{"ok":true,"claims":{}}}"#, claims.to_json()),
            ),
            Err(error) => (false, refused(error.code())),
        }
    }
}

/// Codes are words of our own and need no escaping.
fn refused(code: &str) -> String {
    format!(r#"{{"ok":false,"code":"{code}"}}"#)
}

/// One line end after the token is the terminal's, not the token's.
fn token_from_standard_input() -> Result<Vec<u8>, TokenCommandError> {
    let mut token = Vec::new();
    io::stdin()
        .read_to_end(&mut token)
        .map_err(|error| TokenCommandError::Read(PathBuf::from("-"), error))?;
    if token.ends_with(b"\n") {
        token.pop();
    }
    Ok(token)
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
