//! `cargo xtask tokens [--count N] [--seed N] [--write-docs]`: the corpus of tokens and as many mutated ones beside
//! aws-jwt-verify, jose and jsonwebtoken. It fails where Roundel takes what one of them refuses.

use std::{path::PathBuf, process::Command};

use crate::{Failure, bench, build, paths, prerequisites, run};

const COUNT: u64 = 1_000_000;
/// In every test run: a dozen seconds.
const QUICK: u64 = 20_000;
const DOCUMENT: &str = "docs/token-differences.md";

/// Peers ▸ comparison.
pub fn tokens(arguments: &[&str]) -> Result<(), Failure> {
    let options = Options::read(arguments).ok_or_else(usage)?;
    prerequisites::check()?;
    compare(&options)
}

/// A bounded comparison, of the seed that the whole one has too.
pub fn quick() -> Result<(), Failure> {
    compare(&Options {
        count: QUICK,
        ..Options::default()
    })
}

/// Writes the corpus for the tests under Node and in a browser.
pub fn write_corpus() -> Result<(), Failure> {
    run::quiet(program()?.arg("corpus").arg(corpus()))
}

/// Where it is written.
pub fn corpus() -> PathBuf {
    paths::target().join("tokens/corpus.json")
}

#[derive(Debug, PartialEq)]
struct Options {
    count: u64,
    seed: u64,
    document: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            count: COUNT,
            seed: 1,
            document: false,
        }
    }
}

impl Options {
    fn read(arguments: &[&str]) -> Option<Self> {
        let mut options = Self::default();
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            match *name {
                "--count" => options.count = rest.next()?.parse().ok()?,
                "--seed" => options.seed = rest.next()?.parse().ok()?,
                "--write-docs" => options.document = true,
                _ => return None,
            }
        }
        Some(options)
    }
}

fn usage() -> Failure {
    format!(
        "cargo xtask tokens [--count N] [--seed N] [--write-docs]; without --count it is {COUNT}"
    )
}

fn compare(options: &Options) -> Result<(), Failure> {
    bench::peers("token")?;
    let mut program = program()?;
    program
        .arg("differential")
        .arg(options.count.to_string())
        .arg(options.seed.to_string());
    if options.document {
        program.arg(paths::at(DOCUMENT));
    }
    run::loud(&mut program)
}

/// `tests/tokens`, ready for its arguments.
fn program() -> Result<Command, Failure> {
    build::targets("--bin", &["tokens"])?;
    Ok(Command::new(paths::program("tokens")))
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn options_are_read_and_anything_else_is_refused() {
        let read = Options::read(&["--count", "5", "--write-docs", "--seed", "7"]);
        let expected = Options {
            count: 5,
            seed: 7,
            document: true,
        };
        assert_eq!(read, Some(expected));
        assert_eq!(Options::read(&[]), Some(Options::default()));
        for wrong in [["--count", "x"], ["--count", "-1"], ["--fast", "1"]] {
            assert_eq!(Options::read(&wrong), None);
        }
    }
}
