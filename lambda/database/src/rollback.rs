//! The way back.

use sqlx::Connection;
use sqlx::migrate::Migrate;
use sqlx::postgres::PgConnection;

use crate::history::{History, TABLE};
use crate::lock::locked;
use crate::{DatabaseError, Migration, Migrations, Named, schema_information};

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
        revert(database, migration).await?;
        Ok(Some(migration.named()))
    })
    .await
}

async fn revert(database: &mut PgConnection, migration: &Migration) -> Result<(), DatabaseError> {
    let mut transaction = database.begin().await?;
    let done = transaction.revert(TABLE, &migration.down).await;
    done.map_err(|error| migration.failed(error))?;
    schema_information::tell(&mut transaction).await?;
    transaction
        .commit()
        .await
        .map_err(|error| migration.failed(error.into()))
}
