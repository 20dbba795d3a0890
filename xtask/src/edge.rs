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

/// Makes what the first argument names.
pub fn edge(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["bundle", rest @ ..] => bundle::bundle(rest),
        ["function", rest @ ..] => function::function(rest),
        _ => Err(USAGE.to_owned()),
    }
}
