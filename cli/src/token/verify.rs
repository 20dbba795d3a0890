//! `roundel token verify`: one token or many, an answer each.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use roundel_token::{NativeVerifier, verify};

use super::{
    TokenCommandError,
    against::{Against, Options},
    exit_code, input,
};

/// What to verify, and against what.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    options: Options,
    /// A file with a token as a JSON string a line; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    batch: Option<PathBuf>,
    /// The token; without it and without --batch it is read from standard input, where no process list shows it
    token: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, TokenCommandError> {
    let against = arguments.options.read()?;
    match &arguments.batch {
        Some(file) => batch(&against, file),
        None => one(&against, &input::token(arguments.token.as_deref())?),
    }
}

fn one(against: &Against, token: &[u8]) -> Result<ExitCode, TokenCommandError> {
    let (ok, line) = against.answer(token);
    writeln!(io::stdout(), "{line}")?;
    Ok(exit_code(ok))
}

fn batch(against: &Against, file: &Path) -> Result<ExitCode, TokenCommandError> {
    let unreadable = |error| TokenCommandError::Read(file.to_owned(), error);
    let reader: Box<dyn Read> = match file.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(file).map_err(unreadable)?),
    };
    let mut answers = io::BufWriter::new(io::stdout().lock());
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.map_err(unreadable)?;
        writeln!(answers, "{}", against.answer_line(&line))?;
    }
    answers.flush()?;
    Ok(ExitCode::SUCCESS)
}

impl Against {
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
