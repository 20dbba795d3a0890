//! One migrator at a time.

use sqlx::migrate::{Migrate, MigrateError};
use sqlx::postgres::PgConnection;

use crate::DatabaseError;

/// Waits for Postgres's advisory lock of this database, the one that `sqlx migrate` takes, does the work and gives it back,
/// whatever came of the work. A connection that ends gives it back, too.
pub async fn locked<T>(
    database: &mut PgConnection,
    work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    database.lock().await.map_err(statement)?;
    let done = work(database).await;
    let unlocked = database.unlock().await.map_err(statement);
    let done = done?;
    unlocked?;
    Ok(done)
}

/// The statement of sqlx's that failed.
pub fn statement(error: MigrateError) -> DatabaseError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            DatabaseError::Query(error)
        }
        other => DatabaseError::Query(sqlx::Error::Migrate(Box::new(other))),
    }
}
