//! What must be there before anything else: Rust by rustup, Node, a C compiler.

use std::process::Command;

use crate::{Failure, run};

const NODE: u32 = 20;
const WASM: &str = "wasm32-unknown-unknown";

/// Checks all of them and adds the wasm target; every lack is told at once.
pub fn check() -> Result<(), Failure> {
    let lacks: Vec<Failure> = [node(), npm(), c_compiler()]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    if !lacks.is_empty() {
        return Err(lacks.join("\nxtask: "));
    }
    wasm_target()
}

fn node() -> Result<(), Failure> {
    let version = run::output(Command::new("node").arg("--version"));
    let major = version.as_deref().and_then(|v| {
        v.trim_start_matches('v')
            .split('.')
            .next()?
            .parse::<u32>()
            .ok()
    });
    match major {
        Some(major) if major >= NODE => Ok(()),
        Some(major) => Err(format!(
            "Node {major} is too old: install Node {NODE} or later from https://nodejs.org"
        )),
        None => Err(format!(
            "Node is missing: install Node {NODE} or later from https://nodejs.org"
        )),
    }
}

fn npm() -> Result<(), Failure> {
    match run::output(run::npm().arg("--version")) {
        Some(_) => Ok(()),
        None => Err("npm is missing: it comes with Node from https://nodejs.org".to_owned()),
    }
}

fn c_compiler() -> Result<(), Failure> {
    let named = std::env::var("CC").ok();
    let candidates = named
        .as_deref()
        .into_iter()
        .chain(["cc", "gcc", "clang", "cl"]);
    for candidate in candidates {
        if Command::new(candidate).arg("--version").output().is_ok() {
            return Ok(());
        }
    }
    Err("a C compiler is missing: install gcc or clang (Debian: apt install gcc libc6-dev, macOS: xcode-select --install)".to_owned())
}

fn wasm_target() -> Result<(), Failure> {
    let sysroot = run::output(Command::new("rustc").args(["--print", "sysroot"]))
        .ok_or("rustc is missing: install Rust from https://rustup.rs")?;
    let installed = std::path::Path::new(&sysroot)
        .join("lib/rustlib")
        .join(WASM);
    if installed.exists() {
        return Ok(());
    }
    run::step(&format!("adding the Rust target {WASM}"), || {
        run::quiet(Command::new("rustup").args(["target", "add", WASM])).map_err(|failure| {
            format!("{failure}\nThe wasm target comes by rustup: install it from https://rustup.rs, then try again.")
        })
    })
}
