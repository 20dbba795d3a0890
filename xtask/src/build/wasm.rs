//! The wasm modules, by wasm-pack: the browser's and the edge's.

use std::{fs, path::Path};

use crate::{Failure, paths, run, stamp::Stamped};

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
    .run(|| wasm_pack(".", "roundel", &out))
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
        wasm_pack("edge", "roundel_edge", &out)?;
        copy(&paths::at("edge/handler.mjs"), &out.join("handler.mjs"))
    })
}

fn wasm_pack(package: &str, name: &str, out: &Path) -> Result<(), Failure> {
    let mut wasm_pack = std::process::Command::new("wasm-pack");
    let fixed = [
        "--target",
        "web",
        "--profile",
        "wasm",
        "--no-pack",
        "--out-name",
        name,
    ];
    run::quiet(
        wasm_pack
            .current_dir(paths::root())
            .args(["build", package])
            .args(fixed)
            .arg("--out-dir")
            .arg(out),
    )
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
