//! `cargo xtask size`: what people download.

use std::process::Command;

use crate::{Failure, paths, run};

const MEASURE: &str = "\
const { readFileSync } = require('node:fs');
const { brotliCompressSync, gzipSync } = require('node:zlib');
for (const path of process.argv.slice(1)) {
  const bytes = readFileSync(path);
  const kb = (n) => (n / 1024).toFixed(1).padStart(8) + ' KB';
  console.log(kb(bytes.length), 'raw', kb(gzipSync(bytes, { level: 9 }).length), 'gzip', kb(brotliCompressSync(bytes).length), 'brotli  ', path);
}";

/// Prints the sizes of the wasm modules, raw and compressed.
pub fn print() -> Result<(), Failure> {
    run::loud(
        Command::new("node")
            .args(["-e", MEASURE, "--"])
            .arg(paths::at("pkg/dist/wasm/roundel_bg.wasm"))
            .arg(paths::edge_bundle().join("roundel_edge_bg.wasm")),
    )
}
