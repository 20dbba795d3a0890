//! Where Postgres is installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::PostgresError;

/// The variable that names the folder of `postgres` and `initdb`, before everything else.
pub const BIN: &str = "ROUNDEL_POSTGRES";
/// Schema and runner need it: functions whose bodies are parsed as they are made, whole numbers from `extract`.
const OLDEST: u32 = 14;
/// Where packages put each release into a folder of its own: Debian's, Red Hat's, Homebrew's on both kinds of Mac.
const SHELVES: [(&str, &str); 4] = [
    ("/usr/lib/postgresql", "bin"),
    ("/usr", "bin"),
    ("/opt/homebrew/opt", "bin"),
    ("/usr/local/opt", "bin"),
];

/// An installed Postgres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    /// Holds `postgres` and `initdb`.
    pub bin: PathBuf,
    /// 15 of 15.18.
    pub major: u32,
}

impl Installation {
    /// The one that [`BIN`] names, else the first of `PATH`, else the newest where packages put it.
    ///
    /// # Errors
    /// [`PostgresError::NotFound`].
    pub fn find() -> Result<Self, PostgresError> {
        if let Some(bin) = env::var_os(BIN) {
            return Self::at(Path::new(&bin)).ok_or(PostgresError::NotFound);
        }
        let path = env::var_os("PATH").unwrap_or_default();
        let mut on_path = env::split_paths(&path).filter_map(|bin| Self::at(&bin));
        let found = on_path.next().or_else(|| {
            let shelves = SHELVES
                .iter()
                .flat_map(|(shelf, bin)| folders(Path::new(shelf), bin));
            shelves
                .filter_map(|bin| Self::at(&bin))
                .max_by_key(|one| one.major)
        });
        found.ok_or(PostgresError::NotFound)
    }

    /// The one in this folder, where it is there, whole and recent.
    pub fn at(bin: &Path) -> Option<Self> {
        // packages put links onto the path; what belongs to the program lies beside the file itself
        let postgres = bin.join("postgres").canonicalize().ok()?;
        let bin = postgres.parent()?.to_owned();
        let whole = bin.join("initdb").is_file();
        let version = Command::new(&postgres)
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let major = major(&String::from_utf8_lossy(&version.stdout))?;
        (whole && major >= OLDEST).then_some(Self { bin, major })
    }
}

fn folders(shelf: &Path, bin: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(shelf).into_iter().flatten().flatten();
    let named =
        |path: &PathBuf| shelf != Path::new("/usr") || path.to_string_lossy().contains("pgsql-");
    entries
        .map(|entry| entry.path())
        .filter(named)
        .map(|path| path.join(bin))
        .collect()
}

/// Of "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    number
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::{Installation, major};

    #[test]
    fn versions_as_they_are_printed() {
        assert_eq!(
            major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major("postgres: cannot execute"), None);
        assert_eq!(Installation::at("/nowhere".as_ref()), None);
    }
}
