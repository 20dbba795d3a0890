//! The wasm modules, by wasm-pack: the browser's, its effects, the verifier for the page and the edge's.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, link, paths, run, stamp::Stamped};

/// What the browser's modules are made of.
const BROWSER: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    ".cargo",
    "src",
    "crates/avatar",
    "crates/imaging",
    "crates/jpeg",
    "crates/resize",
    "crates/webp",
];

/// The browser's module, into the npm package.
pub fn browser() -> Result<(), Failure> {
    let out = paths::at("pkg/dist/wasm");
    Stamped {
        name: "wasm-browser",
        what: "building the browser's wasm module",
        inputs: BROWSER,
        with: "",
        outputs: &[out.join("roundel_bg.wasm"), out.join("roundel.d.ts")],
    }
    .run(|| run::quiet(&mut browser_module(&out)))
}

/// The browser's module for who takes JPEG alone. It is not shipped: its size shows what each format costs.
pub fn jpeg_only() -> Result<(), Failure> {
    let out = paths::jpeg_only();
    Stamped {
        name: "wasm-jpeg-only",
        what: "building the browser's wasm module for JPEG alone",
        inputs: BROWSER,
        with: "",
        outputs: &[out.join("roundel_bg.wasm")],
    }
    .run(|| {
        let mut build = browser_module(&out);
        run::quiet(build.args(["--", "--no-default-features"]))
    })
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
        let mut build = wasm_pack("crates/effects", "roundel_effects", &out, &[]);
        run::quiet(link::instead_of_linker(&mut build)?)
    })
}

/// The verifier for the demo page, which fetches it when somebody asks why a token is refused.
pub fn token() -> Result<(), Failure> {
    let out = paths::token_web();
    Stamped {
        name: "wasm-token",
        what: "building the wasm module that explains tokens",
        inputs: &[
            "Cargo.toml",
            "Cargo.lock",
            ".cargo",
            "crates/token",
            "crates/token-portable",
            "crates/token-web",
        ],
        with: "",
        outputs: &[
            out.join("roundel_token_web_bg.wasm"),
            out.join("roundel_token_web.d.ts"),
        ],
    }
    .run(|| {
        run::quiet(&mut wasm_pack(
            "crates/token-web",
            "roundel_token_web",
            &out,
            &[],
        ))
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
        smallest_module("roundel-edge", "roundel_edge", &out)?;
        for name in ["handler.mjs", "host.mjs", "keys.mjs"] {
            copy(&paths::at("edge").join(name), &out.join(name))?;
        }
        Ok(())
    })
}

/// What wasm-pack does, but with one crate type: for a library that is `rlib` as well as `cdylib`, cargo leaves out
/// link-time optimisation, and a quarter of the module is what that takes away.
fn smallest_module(package: &str, name: &str, out: &Path) -> Result<(), Failure> {
    const TARGET: &str = "wasm32-unknown-unknown";
    const PROFILE: &str = "wasm-edge";
    let mut rustc = run::cargo();
    rustc
        .args(["rustc", "--lib", "--crate-type", "cdylib", "--package"])
        .args([package, "--target", TARGET, "--profile", PROFILE]);
    run::quiet(without_folders(&mut rustc, &[]))?;
    let built = paths::edge_with_names();
    run::quiet(
        Command::new("wasm-bindgen")
            .args(["--target", "web", "--no-typescript", "--out-name", name])
            .arg("--out-dir")
            .arg(out)
            .arg(built),
    )?;
    let module = out.join(format!("{name}_bg.wasm"));
    let mut optimise = Command::new("wasm-opt");
    // V8 compiles a function when it is first called: what a first request does not need must not be part of one it does.
    optimise
        .args(["-O2", "--one-caller-inline-max-function-size", "0"])
        .args(["--flexible-inline-max-function-size", "10"])
        .args(FEATURES);
    run::quiet(
        optimise
            .arg("--strip-target-features")
            .arg(&module)
            .arg("-o")
            .arg(&module),
    )
}

/// What the modules may use beside the first version of WebAssembly: Node 20 and all browsers of today have it.
const FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What must be inlined for its speed says so itself; the compiler's own choice costs a kilobyte and gains nothing.
const FEW_INLINED: &str = "-Cllvm-args=-inline-threshold=5";

fn browser_module(out: &Path) -> Command {
    wasm_pack(".", "roundel", out, &[FEW_INLINED])
}

fn wasm_pack(package: &str, name: &str, out: &Path, flags: &[&str]) -> Command {
    let mut wasm_pack = Command::new("wasm-pack");
    wasm_pack
        .current_dir(paths::root())
        .args(["build", package, "--target", "web", "--profile", "wasm"])
        .args(["--no-pack", "--out-name", name, "--out-dir"])
        .arg(out);
    without_folders(&mut wasm_pack, flags);
    wasm_pack
}

/// Panics name their source file: what is downloaded must not tell whose machine it was built on, nor be larger for it.
/// Cargo adds this to the flags in `.cargo/config.toml`.
fn without_folders<'a>(build: &'a mut Command, more: &[&str]) -> &'a mut Command {
    let sysroot = run::output(Command::new("rustc").args(["--print", "sysroot"]));
    let folders = [
        (paths::cargo_home(), "cargo"),
        (sysroot.map(PathBuf::from), "rust"),
    ];
    let shorter = folders
        .iter()
        .filter_map(|(folder, name)| Some((folder.as_ref()?, name)))
        .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()));
    let flags: Vec<String> = shorter
        .chain(more.iter().map(|&flag| flag.to_owned()))
        .collect();
    build.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
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
