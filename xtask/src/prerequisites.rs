//! What must be there before anything else: Rust by rustup, Node, a C compiler.

use std::process::Command;

use crate::{Failure, run};

/// Major and minor: what Vite needs, too.
const NODE: (u32, u32) = (20, 19);
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
    rust_target(WASM)
}

fn node() -> Result<(), Failure> {
    let (major, minor) = NODE;
    let advice = format!("install Node {major}.{minor} or later from https://nodejs.org");
    let Some(version) = run::output(Command::new("node").arg("--version")) else {
        return Err(format!("Node is missing: {advice}"));
    };
    match major_and_minor(&version) {
        Some(found) if found >= NODE => Ok(()),
        _ => Err(format!("Node {version} is too old: {advice}")),
    }
}

fn major_and_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
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

/// Adds what Rust needs to compile for `triple`.
pub fn rust_target(triple: &str) -> Result<(), Failure> {
    let sysroot = run::output(Command::new("rustc").args(["--print", "sysroot"]))
        .ok_or("rustc is missing: install Rust from https://rustup.rs")?;
    let installed = std::path::Path::new(&sysroot)
        .join("lib/rustlib")
        .join(triple);
    if installed.exists() {
        return Ok(());
    }
    run::step(&format!("adding the Rust target {triple}"), || {
        run::quiet(Command::new("rustup").args(["target", "add", triple])).map_err(|failure| {
            format!("{failure}\nThe target comes by rustup: install it from https://rustup.rs, then try again.")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{NODE, major_and_minor};

    #[test]
    fn versions_compare_by_number() {
        assert_eq!(major_and_minor("v20.9.0"), Some((20, 9)));
        assert!(major_and_minor("v20.9.0") < Some(NODE));
        assert!(major_and_minor("v22.0.0") > Some(NODE));
        assert_eq!(major_and_minor("nonsense"), None);
    }
}
