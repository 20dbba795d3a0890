//! The database, as a function that freezes between requests can hold it.
//!
//! sqlx's pool looks after its connections when nobody asks: it pings what is given back, and would do so while the container
//! freezes. Woken up minutes later, on a connection that nobody else remembers, that ping waits for ever and the one
//! connection with it. So a container has one connection and looks after it when there is a request.

use std::{
    str::FromStr,
    sync::{Arc, Mutex as Slot, PoisonError},
    time::Duration,
};

use roundel_lambda::{log::Line, settings::Settings};
use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::timeout,
};

use crate::ApiError;

/// The gateway waits for 30 s, a person does not.
const CONNECT: Duration = Duration::from_secs(2);

/// For a connection of an earlier request to show that it lives.
const PING: Duration = Duration::from_millis(500);

/// What a session starts with. A container that freezes in a transaction holds its locks no longer than the second one says.
const SESSION: [(&str, &str); 3] = [
    ("statement_timeout", "5s"),
    ("idle_in_transaction_session_timeout", "5s"),
    ("lock_timeout", "3s"),
];

/// One connection a container.
pub struct Database {
    options: PgConnectOptions,
    kept: Slot<Option<Arc<Mutex<PgConnection>>>>,
}

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
        Some(Self {
            options: options.disable_statement_logging(),
            kept: Slot::default(),
        })
    }

    /// A connection that answers: the one of the last request, or a new one in its place. Two requests at a time, which
    /// Lambda does not send, have two.
    ///
    /// # Errors
    /// [`ApiError::DatabaseUnavailable`] when there is none in time.
    pub async fn connection(&self) -> Result<OwnedMutexGuard<PgConnection>, ApiError> {
        let kept = self.slot().clone();
        if let Some(Ok(mut connection)) = kept.map(Mutex::try_lock_owned)
            && answers(&mut connection).await
        {
            return Ok(connection);
        }
        let connection = Arc::new(Mutex::new(self.connect().await?));
        *self.slot() = Some(Arc::clone(&connection));
        Ok(connection.lock_owned().await)
    }

    async fn connect(&self) -> Result<PgConnection, ApiError> {
        let code = match timeout(CONNECT, self.options.connect()).await {
            Ok(Ok(connection)) => return Ok(connection),
            Ok(Err(sqlx::Error::Database(_))) => "database_refuses_connections",
            Ok(Err(_)) => "database_unreachable",
            Err(_) => "database_slow_to_connect",
        };
        Line::new("database_failed").code(code).write();
        Err(ApiError::DatabaseUnavailable)
    }

    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Arc<Mutex<PgConnection>>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// While a container is frozen its connection may end, or be forgotten by what lies between (Lambda's network forgets what
/// is idle for 350 s): then nothing comes back, not even a refusal.
async fn answers(connection: &mut PgConnection) -> bool {
    matches!(timeout(PING, connection.ping()).await, Ok(Ok(())))
}
