//! One connection, for as long as migrations run.

use std::net::IpAddr;
use std::str::FromStr;

use sqlx::migrate::MigrateDatabase;
use sqlx::postgres::{PgConnectOptions, PgConnection, Postgres};
use sqlx::{ConnectOptions, Connection};

use crate::DatabaseError;

/// Connects to a database as `postgres://user:password@host:port/name?sslmode=verify-full&sslrootcert=FILE` names it.
///
/// # Errors
/// [`DatabaseError::Url`] and [`DatabaseError::Unavailable`]. Neither repeats the URL, which may hold a password.
pub async fn connect(url: &str) -> Result<PgConnection, DatabaseError> {
    let options = parse(url)?;
    let options = options
        .application_name("roundel db")
        .disable_statement_logging();
    PgConnection::connect_with(&options)
        .await
        .map_err(DatabaseError::Unavailable)
}

/// Makes the database that the URL names, where the server has none of this name.
///
/// # Errors
/// As [`connect`], and [`DatabaseError::Query`] where that is not allowed.
pub async fn create_if_missing(url: &str) -> Result<(), DatabaseError> {
    parse(url)?;
    let there = Postgres::database_exists(url).await;
    match there.map_err(DatabaseError::Unavailable)? {
        true => Ok(()),
        false => Ok(Postgres::create_database(url).await?),
    }
}

/// Whether the URL's server is on this machine: a socket, `localhost` or a loopback address.
///
/// # Errors
/// [`DatabaseError::Url`].
pub fn is_on_this_machine(url: &str) -> Result<bool, DatabaseError> {
    let options = parse(url)?;
    let host = options.get_host().trim_matches(['[', ']']);
    let loopback = host
        .parse()
        .is_ok_and(|address: IpAddr| address.is_loopback());
    Ok(options.get_socket().is_some() || host.starts_with('/') || host == "localhost" || loopback)
}

/// sqlx leaves the scheme unread, and would call `mysql://` a Postgres.
fn parse(url: &str) -> Result<PgConnectOptions, DatabaseError> {
    let named = ["postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    if !named {
        return Err(DatabaseError::Url);
    }
    PgConnectOptions::from_str(url).map_err(|_| DatabaseError::Url)
}

#[cfg(test)]
mod tests {
    use super::is_on_this_machine;

    #[test]
    fn whose_server_a_url_names() {
        for (url, here) in [
            ("postgres://u:p@127.0.0.1:5432/d", true),
            ("postgres://localhost/d", true),
            ("postgresql://[::1]/d", true),
            ("postgres:///d?host=/var/run/postgresql", true),
            ("postgres://db.example.com/localhost", false),
            ("postgres://localhost.example.com/d", false),
            ("postgres://10.0.0.1/d", false),
        ] {
            assert_eq!(is_on_this_machine(url).unwrap(), here, "{url}");
        }
        assert_eq!(
            is_on_this_machine("not a URL").unwrap_err().code(),
            "database_url"
        );
    }
}
