//! The database, as a function that freezes between requests can hold it.

use std::{str::FromStr, time::Duration};

use roundel_lambda::settings::Settings;
use sqlx::{
    PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::ApiError;

/// Lambda gives a container one request at a time.
const CONNECTIONS: u32 = 1;

/// For a connection, with the tries that it takes. The gateway waits for 30 s, a person does not.
const ACQUIRE: Duration = Duration::from_secs(2);

/// What a session starts with. A frozen container holds its locks no longer than the second one says.
const SESSION: [(&str, &str); 3] = [
    ("statement_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "5s"),
    ("lock_timeout", "3s"),
];

/// One small pool a container.
pub struct Database(PgPool);

impl Database {
    /// Reads `DATABASE_URL`, `postgres://user:password@host:port/database`, with `sslmode` and `sslrootcert` where they
    /// are needed. Nothing is connected to yet: a function starts while its database is away.
    pub fn from_settings<F>(settings: &mut Settings<F>) -> Option<Self>
    where
        F: Fn(&str) -> Option<String>,
    {
        let url = settings.required(&["DATABASE_URL"]);
        // the parser's own words may hold the password
        let options = PgConnectOptions::from_str(&url)
            .map_err(|_| "not a URL like postgres://user:password@host:5432/database");
        let options = match url.is_empty() {
            true => None,
            false => settings.checked("DATABASE_URL", options),
        };
        let options = options?.application_name("roundel-api").options(SESSION);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            // a connection that died while the container was frozen is replaced
            .test_before_acquire(true)
            .connect_lazy_with(options);
        Some(Self(pool))
    }

    /// A connection that answers.
    ///
    /// # Errors
    /// [`ApiError::DatabaseUnavailable`] when there is none in time.
    pub async fn connection(&self) -> Result<PoolConnection<Postgres>, ApiError> {
        Ok(self.0.acquire().await?)
    }
}
