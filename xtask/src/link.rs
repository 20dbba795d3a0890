//! Linking the effects module without what photon-rs exports.
//!
//! photon-rs compiles for wasm32 with its default features alone, and these export every function it has: whoever
//! links it ships its decoders, resizer, encoders and fonts too, 470 KB of them brotli. Exports are what the linker
//! keeps, so here is the one place where they can be taken away: cargo calls xtask in the linker's stead, xtask leaves
//! out photon-rs's symbols, and the real linker then finds by itself what our own functions need. What `wasm-bindgen`
//! wrote down about the same symbols goes as well, so that neither glue nor `.d.ts` mentions them.

mod bindings;

use std::{fs, process::Command};

use crate::{Failure, paths, run};

const FOREIGN: &str = "photon-rs";

/// Makes cargo link wasm by `xtask -flavor wasm`, below `command`.
pub fn instead_of_linker(command: &mut Command) -> Result<&mut Command, Failure> {
    let xtask = std::env::current_exe().map_err(|error| format!("cannot find xtask: {error}"))?;
    // cargo does not see that xtask changed, and would keep what an older one linked
    let linked = "wasm32-unknown-unknown/wasm/deps/roundel_effects.wasm";
    let _ = fs::remove_file(paths::target().join(linked));
    Ok(command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", xtask))
}

/// What rustc asks of a linker, `-flavor wasm` taken off: links without the symbols of [`FOREIGN`], where they are.
pub fn link(arguments: &[&str]) -> Result<(), Failure> {
    let identifier = arguments
        .iter()
        .filter(|argument| argument.ends_with(".o") || argument.ends_with(".rlib"))
        .find_map(|object| bindings::identifier(&fs::read(object).ok()?, FOREIGN));
    let Some(identifier) = identifier else {
        // cargo links some dependencies of its dependencies for nobody
        return lld(arguments);
    };
    lld(&without_exports(arguments, &identifier))?;
    let linked = output(arguments).ok_or("the linker was not told what to write")?;
    let module = fs::read(linked).map_err(|error| format!("cannot read {linked}: {error}"))?;
    let module = bindings::without(&module, &identifier)
        .ok_or_else(|| format!("{linked} is no wasm module with bindings"))?;
    fs::write(linked, module).map_err(|error| format!("cannot write {linked}: {error}"))
}

/// rustc puts the folder of its own linker on the path.
fn lld(arguments: &[&str]) -> Result<(), Failure> {
    let flavor = ["-flavor", "wasm"];
    run::loud(Command::new("rust-lld").args(flavor).args(arguments))
}

/// Symbols of a crate end in the hash that its identifier ends in.
fn without_exports<'a>(arguments: &[&'a str], identifier: &str) -> Vec<&'a str> {
    let hash = identifier.rsplit('-').next().unwrap_or(identifier);
    let mut kept = Vec::new();
    let mut rest = arguments.iter().copied();
    while let Some(argument) = rest.next() {
        let export = (argument == "--export").then(|| rest.next()).flatten();
        match export {
            Some(symbol) if symbol.ends_with(hash) => (),
            Some(symbol) => kept.extend([argument, symbol]),
            None => kept.push(argument),
        }
    }
    kept
}

fn output<'a>(arguments: &[&'a str]) -> Option<&'a str> {
    let flag = arguments.iter().position(|argument| *argument == "-o")?;
    arguments.get(flag + 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exports_of_that_crate_are_left_out() {
        let asked = [
            "--export",
            "apply_0123456789abcdef",
            "--export",
            "resize_fedcba9876543210",
            "--export=__heap_base",
            "--export",
            "__wbindgen_malloc",
            "a.o",
            "-o",
            "out.wasm",
        ];
        let left = without_exports(&asked, "photon-rs-fedcba9876543210");
        let expected = [
            "--export",
            "apply_0123456789abcdef",
            "--export=__heap_base",
            "--export",
            "__wbindgen_malloc",
            "a.o",
            "-o",
            "out.wasm",
        ];
        assert_eq!(left, expected);
        assert_eq!(output(&left), Some("out.wasm"));
    }
}
