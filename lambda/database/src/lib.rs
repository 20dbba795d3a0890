//! Roundel's database: its migrations, and what runs them.
//!
//! [`migrate`], [`rollback`] and [`status`] are the flows; [`generate`] writes the files of a new migration. History is
//! kept in sqlx's table `_sqlx_migrations`, so that `sqlx migrate` understands it, too. A database of the original, which
//! has `schema_information` and no history, is adopted by [`migrate`]; see `docs/database.md`.
//!
//! ```no_run
//! # async fn example() -> Result<(), roundel_database::DatabaseError> {
//! use roundel_database::{Migrations, connect, migrate};
//!
//! let mut database = connect("postgres://roundel@127.0.0.1/roundel").await?;
//! let report = migrate(&mut database, &Migrations::embedded()?).await?;
//! println!("{} applied", report.applied.len());
//! # Ok(())
//! # }
//! ```

mod adopt;
mod connect;
mod error;
mod generate;
mod history;
mod id;
mod lock;
mod migrate;
mod migrations;
mod rollback;
mod schema_information;
mod statements;
mod status;
mod step;

pub use connect::{connect, create_if_missing, is_on_this_machine};
pub use error::DatabaseError;
pub use generate::{Generated, generate};
pub use id::MigrationId;
pub use migrate::{Report, migrate};
pub use migrations::{Migration, Migrations, Named};
pub use rollback::rollback;
pub use status::{Condition, Row, status};
