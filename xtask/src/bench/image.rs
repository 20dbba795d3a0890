//! Pictures: in a browser, and as a server makes them.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{benchmark, folder, peers};
use crate::{Failure, browser, build, paths, run, stamp::Stamped};

/// npm package ▸ peers ▸ judge ▸ inputs ▸ browser ▸ benchmark.
pub fn web(options: Vec<String>) -> Result<(), Failure> {
    println!("Roundel: building what changed");
    build::package()?;
    peers("web")?;
    judge()?;
    inputs()?;
    let browser = browser::find_or_install()?;
    println!(
        "\nRoundel: the candidates side by side in {}",
        browser.display()
    );
    run::loud(
        pictured("benches/web/run.mjs", options)
            .arg("--chromium")
            .arg(browser),
    )
}

/// npm packages ▸ judge ▸ inputs ▸ our program ▸ benchmark.
pub fn native(options: Vec<String>) -> Result<(), Failure> {
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
        pictured("benches/native/run.mjs", options)
            .arg("--ours")
            .arg(program(&paths::binaries(), "bench-variants")),
    )
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

/// The generated pictures, where they are not there yet.
pub fn inputs() -> Result<(), Failure> {
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

/// A benchmark of pictures, told where they and their judge are.
fn pictured(script: &str, options: Vec<String>) -> Command {
    let mut node = benchmark(script, options);
    node.arg("--inputs")
        .arg(pictures())
        .arg("--judge")
        .arg(program(&judge_target().join("release"), "judge"));
    node
}

fn program(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Where they are.
pub fn pictures() -> PathBuf {
    folder().join("inputs")
}

fn judge_target() -> PathBuf {
    folder().join("cargo")
}
