//! The way back.

use sqlx::migrate::Migrate;
use sqlx::postgres::PgConnection;
use sqlx::{Postgres, Transaction};

use crate::history::{History, TABLE};
use crate::lock::locked;
use crate::step::step;
use crate::{DatabaseError, Migrations, Named};

/// Undoes the one that was applied last, in one transaction; `None` where there is none.
///
/// # Errors
/// As [`crate::migrate`].
pub async fn rollback(
    database: &mut PgConnection,
    migrations: &Migrations,
) -> Result<Option<Named>, DatabaseError> {
    locked(database, async |database| {
        let history = History::open(database).await?;
        history.verify(migrations)?;
        let last = history
            .0
            .last()
            .and_then(|applied| migrations.find(applied.named.id));
        let Some(migration) = last else {
            return Ok(None);
        };
        let script = async |transaction: &mut Transaction<'_, Postgres>| {
            transaction.revert(TABLE, &migration.down).await
        };
        step(database, migration, script).await?;
        Ok(Some(migration.named()))
    })
    .await
}
