//! `cargo xtask oracles`: our functions and stacks before AWS as others have built it again, and what we sign beside what they sign.
//! ministack, boto3 and moto come from PyPI into the target folder, pinned by their hashes.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Failure, build, infra, paths, run, stamp::Stamped};

const REQUIREMENTS: &str = "tests/oracles/requirements.txt";
/// Major and minor: below it the requirements have others.
const PYTHON: (u32, u32) = (3, 11);

/// Python ▸ build ▸ tools ▸ ministack, deployment and tests. Without a Python that can do it nothing is run, and that is said.
pub fn oracles() -> Result<(), Failure> {
    let version = match python_version() {
        Ok(version) => version,
        Err(reason) => {
            println!("Roundel: oracles skipped: {reason}");
            return Ok(());
        }
    };
    println!("Roundel: building what changed");
    build::native()?;
    infra::compile()?;
    run::step("building what signs for others to compare", || {
        build::targets("--example", &["presign"])
    })?;
    let python = tools(&version)?;
    println!("\nRoundel: oracles");
    run::loud(
        Command::new(python)
            .current_dir(paths::root())
            .arg(paths::at("tests/oracles/run.py"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("CARGO", run::cargo().get_program())
            .env("ROUNDEL_TARGET", paths::target())
            .env("ROUNDEL_BIN", paths::binaries())
            .env("ROUNDEL_PRESIGN", paths::program("examples/presign")),
    )
}

fn system_python() -> Command {
    Command::new(if cfg!(windows) { "python" } else { "python3" })
}

/// Of a Python that can make an environment with pip in it; else why there is none.
fn python_version() -> Result<String, Failure> {
    let (major, minor) = PYTHON;
    let program = "import sys; print('{}.{}.{}'.format(*sys.version_info))";
    let version = run::output(system_python().args(["-c", program]))
        .ok_or_else(|| format!("there is no Python; they need {major}.{minor} or later"))?;
    if !is_recent(&version) {
        return Err(format!("Python {version} is older than {major}.{minor}"));
    }
    run::output(system_python().args(["-c", "import venv, ensurepip"]))
        .map(|_| version)
        .ok_or_else(|| "Python has no venv (Debian: apt install python3-venv)".to_owned())
}

fn is_recent(version: &str) -> bool {
    let mut numbers = version.split('.').map_while(|number| number.parse().ok());
    (numbers.next(), numbers.next()) >= (Some(PYTHON.0), Some(PYTHON.1))
}

/// An environment with the requirements; its Python.
fn tools(version: &str) -> Result<PathBuf, Failure> {
    let folder = paths::target().join("oracles/python");
    let python = folder.join(match cfg!(windows) {
        true => "Scripts/python.exe",
        false => "bin/python",
    });
    Stamped {
        name: "oracles",
        what: "installing ministack, boto3 and moto (once)",
        inputs: &[REQUIREMENTS],
        with: version,
        outputs: std::slice::from_ref(&python),
    }
    .run(|| install(&folder, &python))?;
    Ok(python)
}

fn install(folder: &Path, python: &Path) -> Result<(), Failure> {
    run::quiet(system_python().args(["-m", "venv", "--clear"]).arg(folder))?;
    let options = ["--quiet", "--require-hashes", "--only-binary", ":all:"];
    run::quiet(
        Command::new(python)
            .args(["-m", "pip", "install"])
            .args(options)
            .arg("--requirement")
            .arg(paths::at(REQUIREMENTS)),
    )
}

#[cfg(test)]
mod tests {
    use super::is_recent;

    #[test]
    fn versions_compare_by_number() {
        for recent in ["3.11.0", "3.14.1", "4.0.0"] {
            assert!(is_recent(recent), "{recent}");
        }
        for old in ["3.9.20", "3.10.4", "2.7.18", "nonsense", ""] {
            assert!(!is_recent(old), "{old}");
        }
    }
}
