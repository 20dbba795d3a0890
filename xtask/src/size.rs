//! `cargo xtask size`: what people download, and the most it may be.

use std::{path::PathBuf, process::Command};

use crate::{Failure, lambda, paths, run};

/// Something that is downloaded.
struct Download {
    name: &'static str,
    path: PathBuf,
    /// Kibibytes, of what `counts`.
    budget: Option<f64>,
    counts: Counts,
}

/// What is held against the budget.
#[derive(Clone, Copy, PartialEq)]
enum Counts {
    /// As it is sent to browsers and kept by Lambda.
    Brotli,
    /// As CloudFront limits functions.
    Raw,
}

fn downloads() -> [Download; 7] {
    [
        Download {
            name: "browser",
            path: paths::at("pkg/dist/wasm/roundel_bg.wasm"),
            budget: Some(112.0),
            counts: Counts::Brotli,
        },
        Download {
            name: "JPEG only",
            path: paths::jpeg_only().join("roundel_bg.wasm"),
            budget: Some(48.0),
            counts: Counts::Brotli,
        },
        Download {
            name: "effects",
            path: paths::at("pkg/dist/effects/roundel_effects_bg.wasm"),
            // What photon-rs would export is 470 more: far less than all of it must not slip through.
            budget: Some(40.0),
            counts: Counts::Brotli,
        },
        Download {
            name: "token",
            path: paths::token_web().join("roundel_token_web_bg.wasm"),
            // Nearly all of it is RSA, P-256 and Ed25519.
            budget: Some(84.0),
            counts: Counts::Brotli,
        },
        Download {
            name: "edge",
            path: paths::edge_bundle().join("roundel_edge_bg.wasm"),
            budget: Some(40.0),
            counts: Counts::Brotli,
        },
        Download {
            name: "edge zip",
            path: paths::edge_example().join("roundel-edge.zip"),
            budget: Some(80.0),
            counts: Counts::Raw,
        },
        Download {
            name: "function",
            path: paths::edge_bundle().join("function.js"),
            budget: Some(6.0),
            counts: Counts::Raw,
        },
    ]
}

/// Prints the sizes of the wasm modules and of the function, raw and compressed; fails where one is over its budget.
pub fn check() -> Result<(), Failure> {
    let mut over = Vec::new();
    println!("  KB            raw     gzip   brotli   budget");
    for download in downloads() {
        let [raw, gzip, brotli] = measure(&download.path)?;
        let budget = download
            .budget
            .map_or("-".to_owned(), |kb| format!("{kb:.0}"));
        println!(
            "  {:<10}{raw:>9.1}{gzip:>9.1}{brotli:>9.1}{budget:>9}",
            download.name
        );
        let counted = match download.counts {
            Counts::Brotli => brotli,
            Counts::Raw => raw,
        };
        if download.budget.is_some_and(|budget| counted > budget) {
            over.push(format!(
                "{} is over its budget of {budget} KB",
                download.name
            ));
        }
    }
    if over.is_empty() {
        edge_stands_alone()?;
        return lambda::sizes::check();
    }
    Err(over.join("\nxtask: "))
}

/// Nothing that decodes pictures is in the edge's module: by the names of its functions, before they are taken away.
fn edge_stands_alone() -> Result<(), Failure> {
    let path = paths::edge_with_names();
    let module =
        std::fs::read(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let names = |name: &str| module.windows(name.len()).any(|own| own == name.as_bytes());
    if !names("roundel_token") {
        return Err(format!("{} names no functions", path.display()));
    }
    let pictures = [
        "roundel_imaging",
        "roundel_jpeg",
        "roundel_resize",
        "roundel_webp",
    ];
    match pictures.iter().find(|name| names(name)) {
        Some(name) => Err(format!("{name} is in the edge's module")),
        None => Ok(()),
    }
}

const MEASURE: &str = "\
const bytes = require('node:fs').readFileSync(process.argv[1]);
const { brotliCompressSync, gzipSync } = require('node:zlib');
console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length);";

/// Kibibytes: raw, by gzip at its best and by brotli at its best.
fn measure(module: &PathBuf) -> Result<[f64; 3], Failure> {
    let printed = run::output(Command::new("node").args(["-e", MEASURE, "--"]).arg(module));
    let sizes: Option<Vec<f64>> = printed
        .iter()
        .flat_map(|line| line.split(' '))
        .map(|bytes| bytes.parse::<f64>().ok().map(|bytes| bytes / 1024.0))
        .collect();
    sizes
        .and_then(|sizes| sizes.try_into().ok())
        .ok_or_else(|| format!("{} cannot be measured", module.display()))
}
