//! A database of one test's own; the tests of `lambda/api` have it from here, too.

use roundel_database::connect;
use sqlx::{AssertSqlSafe, Connection, Executor};

/// The URL of a new and empty database of this name, on the server of this test program. The one before it is dropped.
pub async fn fresh(program: &str, name: &str) -> String {
    let server = roundel_postgres::url_for_tests(program).unwrap();
    let mut admin = connect(&server).await.unwrap();
    for statement in [
        format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        format!("CREATE DATABASE {name}"),
    ] {
        admin.execute(AssertSqlSafe(statement)).await.unwrap();
    }
    admin.close().await.unwrap();
    let (place, database) = server.rsplit_once('/').unwrap();
    let options = database.find('?').map_or("", |at| &database[at..]);
    format!("{place}/{name}{options}")
}
