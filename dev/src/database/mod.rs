//! The database: the one that was named, else a server of the stack's own; migrated, and with people in it.

mod people;
mod seed;

use std::sync::{Arc, Mutex, PoisonError};

use roundel_database::{
    DatabaseError, Migrations, connect, create_if_missing, is_on_this_machine, migrate,
};
use roundel_postgres::{Installation, PostgresError, Server};

use crate::error::StackError;
use crate::options::{Options, Ports};
use crate::state::{State, write_private};

/// Where a stack of its own server is found, where the port is free.
const PORT: u16 = 4625;
const NAME: &str = "roundel";

/// A migrated database. Clones are the same; the server ends with the last of them.
#[derive(Clone, Debug)]
pub struct Database {
    /// `postgres://…`, a password included.
    pub url: String,
    server: Option<Arc<Mutex<Server>>>,
}

/// `DATABASE_URL`, if it names a server on this machine: demo people are written into it.
///
/// # Errors
/// [`StackError::Usage`] where it names another machine's.
pub fn of_environment() -> Result<Option<String>, StackError> {
    let Ok(url) = std::env::var("DATABASE_URL") else {
        return Ok(None);
    };
    match is_on_this_machine(&url)? {
        true => Ok(Some(url)),
        false => Err(StackError::Usage(
            "DATABASE_URL names another machine, and this writes demo people: say --database-url if you mean it".to_owned(),
        )),
    }
}

impl Database {
    /// Server ▸ database ▸ migrations ▸ people. `database-url` in the state tells tests where.
    ///
    /// # Errors
    /// [`StackError::Postgres`] and [`StackError::Database`].
    pub async fn open(options: &Options, state: &State) -> Result<Self, StackError> {
        let database = match &options.database_url {
            Some(url) => Self {
                url: url.clone(),
                server: None,
            },
            None => Self::start(options, state).await?,
        };
        create_if_missing(&database.url).await?;
        let mut connection = connect(&database.url).await?;
        migrate(&mut connection, &Migrations::embedded()?).await?;
        seed::seed(&mut connection)
            .await
            .map_err(DatabaseError::Query)?;
        write_private(&state.path("database-url"), database.url.as_bytes())?;
        Ok(database)
    }

    /// Ends the stack's own server for now; `false` where it has none.
    pub async fn pause(&self) -> bool {
        self.with_server(|server| {
            server.pause();
            true
        })
        .await
    }

    /// Starts it again.
    pub async fn resume(&self) -> bool {
        self.with_server(|server| server.resume().is_ok()).await
    }

    async fn start(options: &Options, state: &State) -> Result<Self, StackError> {
        let folder = state.path("postgres");
        let port = (options.ports == Ports::Preferred).then_some(PORT);
        let server = blocking(move || Server::start(&Installation::find()?, &folder, port)).await?;
        Ok(Self {
            url: server.url(NAME),
            server: Some(Arc::new(Mutex::new(server))),
        })
    }

    async fn with_server(&self, act: impl FnOnce(&mut Server) -> bool + Send + 'static) -> bool {
        let Some(server) = self.server.clone() else {
            return false;
        };
        let acted = tokio::task::spawn_blocking(move || {
            act(&mut server.lock().unwrap_or_else(PoisonError::into_inner))
        });
        acted.await.unwrap_or(false)
    }
}

async fn blocking(
    start: impl FnOnce() -> Result<Server, PostgresError> + Send + 'static,
) -> Result<Server, StackError> {
    match tokio::task::spawn_blocking(start).await {
        Ok(server) => Ok(server?),
        Err(_) => Err(StackError::Postgres(PostgresError::NotFound)),
    }
}
