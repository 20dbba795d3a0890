//! The native binaries: lambdas, local stack, command line, fixtures.

use crate::{Failure, paths, run, stamp::Stamped};

const PACKAGES: [&str; 5] = [
    "roundel-lambda",
    "roundel-dev",
    "roundel-cli",
    "roundel-edge-function",
    "roundel-fixtures",
];
const BINARIES: [&str; 8] = [
    "key_upload",
    "session",
    "authorizer",
    "variants",
    "roundel-dev",
    "roundel",
    "edge-function",
    "fixture",
];

/// Builds them in one call, so that features are unified once.
pub fn build() -> Result<(), Failure> {
    let outputs = BINARIES
        .map(|name| paths::binaries().join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    Stamped {
        name: "native",
        what: "building lambdas, local stack and command line (a first build takes minutes)",
        inputs: &[
            "Cargo.toml",
            "Cargo.lock",
            ".cargo",
            "crates",
            "lambda",
            "dev",
            "cli",
            "edge",
            "tests/fixtures",
        ],
        with: "",
        outputs: &outputs,
    }
    .run(|| {
        let packages = PACKAGES.iter().flat_map(|package| ["--package", package]);
        run::quiet(run::cargo().args(["build", "--release"]).args(packages))
    })
}
