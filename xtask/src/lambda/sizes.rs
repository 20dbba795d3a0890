//! What Lambda has to fetch at a cold start, and the most it may be.

use crate::{Failure, paths};

/// Bytes of the zip.
const BUDGETS: [(&str, u64); 5] = [
    ("key_upload", 1_200_000),
    ("authorizer", 1_200_000),
    ("session", 1_200_000),
    ("variants", 5_000_000),
    ("api", 3_000_000),
];

/// Prints the sizes of the zips that were built, and fails where one is over its budget.
pub fn check() -> Result<(), Failure> {
    let mut over = Vec::new();
    for (name, budget) in BUDGETS {
        let zip = paths::lambda_zips().join(name).join("bootstrap.zip");
        let Ok(about) = zip.metadata() else {
            continue;
        };
        let [size, most] = [about.len(), budget].map(|bytes| bytes as f64 / 1e6);
        println!("  {name:<12}{size:>6.2} MB of {most:.1}");
        if about.len() > budget {
            over.push(format!("{name} is over its budget of {most:.1} MB"));
        }
    }
    match over.is_empty() {
        true => Ok(()),
        false => Err(over.join("\nxtask: ")),
    }
}
