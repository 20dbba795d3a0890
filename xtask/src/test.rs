//! `cargo xtask test`: everything, in the order in which a mistake is cheapest to find.

use std::{ffi::OsStr, path::PathBuf, process::Command};

use crate::{
    Failure, apt, browser, build, infra, paths, postgres::Postgres, run, size, tokens, tools,
};

/// Build ▸ sizes ▸ Rust tests ▸ wasm and JavaScript under Node ▸ browser.
pub fn test() -> Result<(), Failure> {
    println!("Roundel: building what changed");
    build::everything()?;
    println!("\nRoundel: sizes");
    build::weighed()?;
    size::check()?;
    let browser = browser::find_or_install()?;
    let postgres = Postgres::find_or_install()?;
    println!("\nRoundel: Rust tests");
    let tests = ["test", "--release", "--workspace", "--quiet"];
    run::loud(postgres.tell(run::cargo().args(tests)))?;
    println!("\nRoundel: wasm and JavaScript under Node");
    run::step("writing the conformance table's pictures", fixtures)?;
    run::step("writing the corpus of tokens", tokens::write_corpus)?;
    njs();
    infra::compile()?;
    infra::origin_response(None)?;
    let quick = [
        "tests/conformance/*.test.mjs",
        "js/test/*.test.mjs",
        "www/test/*.test.mjs",
        "edge/function/*.test.mjs",
        "infra/test/*.test.mjs",
        "benches/report/*.test.mjs",
        "benches/token/*.test.mjs",
        "benches/lambda/*.test.mjs",
    ];
    run::loud(node_tests("node", &[]).args(expand(&quick)))?;
    edge_handler()?;
    println!("\nRoundel: tokens beside other verifiers");
    tokens::quick()?;
    println!("\nRoundel: the stack and the page in {}", browser.display());
    // one file at a time: each starts a whole stack and a browser
    run::loud(
        postgres
            .tell(&mut node_tests("node", &["--test-concurrency=1"]))
            .args(expand(&["tests/e2e/*.test.mjs", "tests/soak/*.test.mjs"]))
            .env("ROUNDEL_CHROMIUM", &browser),
    )
}

/// The handler as deployed, under each Node that Lambda@Edge has.
fn edge_handler() -> Result<(), Failure> {
    for (major, _) in tools::NODES {
        let node = tools::node(major)?;
        println!("\nRoundel: the edge handler under Node {major}");
        run::loud(
            node_tests(node, &[]).args(expand(&["edge/*.test.mjs", "tests/tokens/*.test.mjs"])),
        )?;
    }
    Ok(())
}

/// The engine nearest to CloudFront's. Where it cannot be had, its tests say so and are left out.
fn njs() {
    if run::output(Command::new("njs").arg("-v")).is_none() {
        apt::install("njs");
    }
}

fn fixtures() -> Result<(), Failure> {
    run::quiet(
        Command::new(paths::program("fixture"))
            .arg("--table")
            .arg(paths::at("tests/conformance/cases.json"))
            .arg(conformance_pictures()),
    )
}

fn conformance_pictures() -> PathBuf {
    paths::target().join("fixtures/conformance")
}

/// Node's own test runner, told where everything was built.
fn node_tests(node: impl AsRef<OsStr>, options: &[&str]) -> Command {
    let mut node = Command::new(node);
    node.current_dir(paths::root())
        .args(["--test", "--test-reporter=spec"])
        .args(options)
        .env("ROUNDEL_TARGET", paths::target())
        .env("ROUNDEL_EDGE_DIR", paths::edge_bundle())
        .env("ROUNDEL_FIXTURES", conformance_pictures())
        .env("ROUNDEL_TOKENS", tokens::corpus())
        .env("ROUNDEL_TOKEN_WEB", paths::token_web())
        .env("ROUNDEL_BIN", paths::binaries());
    node
}

/// The files of patterns with one `*`, which Node 20 does not expand itself.
fn expand(patterns: &[&str]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = patterns
        .iter()
        .flat_map(|pattern| matching(pattern))
        .collect();
    files.sort();
    files
}

fn matching(pattern: &str) -> Vec<PathBuf> {
    let (folder, suffix) = pattern.split_once('*').unwrap_or((pattern, ""));
    let entries = std::fs::read_dir(paths::at(folder))
        .into_iter()
        .flatten()
        .flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(suffix))
        .collect()
}
