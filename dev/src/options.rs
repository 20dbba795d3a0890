//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};

use crate::error::StackError;

/// What the program says when it is asked how to call it.
pub const USAGE: &str = "\
usage: roundel-dev --lambdas DIR --edge DIR --www DIR [options]

  --lambdas DIR   holds the lambda binaries key_upload, session, authorizer, variants, api
  --edge DIR      holds the edge bundle: handler.mjs and its wasm
  --www DIR       holds the built demo page: index.html and its assets
  --state DIR     buckets, keys, logs and stack.json live here (target/dev)
  --node PATH     Node 20 or later (node)
  --database-url URL  a Postgres database to migrate and fill (DATABASE_URL, else a server of the stack's own)
  --ports WHICH   preferred: 4620 to 4625 where they are free; any: free ones
  --chaos         the queue delivers twice and out of order
  --visibility S  seconds until the queue delivers again what was not handled (2)
  --variants N    how many processes make variants (2)
  --faults        a door, named in stack.json, through which services can be made to fail";

/// What the stack is started with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Where buckets, keys, logs and `stack.json` live.
    pub state: PathBuf,
    /// Holds the lambda binaries `key_upload`, `session`, `authorizer`, `variants` and `api`.
    pub lambdas: PathBuf,
    /// Holds the edge bundle.
    pub edge: PathBuf,
    /// Holds the built demo page.
    pub www: PathBuf,
    /// The Node that runs the edge handler.
    pub node: PathBuf,
    /// A database to migrate and to fill with the demo's people; without it the stack starts a server of its own.
    pub database_url: Option<String>,
    /// Which ports to listen on.
    pub ports: Ports,
    /// Whether the queue delivers twice and out of order.
    pub chaos: bool,
    /// How long it waits before it delivers again what was not handled. SQS asks for six times the lambda's timeout; a
    /// developer need not wait.
    pub visibility: Duration,
    /// How many processes make variants.
    pub variants: usize,
    /// Whether there is a door through which services can be made to fail.
    pub faults: bool,
}

/// Which ports the stack listens on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ports {
    /// 4620 to 4625 where they are free.
    Preferred,
    /// Whatever is free: several stacks can run side by side.
    Any,
}

impl Options {
    /// Reads the arguments after the program's name; `None` when help was asked for.
    ///
    /// # Errors
    /// [`StackError::Usage`] in words for the person who typed them.
    pub fn parse(
        args: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Result<Option<Self>, StackError> {
        read(Parser::from_args(args)).map_err(|error| StackError::Usage(error.to_string()))
    }
}

fn read(mut args: Parser) -> Result<Option<Options>, lexopt::Error> {
    let (mut lambdas, mut edge, mut www) = (None, None, None);
    let mut state = PathBuf::from("target/dev");
    let mut node = PathBuf::from("node");
    let mut database_url = None;
    let (mut ports, mut chaos, mut faults) = (Ports::Preferred, false, false);
    let (mut visibility, mut variants) = (Duration::from_secs(2), 2);
    while let Some(arg) = args.next()? {
        match arg {
            Arg::Long("help") | Arg::Short('h') => return Ok(None),
            Arg::Long("lambdas") => lambdas = Some(args.value()?.into()),
            Arg::Long("edge") => edge = Some(args.value()?.into()),
            Arg::Long("www") => www = Some(args.value()?.into()),
            Arg::Long("state") => state = args.value()?.into(),
            Arg::Long("node") => node = args.value()?.into(),
            Arg::Long("database-url") => database_url = Some(args.value()?.string()?),
            Arg::Long("ports") => ports = args.value()?.parse_with(ports_named)?,
            Arg::Long("chaos") => chaos = true,
            Arg::Long("visibility") => visibility = Duration::from_secs(args.value()?.parse()?),
            Arg::Long("variants") => variants = args.value()?.parse_with(some)?,
            Arg::Long("faults") => faults = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(Options {
        state,
        lambdas: needed(lambdas, "--lambdas")?,
        edge: needed(edge, "--edge")?,
        www: needed(www, "--www")?,
        node,
        database_url,
        ports,
        chaos,
        visibility,
        variants,
        faults,
    }))
}

fn ports_named(name: &str) -> Result<Ports, &'static str> {
    match name {
        "preferred" => Ok(Ports::Preferred),
        "any" => Ok(Ports::Any),
        _ => Err("say preferred or any"),
    }
}

fn some(number: &str) -> Result<usize, &'static str> {
    let number = number
        .parse()
        .ok()
        .filter(|number| (1..=64).contains(number));
    number.ok_or("say a number from 1 to 64")
}

fn needed(value: Option<PathBuf>, name: &str) -> Result<PathBuf, lexopt::Error> {
    value.ok_or_else(|| lexopt::Error::from(format!("{name} is missing")))
}

#[cfg(test)]
mod tests {
    use super::{Options, Ports};

    #[test]
    fn all_arguments() {
        let options = Options::parse(
            "--lambdas l --edge e --www w --state s --node n --database-url d --ports any --chaos --visibility 9 --variants 8 --faults"
                .split(' '),
        )
        .unwrap()
        .unwrap();
        assert_eq!(options.ports, Ports::Any);
        assert!(options.chaos && options.faults);
        assert_eq!((options.visibility.as_secs(), options.variants), (9, 8));
        assert_eq!(options.node.to_str(), Some("n"));
        assert_eq!(options.database_url.as_deref(), Some("d"));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for (args, said) in [
            ("--edge e --www w", "--lambdas is missing"),
            ("--lambdas l --edge e --www w --ports 1", "preferred or any"),
            ("--lambdas l --edge e --www w --variants 0", "from 1 to 64"),
            ("--nonsense", "--nonsense"),
        ] {
            let error = Options::parse(args.split(' ')).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
            assert_eq!(error.code(), "usage");
        }
    }

    #[test]
    fn help_is_no_error() {
        assert_eq!(Options::parse(["--help"]).unwrap(), None);
    }
}
