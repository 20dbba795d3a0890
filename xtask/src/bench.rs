//! `cargo xtask bench`: Roundel beside its peers. What only this needs is built and installed only here.

mod image;
mod lambda;
mod token;

use std::{path::PathBuf, process::Command};

use crate::{Failure, paths, run, stamp::Stamped};

const USAGE: &str = "\
cargo xtask bench image-web|image-native [--photos DIR] [--rounds N] [--only NAME] [--write-docs]
       cargo xtask bench token [--rounds N] [--only NODE] [--write-docs]
       cargo xtask bench lambda [--rounds N] [--only key_upload|variants] [--write-docs]";

/// Builds what the named benchmark needs, then runs it.
pub fn bench(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["image-web", rest @ ..] => image::web(options(rest)?),
        ["image-native", rest @ ..] => image::native(options(rest)?),
        ["token", rest @ ..] => token::token(options(rest)?),
        ["lambda", rest @ ..] => lambda::lambda(options(rest)?),
        _ => Err(format!("usage: {USAGE}")),
    }
}

/// What the runner takes, a folder made absolute because it runs elsewhere.
fn options(arguments: &[&str]) -> Result<Vec<String>, Failure> {
    let mut options = Vec::new();
    let mut rest = arguments.iter();
    while let Some(&argument) = rest.next() {
        options.push(argument.to_owned());
        match (argument, rest.clone().next()) {
            ("--write-docs", _) => {}
            ("--photos", Some(folder)) => options.push(absolute(folder)?),
            ("--rounds" | "--only", Some(value)) => options.push((*value).to_owned()),
            _ => return Err(format!("usage: {USAGE}")),
        }
        if argument != "--write-docs" {
            rest.next();
        }
    }
    Ok(options)
}

fn absolute(folder: &str) -> Result<String, Failure> {
    std::path::absolute(folder)
        .map(|path| path.to_string_lossy().into_owned())
        .map_err(|error| format!("{folder}: {error}"))
}

/// The peers' packages of a folder, pinned by a lock of their own.
pub fn peers(folder: &str) -> Result<(), Failure> {
    let at = format!("benches/{folder}");
    Stamped {
        name: &format!("bench-{folder}"),
        what: "installing the benchmark's peers",
        inputs: &[
            &format!("{at}/package.json"),
            &format!("{at}/package-lock.json"),
        ],
        with: "",
        outputs: &[paths::at(&at).join("node_modules")],
    }
    .run(|| {
        let mut install = run::npm();
        install.current_dir(paths::at(&at));
        run::quiet(install.args(["ci", "--no-audit", "--no-fund"]))
    })
}

/// The runner, told where results go.
fn benchmark(script: &str, options: Vec<String>) -> Command {
    let mut node = Command::new("node");
    node.current_dir(paths::root())
        .arg(paths::at(script))
        .args(options)
        .arg("--target")
        .arg(folder());
    node
}

fn folder() -> PathBuf {
    paths::target().join("bench")
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn known_options_pass_and_folders_become_absolute() {
        let read = options(&["--write-docs", "--photos", "some", "--rounds", "3"]).unwrap();
        assert_eq!(read[..2], ["--write-docs", "--photos"]);
        assert!(std::path::Path::new(&read[2]).is_absolute() && read[2].ends_with("some"));
        assert_eq!(read[3..], ["--rounds", "3"]);
    }

    #[test]
    fn anything_else_is_refused() {
        assert!(options(&["--rounds"]).is_err());
        assert!(options(&["--fast"]).is_err());
    }
}
