//! `roundel token`: the verifier of edge and lambdas, for people and scripts.

mod against;
mod explain;
mod input;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;
use roundel_token::{JwksError, PolicyError};

/// What can be done with tokens.
#[derive(Subcommand)]
pub enum Command {
    /// Verify tokens; a JSON line each, {"ok":true,"claims":{..}} or {"ok":false,"code":".."}
    Verify(verify::Arguments),
    /// Tell what becomes of every check of one token, and what it says
    Explain(explain::Arguments),
}

/// Why nothing could be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum TokenCommandError {
    /// A file that cannot be read.
    #[error("cannot read {path}: {reason}", path = .0.display(), reason = .1)]
    Read(std::path::PathBuf, std::io::Error),
    /// The keys are no acceptable key set.
    #[error("the key set is refused: {0}")]
    Keys(#[from] JwksError),
    /// The options make no policy.
    #[error("{0}")]
    Policy(#[from] PolicyError),
    /// Standard output is gone.
    #[error("cannot write the answers: {0}")]
    Write(#[from] std::io::Error),
}

/// One token ends with 1 if it is refused, a batch with 0: the answers are the result.
pub fn run(command: &Command) -> Result<ExitCode, TokenCommandError> {
    match command {
        Command::Verify(arguments) => verify::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
    }
}

fn exit_code(is_allowed: bool) -> ExitCode {
    match is_allowed {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
