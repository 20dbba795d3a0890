//! One connection, for as long as migrations run.

use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use crate::DatabaseError;

/// Connects to a database as `postgres://user:password@host:port/name?sslmode=verify-full&sslrootcert=FILE` names it.
///
/// # Errors
/// [`DatabaseError::Url`] and [`DatabaseError::Unavailable`]. Neither repeats the URL, which may hold a password.
pub async fn connect(url: &str) -> Result<PgConnection, DatabaseError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| DatabaseError::Url)?;
    let options = options
        .application_name("roundel db")
        .disable_statement_logging();
    PgConnection::connect_with(&options)
        .await
        .map_err(DatabaseError::Unavailable)
}
