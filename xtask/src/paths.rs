//! Where things are in this repository.

use std::path::{Path, PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A path below the root.
pub fn at(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Where everything that is made goes, `CARGO_TARGET_DIR` included.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(directory) => root().join(directory),
        None => at("target"),
    }
}

/// A native program by its name; an example's begins with `examples/`.
pub fn program(name: &str) -> PathBuf {
    binaries().join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Where the pinned tools are installed.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// Where the edge bundle is put together.
pub fn edge_bundle() -> PathBuf {
    target().join("edge")
}

/// Where the functions' zips are put, each in a folder of its function's name.
pub fn lambda_zips() -> PathBuf {
    target().join("lambda")
}

/// Where the page's verifier is built.
pub fn token_web() -> PathBuf {
    at("www/token/dist")
}

/// The edge's module as rustc leaves it, with the names of its functions.
pub fn edge_with_names() -> PathBuf {
    target().join("wasm32-unknown-unknown/wasm-edge/roundel_edge.wasm")
}

/// The example's bundle, made to be weighed.
pub fn edge_example() -> PathBuf {
    target().join("edge-example")
}

/// Where the module for JPEG alone is built.
pub fn jpeg_only() -> PathBuf {
    target().join("jpeg-only")
}

/// Where cargo keeps the sources of dependencies.
pub fn cargo_home() -> Option<PathBuf> {
    let given = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    given.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// Where cargo puts the native binaries.
pub fn binaries() -> PathBuf {
    target().join("release")
}
