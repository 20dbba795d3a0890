//! The pinned tools, installed into the target folder and nowhere else.

use crate::{Failure, paths, run, stamp::Stamped};

/// Must be the version of the crate `wasm-bindgen` in Cargo.toml.
const WASM_BINDGEN: &str = "0.2.130";
const WASM_PACK: &str = "0.15.1";
const BINARYEN: &str = "132.0.0";

/// Installs what is not there yet.
pub fn install() -> Result<(), Failure> {
    cargo_tool("wasm-bindgen-cli", WASM_BINDGEN, "wasm-bindgen")?;
    cargo_tool("wasm-pack", WASM_PACK, "wasm-pack")?;
    binaryen()
}

fn cargo_tool(package: &str, version: &str, binary: &str) -> Result<(), Failure> {
    let binary = format!("{binary}{}", std::env::consts::EXE_SUFFIX);
    Stamped {
        name: package,
        what: &format!("installing {package} {version} (once, about two minutes)"),
        inputs: &[],
        with: version,
        outputs: &[paths::tools().join("bin").join(binary)],
    }
    .run(|| {
        run::quiet(
            run::cargo()
                .args([
                    "install",
                    package,
                    "--force",
                    "--version",
                    version,
                    "--root",
                ])
                .arg(paths::tools())
                .env("CARGO_TARGET_DIR", paths::tools().join("build"))
                // they run for a second and are built for a minute
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
        )
    })
}

/// For `wasm-opt`, which wasm-pack finds on the path.
fn binaryen() -> Result<(), Failure> {
    Stamped {
        name: "binaryen",
        what: &format!("installing binaryen {BINARYEN} (once)"),
        inputs: &[],
        with: BINARYEN,
        outputs: &[paths::tools().join("node_modules/.bin/wasm-opt")],
    }
    .run(|| {
        let package = format!("binaryen@{BINARYEN}");
        run::quiet(
            run::npm()
                .args([
                    "install",
                    "--no-save",
                    "--no-audit",
                    "--no-fund",
                    &package,
                    "--prefix",
                ])
                .arg(paths::tools()),
        )
    })
}
