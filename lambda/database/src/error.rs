//! Why the database was not migrated.

use std::io;
use std::path::PathBuf;

use sqlx::postgres::PgDatabaseError;

use crate::MigrationId;

/// One variant a cause. Nothing was changed by what failed.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// What should name a database and does not.
    #[error("not a database URL: postgres://user:password@host:port/name")]
    Url,
    /// No connection.
    #[error("the database cannot be reached: {}", told(.0))]
    Unavailable(sqlx::Error),
    /// A statement of ours that failed.
    #[error("the database refuses: {}", told(.0))]
    Query(#[from] sqlx::Error),
    /// A folder of migrations that cannot be read.
    #[error("cannot read the migrations in {}: {reason}", .folder.display())]
    Unreadable {
        /// The folder.
        folder: PathBuf,
        /// What stands in the way.
        reason: String,
    },
    /// A file that cannot be written.
    #[error("cannot write {}: {source}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A name for a migration that cannot be a file's.
    #[error("not a name for a migration: letters, digits and underscores, at most 100")]
    Name,
    /// A number that tells no time.
    #[error(
        "{0} is no migration's id: 14 digits, year to second (UTC), or 11 to 17 of the original's scripts"
    )]
    Id(i64),
    /// Two migrations, one id.
    #[error("two migrations have the id {0}")]
    Duplicate(MigrationId),
    /// An up file without its down file, or the other way round.
    #[error("{0} needs both files, .up.sql and .down.sql")]
    Unpaired(MigrationId),
    /// A migration that asks for no transaction.
    #[error("{0} says `-- no-transaction`: each migration is one transaction")]
    NoTransaction(MigrationId),
    /// A script that would end its transaction in the middle.
    #[error("{id} says {word}: each migration is one transaction already")]
    TransactionControl {
        /// Its id.
        id: MigrationId,
        /// What it says.
        word: &'static str,
    },
    /// A file that is not what was applied.
    #[error(
        "{id} {name} was changed after it had been applied: restore it, and write a new migration instead"
    )]
    Changed {
        /// Its id.
        id: MigrationId,
        /// Its name.
        name: String,
    },
    /// What was applied and is not there any more.
    #[error(
        "{id} {name} was applied and is not among the migrations: is this program older than the database?"
    )]
    Missing {
        /// Its id.
        id: MigrationId,
        /// Its name.
        name: String,
    },
    /// SQL that failed; its transaction was rolled back.
    #[error("{id} {name} failed and changed nothing: {}", told(.source))]
    Failed {
        /// Its id.
        id: MigrationId,
        /// Its name.
        name: String,
        /// What the database said.
        source: sqlx::Error,
    },
    /// A database that looks like the original's and is not.
    #[error("this database has the original's schema_information and cannot be adopted: {0}")]
    NotAdoptable(String),
}

impl DatabaseError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Url => "database_url",
            Self::Unavailable(_) => "database_unavailable",
            Self::Query(_) => "database_refused",
            Self::Unreadable { .. } => "migrations_unreadable",
            Self::Write { .. } => "migration_not_written",
            Self::Name => "migration_name",
            Self::Id(_) => "migration_id",
            Self::Duplicate(_) => "migration_duplicate",
            Self::Unpaired(_) => "migration_unpaired",
            Self::NoTransaction(_) => "migration_no_transaction",
            Self::TransactionControl { .. } => "migration_transaction_control",
            Self::Changed { .. } => "migration_changed",
            Self::Missing { .. } => "migration_missing",
            Self::Failed { .. } => "migration_failed",
            Self::NotAdoptable(_) => "not_adoptable",
        }
    }
}

/// What Postgres says, its detail included: which key is there twice, say.
fn told(error: &sqlx::Error) -> String {
    let sqlx::Error::Database(said) = error else {
        return error.to_string();
    };
    let detail = said
        .try_downcast_ref::<PgDatabaseError>()
        .and_then(PgDatabaseError::detail);
    match detail {
        Some(detail) => format!("{}. {detail}", said.message()),
        None => said.message().to_owned(),
    }
}
