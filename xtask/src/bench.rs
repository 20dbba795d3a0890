//! `cargo xtask bench`: Roundel beside its peers. What only this needs is built and installed only here.

use std::{path::PathBuf, process::Command};

use crate::{Failure, browser, build, paths, run, stamp::Stamped};

const USAGE: &str = "cargo xtask bench image-web|image-native [--photos DIR] [--rounds N] [--only NAME] [--write-docs]";

/// Builds what the named benchmark needs, then runs it.
pub fn bench(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["image-web", rest @ ..] => image_web(options(rest)?),
        ["image-native", rest @ ..] => image_native(options(rest)?),
        _ => Err(format!("usage: {USAGE}")),
    }
}

/// npm package ▸ peers ▸ judge ▸ inputs ▸ browser ▸ benchmark.
fn image_web(options: Vec<String>) -> Result<(), Failure> {
    println!("Roundel: building what changed");
    build::package()?;
    peers()?;
    judge()?;
    inputs()?;
    let browser = browser::find_or_install()?;
    println!(
        "\nRoundel: the candidates side by side in {}",
        browser.display()
    );
    run::loud(
        benchmark("benches/web/run.mjs", options)
            .arg("--chromium")
            .arg(browser),
    )
}

/// npm packages ▸ judge ▸ inputs ▸ our program ▸ benchmark.
fn image_native(options: Vec<String>) -> Result<(), Failure> {
    println!("Roundel: building what changed");
    build::npm_packages()?;
    judge()?;
    inputs()?;
    run::step("building Roundel's side of the benchmark", || {
        let package = ["build", "--release", "--package", "roundel-bench-native"];
        run::quiet(run::cargo().args(package))
    })?;
    println!("\nRoundel: the candidates side by side on one core");
    run::loud(
        benchmark("benches/native/run.mjs", options)
            .arg("--ours")
            .arg(program(&paths::binaries(), "bench-variants")),
    )
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

/// The peers' packages, pinned by a lock of their own.
fn peers() -> Result<(), Failure> {
    Stamped {
        name: "bench-peers",
        what: "installing the benchmark's peers",
        inputs: &["benches/web/package.json", "benches/web/package-lock.json"],
        with: "",
        outputs: &[paths::at("benches/web/node_modules")],
    }
    .run(|| {
        let mut install = run::npm();
        install.current_dir(paths::at("benches/web"));
        run::quiet(install.args(["ci", "--no-audit", "--no-fund"]))
    })
}

/// A workspace of its own, so that nobody who only builds or tests waits for it.
fn judge() -> Result<(), Failure> {
    run::step("building the judge of quality", || {
        run::quiet(
            run::cargo()
                .args(["build", "--release", "--locked", "--manifest-path"])
                .arg(paths::at("benches/judge/Cargo.toml"))
                .arg("--target-dir")
                .arg(judge_target()),
        )
    })
}

fn inputs() -> Result<(), Failure> {
    Stamped {
        name: "bench-inputs",
        what: "making the benchmark's pictures (about a minute)",
        inputs: &["benches/inputs"],
        with: "",
        outputs: &[pictures().join("alpha.png")],
    }
    .run(|| {
        let mut make = Command::new("node");
        run::quiet(
            make.arg(paths::at("benches/inputs/make.mjs"))
                .arg(pictures()),
        )
    })
}

fn benchmark(script: &str, options: Vec<String>) -> Command {
    let mut node = Command::new("node");
    node.current_dir(paths::root())
        .arg(paths::at(script))
        .args(options)
        .arg("--target")
        .arg(folder())
        .arg("--inputs")
        .arg(pictures())
        .arg("--judge")
        .arg(program(&judge_target().join("release"), "judge"));
    node
}

fn program(folder: &std::path::Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn folder() -> PathBuf {
    paths::target().join("bench")
}

fn pictures() -> PathBuf {
    folder().join("inputs")
}

fn judge_target() -> PathBuf {
    folder().join("cargo")
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
