//! `cargo xtask edge function`: the edge's rules for CloudFront Functions, from the configuration that the handler has too.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, build, paths, run};

const USAGE: &str = "usage: cargo xtask edge function --config FILE [--out FILE]";

/// Configuration ▸ source ▸ small text. It belongs to one configuration, so it is made into the target folder, where the
/// handler's bundle is too, and never committed.
pub fn function(arguments: &[&str]) -> Result<(), Failure> {
    let (config, out) = options(arguments)?;
    build::npm_packages()?;
    run::step("building what writes the function", || {
        build::targets("--bin", &["edge-function"])
    })?;
    let readable = paths::edge_bundle().join("function.source.js");
    write(&readable, &source(&config)?)?;
    let mut minify = Command::new("node");
    minify
        .arg(paths::at("edge/function/minify.mjs"))
        .args([&readable, &out]);
    run::loud(&mut minify)
}

fn options(arguments: &[&str]) -> Result<(PathBuf, PathBuf), Failure> {
    let (mut config, mut out) = (None, paths::edge_bundle().join("function.js"));
    for pair in arguments.chunks(2) {
        match pair {
            ["--config", file] => config = Some(PathBuf::from(file)),
            ["--out", file] => out = PathBuf::from(file),
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok((config.ok_or(USAGE)?, out))
}

/// What `edge-function` prints; what is wrong with the configuration is its own to say.
fn source(config: &Path) -> Result<Vec<u8>, Failure> {
    let output = Command::new(paths::program("edge-function"))
        .arg(config)
        .output()
        .map_err(|error| format!("cannot run edge-function: {error}"))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::options;

    #[test]
    fn a_configuration_is_needed_and_the_rest_is_as_usual() {
        let (config, out) = options(&["--config", "c.json"]).unwrap();
        assert_eq!(config.to_str(), Some("c.json"));
        assert!(out.ends_with("edge/function.js"));
        let (_, out) = options(&["--out", "f.js", "--config", "c.json"]).unwrap();
        assert_eq!(out.to_str(), Some("f.js"));
        for wrong in [
            &[][..],
            &["--config"],
            &["--out", "f.js"],
            &["--confg", "c.json"],
        ] {
            assert!(options(wrong).is_err(), "{wrong:?}");
        }
    }
}
