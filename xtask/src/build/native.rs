//! The native binaries: lambdas, local stack, command line, fixtures.

use crate::{Failure, paths, run, stamp::Stamped};

const BINARIES: [&str; 9] = [
    "key_upload",
    "session",
    "authorizer",
    "variants",
    "api",
    "roundel-dev",
    "roundel",
    "edge-function",
    "fixture",
];

/// All that the stack and its tests run.
pub fn build() -> Result<(), Failure> {
    let outputs = BINARIES.map(paths::program);
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
    .run(|| targets("--bin", &BINARIES))
}

/// Builds one kind of target, `--bin` or `--example`, by their names. All of the workspace is selected: features, and so
/// what is compiled, are the same for each of them and for the tests, and nothing is compiled twice.
pub fn targets(kind: &str, names: &[&str]) -> Result<(), Failure> {
    let names = names.iter().flat_map(|name| [kind, name]);
    run::quiet(
        run::cargo()
            .args(["build", "--release", "--workspace"])
            .args(names),
    )
}
