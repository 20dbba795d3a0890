//! The wasm modules, by wasm-pack: the browser's, its effects and the edge's.

use std::{fs, path::Path, process::Command};

use crate::{Failure, link, paths, run, stamp::Stamped};

/// The browser's module, into the npm package.
pub fn browser() -> Result<(), Failure> {
    let out = paths::at("pkg/dist/wasm");
    Stamped {
        name: "wasm-browser",
        what: "building the browser's wasm module",
        inputs: &[
            "Cargo.toml",
            "Cargo.lock",
            ".cargo",
            "src",
            "crates/avatar",
            "crates/imaging",
            "crates/jpeg",
        ],
        with: "",
        outputs: &[out.join("roundel_bg.wasm"), out.join("roundel.d.ts")],
    }
    .run(|| run::quiet(&mut wasm_pack(".", "roundel", &out)))
}

/// The filters' module, into the npm package but into a folder of its own: pages fetch it when filters are wanted.
pub fn effects() -> Result<(), Failure> {
    let out = paths::at("pkg/dist/effects");
    Stamped {
        name: "wasm-effects",
        what: "building the filters' wasm module",
        inputs: &[
            "Cargo.toml",
            "Cargo.lock",
            ".cargo",
            "crates/effects",
            "xtask/src/link.rs",
            "xtask/src/link",
        ],
        with: "",
        outputs: &[
            out.join("roundel_effects_bg.wasm"),
            out.join("roundel_effects.d.ts"),
        ],
    }
    .run(|| {
        let mut build = wasm_pack("crates/effects", "roundel_effects", &out);
        run::quiet(link::instead_of_linker(&mut build)?)
    })
}

/// The edge's module and its handler, side by side as they are deployed.
pub fn edge() -> Result<(), Failure> {
    let out = paths::edge_bundle();
    Stamped {
        name: "wasm-edge",
        what: "building the edge's wasm module",
        inputs: &[
            "Cargo.toml",
            "Cargo.lock",
            ".cargo",
            "edge",
            "crates/avatar",
            "crates/token",
        ],
        with: "",
        outputs: &[out.join("roundel_edge_bg.wasm"), out.join("handler.mjs")],
    }
    .run(|| {
        run::quiet(&mut wasm_pack("edge", "roundel_edge", &out))?;
        copy(&paths::at("edge/handler.mjs"), &out.join("handler.mjs"))
    })
}

fn wasm_pack(package: &str, name: &str, out: &Path) -> Command {
    let mut wasm_pack = Command::new("wasm-pack");
    wasm_pack
        .current_dir(paths::root())
        .args(["build", package, "--target", "web", "--profile", "wasm"])
        .args(["--no-pack", "--out-name", name, "--out-dir"])
        .arg(out);
    wasm_pack
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to).map(|_| ()).map_err(|error| {
        format!(
            "cannot copy {} to {}: {error}",
            from.display(),
            to.display()
        )
    })
}
