//! The way forward: lock ▸ history ▸ the original adopted ▸ files compared ▸ each that is missing, in one transaction.

use sqlx::migrate::Migrate;
use sqlx::postgres::PgConnection;
use sqlx::{Postgres, Transaction};

use crate::history::{History, TABLE};
use crate::lock::locked;
use crate::step::step;
use crate::{DatabaseError, Migrations, Named, adopt};

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
        let script = async |transaction: &mut Transaction<'_, Postgres>| {
            transaction.apply(TABLE, &migration.up).await
        };
        step(database, migration, script).await?;
        report.applied.push(migration.named());
    }
    Ok(report)
}
