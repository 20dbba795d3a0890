//! Why there is no server.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// One variant a cause; the text says what to do about it.
#[derive(Debug)]
pub enum PostgresError {
    /// No Postgres on this machine.
    NotFound,
    /// A file or folder that cannot be used.
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder that somebody else owns.
    Foreign {
        /// Which.
        path: PathBuf,
    },
    /// Root asked, and there is nobody else on this machine as whom Postgres could run.
    NoUser,
    /// Another program's server uses the folder.
    Running {
        /// Which.
        path: PathBuf,
    },
    /// A program of Postgres's that failed.
    Failed {
        /// Which.
        program: PathBuf,
        /// Its last words.
        said: String,
    },
}

impl PostgresError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "postgres_not_found",
            Self::File { .. } => "postgres_file",
            Self::Foreign { .. } => "postgres_foreign",
            Self::NoUser => "postgres_no_user",
            Self::Running { .. } => "postgres_running",
            Self::Failed { .. } => "postgres_failed",
        }
    }

    /// Wraps an error of the file system with the path it is about.
    pub(crate) fn file(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_owned();
        move |source| Self::File { path, source }
    }
}

impl std::error::Error for PostgresError {}

impl fmt::Display for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str(
                "no Postgres 14 or later: install it (Debian: apt install postgresql), or name a database in DATABASE_URL; `cargo xtask` installs one into target/",
            ),
            Self::File { path, source } => write!(f, "cannot use {}: {source}", path.display()),
            Self::Foreign { path } => write!(f, "{} belongs to somebody else: remove it", path.display()),
            Self::NoUser => f.write_str(
                "Postgres refuses to run as root, and there is no user postgres or nobody: name a database in DATABASE_URL",
            ),
            Self::Running { path } => write!(f, "a Postgres is running in {}", path.display()),
            Self::Failed { program, said } => write!(f, "{} failed: {said}", program.display()),
        }
    }
}
