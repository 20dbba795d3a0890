//! The server of a test program.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::{Installation, PostgresError, Server};

/// Where this test program finds a server, its database `postgres`: the one of `DATABASE_URL`, else one that is started with
/// the first call, in `target/postgres/<name>`, and ends with the program.
///
/// # Errors
/// As [`Server::start`].
pub fn url_for_tests(name: &str) -> Result<String, &'static PostgresError> {
    static SERVER: OnceLock<Result<Server, PostgresError>> = OnceLock::new();
    if let Ok(given) = env::var("DATABASE_URL") {
        return Ok(given);
    }
    let server = SERVER.get_or_init(|| {
        Server::start(
            &Installation::find()?,
            &target().join("postgres").join(name),
            None,
        )
    });
    server.as_ref().map(|server| server.url("postgres"))
}

fn target() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}
