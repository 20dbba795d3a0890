//! A Postgres of one's own, for development and tests: found on this machine, set up in a folder, started on a port of
//! 127.0.0.1, and ended with the program that started it, however that ends.
//!
//! ```no_run
//! use roundel_postgres::{Installation, Server};
//!
//! let server = Server::start(&Installation::find()?, "target/dev/postgres".as_ref(), None)?;
//! println!("{} is a server's", server.url("roundel").starts_with("postgres://"));
//! # Ok::<(), roundel_postgres::PostgresError>(())
//! ```
//!
//! Postgres refuses to be root's. Where root asks for it, it runs as `postgres` or `nobody`; where those cannot reach the
//! folder, it lives in the system's folder for what is temporary.

#[cfg(unix)]
mod cluster;
mod error;
mod installation;
#[cfg(unix)]
mod place;
#[cfg(unix)]
mod process;
#[cfg(unix)]
mod server;
#[cfg(unix)]
mod tests_server;
#[cfg(unix)]
mod user;

pub use error::PostgresError;
pub use installation::{BIN, Installation};
#[cfg(unix)]
pub use server::Server;
#[cfg(unix)]
pub use tests_server::url_for_tests;
