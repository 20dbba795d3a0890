//! `cargo xtask corpus DIR`: every picture in a folder, ours against other decoders'.

use std::path::Path;

use crate::{Failure, build, run};

/// Fails on a mismatch, a crash or a hang; refusals are listed by name and are none of these.
pub fn corpus(arguments: &[&str]) -> Result<(), Failure> {
    let [folder] = arguments else {
        return Err("cargo xtask corpus DIR".to_owned());
    };
    let folder = std::path::absolute(folder).map_err(|error| error.to_string())?;
    check_folder(&folder)?;
    build::npm_packages()?;
    run::loud(
        run::cargo()
            .args([
                "run",
                "--release",
                "--quiet",
                "--package",
                "roundel-oracle",
                "--",
            ])
            .arg(folder),
    )
}

fn check_folder(folder: &Path) -> Result<(), Failure> {
    match folder.is_dir() {
        true => Ok(()),
        false => Err(format!("there is no folder {}", folder.display())),
    }
}
