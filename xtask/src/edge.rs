//! `cargo xtask edge <task>`: what is deployed to CloudFront.

mod function;

use crate::Failure;

const USAGE: &str = "usage: cargo xtask edge function --config FILE [--out FILE]";

/// Makes what the first argument names.
pub fn edge(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["function", rest @ ..] => function::function(rest),
        _ => Err(USAGE.to_owned()),
    }
}
