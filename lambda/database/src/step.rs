//! One step, forward or back.

use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, Postgres, Transaction};

use crate::lock::statement;
use crate::{DatabaseError, Migration, Named, schema_information};

/// The script with its row in the history, as sqlx runs it and says how long it took, and what old tools read: all of it or
/// nothing.
pub async fn step(
    database: &mut PgConnection,
    migration: &Migration,
    script: impl AsyncFnOnce(&mut Transaction<'_, Postgres>) -> Result<Duration, MigrateError>,
) -> Result<(), DatabaseError> {
    let mut transaction = database.begin().await?;
    let done = script(&mut transaction).await;
    done.map_err(|error| failed(migration, error))?;
    schema_information::tell(&mut transaction).await?;
    let done = transaction.commit().await;
    done.map_err(|error| failed(migration, error.into()))
}

/// The error of the script, or of sqlx around it.
fn failed(migration: &Migration, error: MigrateError) -> DatabaseError {
    match statement(error) {
        DatabaseError::Query(source) => {
            let Named { id, name } = migration.named();
            DatabaseError::Failed { id, name, source }
        }
        other => other,
    }
}
