//! The way forward: lock ▸ history ▸ the original adopted ▸ files compared ▸ each that is missing, in one transaction.

use sqlx::Connection;
use sqlx::migrate::Migrate;
use sqlx::postgres::PgConnection;

use crate::history::{History, TABLE};
use crate::lock::{locked, statement};
use crate::{DatabaseError, Migration, Migrations, Named, adopt, schema_information};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What a database of the original had already.
    pub adopted: Vec<Named>,
    /// What was applied, in this order.
    pub applied: Vec<Named>,
}

/// Applies whatever is not applied yet, oldest first. One that is older than the newest applied is not left out.
///
/// # Errors
/// [`DatabaseError::Changed`] and [`DatabaseError::Missing`] before anything is done; [`DatabaseError::Failed`] for the
/// first that fails, those before it stay; [`DatabaseError::NotAdoptable`], [`DatabaseError::Query`].
pub async fn migrate(
    database: &mut PgConnection,
    migrations: &Migrations,
) -> Result<Report, DatabaseError> {
    locked(database, async |database| run(database, migrations).await).await
}

async fn run(
    database: &mut PgConnection,
    migrations: &Migrations,
) -> Result<Report, DatabaseError> {
    let mut history = History::open(database).await?;
    let adopted = match history.0.is_empty() {
        true => adopt::adopt(database, migrations).await?,
        false => Vec::new(),
    };
    if !adopted.is_empty() {
        history = History::open(database).await?;
    }
    history.verify(migrations)?;
    let mut report = Report {
        adopted,
        applied: Vec::new(),
    };
    for migration in migrations
        .iter()
        .filter(|one| history.find(one.id).is_none())
    {
        apply(database, migration).await?;
        report.applied.push(migration.named());
    }
    Ok(report)
}

/// The script, its row in the history and what old tools read: all of it or nothing.
async fn apply(database: &mut PgConnection, migration: &Migration) -> Result<(), DatabaseError> {
    let mut transaction = database.begin().await?;
    let done = transaction.apply(TABLE, &migration.up).await;
    done.map_err(|error| migration.failed(error))?;
    schema_information::tell(&mut transaction).await?;
    transaction
        .commit()
        .await
        .map_err(|error| migration.failed(error.into()))
}

impl Migration {
    /// The error of its script, or of ours around it.
    pub(crate) fn failed(&self, error: sqlx::migrate::MigrateError) -> DatabaseError {
        match statement(error) {
            DatabaseError::Query(source) => {
                let Named { id, name } = self.named();
                DatabaseError::Failed { id, name, source }
            }
            other => other,
        }
    }
}
