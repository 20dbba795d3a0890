//! The peers, in one Node process: `oracle.mjs`.

use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use serde_json::{Map, Value, json};

use crate::profiles::profiles;

/// The peers, in the order of their answers.
pub const PEERS: [&str; 3] = ["aws-jwt-verify", "jose", "jsonwebtoken"];

/// What each peer says of one token.
pub type Answers = [Answer; 3];

/// What a peer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It takes the token.
    Taken,
    /// It refuses it.
    Refused,
    /// It has not the algorithm, or no option for what is asked.
    NotAsked,
}

impl Answer {
    fn read(letter: u8) -> Option<Self> {
        match letter {
            b'y' => Some(Self::Taken),
            b'n' => Some(Self::Refused),
            b'-' => Some(Self::NotAsked),
            _ => None,
        }
    }
}

/// Asks the peers about tokens and their profiles, and hears their answers in the same order.
///
/// # Errors
/// Where Node or the peers' packages are missing, or an answer is none.
pub fn ask<'a>(
    questions: impl Iterator<Item = (&'a str, String)> + Send,
    mut hear: impl FnMut(Answers),
) -> io::Result<()> {
    let mut node = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(input), Some(output)) = (node.stdin.take(), node.stdout.take()) else {
        return Err(io::Error::other("node has no pipes"));
    };
    // both ends at once: a pipe that nobody empties is full at 64 KB
    thread::scope(|scope| {
        let writing = scope.spawn(move || write(input, questions));
        read(output, &mut hear)?;
        writing
            .join()
            .map_err(|_| io::Error::other("the questions panicked"))?
    })?;
    match node.wait()? {
        status if status.success() => Ok(()),
        status => Err(io::Error::other(format!("the peers ended with {status}"))),
    }
}

fn write<'a>(
    input: ChildStdin,
    questions: impl Iterator<Item = (&'a str, String)>,
) -> io::Result<()> {
    let mut input = BufWriter::with_capacity(1 << 16, input);
    let profiles: Map<String, Value> = profiles()
        .into_iter()
        .map(|profile| (profile.name.to_owned(), profile.settings))
        .collect();
    writeln!(input, "{}", Value::Object(profiles))?;
    for (profile, token) in questions {
        writeln!(input, "{}", json!([profile, token]))?;
    }
    input.flush()
}

fn read(output: ChildStdout, hear: &mut impl FnMut(Answers)) -> io::Result<()> {
    for line in BufReader::new(output).lines() {
        let line = line?;
        let answers: Option<Vec<Answer>> = line.bytes().map(Answer::read).collect();
        let answers = answers.and_then(|answers| answers.try_into().ok());
        hear(answers.ok_or_else(|| io::Error::other(format!("no answer: {line}")))?);
    }
    Ok(())
}
