//! `cargo xtask edge <task>`: what is deployed to CloudFront.

mod bundle;
mod function;

use crate::{Failure, paths};

const USAGE: &str = "\
usage: cargo xtask edge bundle --config FILE [--out DIR] [--jwks FILE]
       cargo xtask edge function --config FILE [--out FILE]";

/// The function for the configuration that the documentation shows.
pub fn example_function() -> Result<(), Failure> {
    let example = paths::at("edge/config.example.json");
    function::function(&["--config", &example.to_string_lossy()])
}

/// The same configuration's bundle, as it is weighed: with the keys of RFC 7515, which nobody has to be asked for.
pub fn example_bundle() -> Result<(), Failure> {
    let [config, jwks] = ["edge/config.example.json", "edge/tests/jwks.json"].map(paths::at);
    let (config, jwks) = (config.to_string_lossy(), jwks.to_string_lossy());
    let out = paths::edge_example();
    bundle::bundle(&[
        "--config",
        &config,
        "--jwks",
        &jwks,
        "--out",
        &out.to_string_lossy(),
    ])
}

/// Makes what the first argument names.
pub fn edge(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["bundle", rest @ ..] => bundle::bundle(rest),
        ["function", rest @ ..] => function::function(rest),
        _ => Err(USAGE.to_owned()),
    }
}
