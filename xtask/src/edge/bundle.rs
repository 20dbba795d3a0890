//! `cargo xtask edge bundle`: the handler, its wasm, a configuration and the issuers' keys, as Lambda@Edge is given them.

use std::{path::PathBuf, process::Command};

use crate::{Failure, build, paths, run};

const USAGE: &str = "usage: cargo xtask edge bundle --config FILE [--out DIR] [--jwks FILE]";

/// Module ▸ configuration checked ▸ keys ▸ zip. A configuration is one team's own, so nothing here is committed.
pub fn bundle(arguments: &[&str]) -> Result<(), Failure> {
    let options = Options::read(arguments)?;
    build::edge()?;
    let mut bundle = Command::new("node");
    bundle
        .arg(paths::at("edge/bundle/bundle.mjs"))
        .arg("--built")
        .arg(paths::edge_bundle())
        .arg("--config")
        .arg(&options.config)
        .arg("--out")
        .arg(&options.out);
    if let Some(file) = &options.jwks {
        bundle.arg("--jwks").arg(file);
    }
    run::loud(&mut bundle)
}

#[derive(Debug)]
struct Options {
    config: PathBuf,
    out: PathBuf,
    jwks: Option<PathBuf>,
}

impl Options {
    fn read(arguments: &[&str]) -> Result<Self, Failure> {
        let (mut config, mut out, mut jwks) = (None, None, None);
        for pair in arguments.chunks(2) {
            let (place, file) = match pair {
                ["--config", file] => (&mut config, file),
                ["--out", file] => (&mut out, file),
                ["--jwks", file] => (&mut jwks, file),
                _ => return Err(USAGE.to_owned()),
            };
            *place = Some(PathBuf::from(file));
        }
        Ok(Self {
            config: config.ok_or(USAGE)?,
            out: out.unwrap_or_else(|| paths::target().join("edge-bundle")),
            jwks,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn a_configuration_is_needed_and_the_rest_is_as_usual() {
        let options = Options::read(&["--jwks", "k.json", "--config", "c.json"]).unwrap();
        assert_eq!(options.config.to_str(), Some("c.json"));
        assert!(options.out.ends_with("edge-bundle"));
        assert_eq!(options.jwks.unwrap().to_str(), Some("k.json"));
        for wrong in [
            &[][..],
            &["--config"],
            &["--out", "d"],
            &["--configs", "c.json"],
        ] {
            assert!(Options::read(wrong).is_err(), "{wrong:?}");
        }
    }
}
