//! On a real Postgres, each test in a database of its own: the server of `DATABASE_URL`, else one that is started.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod adoption;
mod faults;
mod fresh;
mod migrating;
mod plans;
mod schema;
mod support;
