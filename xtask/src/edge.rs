//! `cargo xtask edge <task>`: what is deployed to CloudFront.

mod bundle;
mod function;

use crate::Failure;

const USAGE: &str = "\
usage: cargo xtask edge bundle --config FILE [--out DIR] [--jwks FILE]
       cargo xtask edge function --config FILE [--out FILE]";

/// Makes what the first argument names.
pub fn edge(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["bundle", rest @ ..] => bundle::bundle(rest),
        ["function", rest @ ..] => function::function(rest),
        _ => Err(USAGE.to_owned()),
    }
}
