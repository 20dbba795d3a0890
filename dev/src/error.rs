//! Why the stack could not start.

use std::net::SocketAddr;
use std::path::PathBuf;

use roundel_database::DatabaseError;
use roundel_postgres::PostgresError;

/// One variant a cause; the text says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum StackError {
    /// An argument that cannot be used, in words for the person who typed it.
    #[error("{0}\n\n{usage}", usage = crate::options::USAGE)]
    Usage(String),
    /// A file or directory of the state that cannot be read or written.
    #[error("cannot use {path}: {source}")]
    State {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another stack that runs in the same state directory.
    #[error("a stack is running in {state}: its stack.json says where")]
    Running {
        /// The state directory.
        state: PathBuf,
    },
    /// A file that an earlier build step makes.
    #[error("{path} is not there: build it first (`cargo xtask dev` builds everything)")]
    Missing {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// No port to listen on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// A program that cannot be started.
    #[error("cannot start {program}: {source}")]
    Spawn {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The edge handler that did not load; its own words are in the log.
    #[error("the edge handler did not load: {0} (more in logs/edge.log)")]
    Edge(String),
    /// A key that could not be made or read.
    #[error("the signing key: {0}")]
    Key(String),
    /// The stack's own database server.
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    /// The database, which cannot be used or migrated.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The object store that could not be opened.
    #[error("the object store: {0}")]
    Store(String),
    /// The default avatar that could not be drawn or stored.
    #[error("the default avatar: {0}")]
    DefaultAvatar(String),
}

impl StackError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) => "usage",
            Self::State { .. } => "state",
            Self::Running { .. } => "running",
            Self::Missing { .. } => "missing_build",
            Self::Listen { .. } => "listen",
            Self::Spawn { .. } => "spawn",
            Self::Edge(_) => "edge",
            Self::Key(_) => "key",
            Self::Postgres(error) => error.code(),
            Self::Database(error) => error.code(),
            Self::Store(_) => "store",
            Self::DefaultAvatar(_) => "default_avatar",
        }
    }

    /// Wraps an error of the file system with the path it is about.
    pub(crate) fn state(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::State { path, source }
    }
}
