//! The original's record of its migrations: one row that tells when the last one ran.

use sqlx::postgres::PgConnection;
use sqlx::{query, query_scalar};

use crate::DatabaseError;

/// Tells old tools when the newest that is applied was run: seconds since 1970 without the point, always 17 digits, so that
/// no id of theirs is greater that is older. `0` where nothing but the tables themselves was made, as their schema says.
pub async fn tell(database: &mut PgConnection) -> Result<(), DatabaseError> {
    if !is_there(database).await? {
        return Ok(());
    }
    let run = "UPDATE public.schema_information SET last_successful_run = coalesce((
            SELECT floor(extract(epoch FROM max(installed_on)) * 10000000)::bigint::text
            FROM _sqlx_migrations WHERE description <> 'create schema'
        ), '0') WHERE id = 1";
    query(run).execute(database).await?;
    Ok(())
}

/// What the row says; `None` where there is no such table or row.
pub async fn last_successful_run(
    database: &mut PgConnection,
) -> Result<Option<String>, DatabaseError> {
    if !is_there(database).await? {
        return Ok(None);
    }
    let row: Option<Option<String>> =
        query_scalar("SELECT last_successful_run FROM public.schema_information WHERE id = 1")
            .fetch_optional(database)
            .await?;
    Ok(row.flatten())
}

async fn is_there(database: &mut PgConnection) -> Result<bool, DatabaseError> {
    let there = query_scalar("SELECT to_regclass('public.schema_information') IS NOT NULL");
    Ok(there.fetch_one(database).await?)
}
