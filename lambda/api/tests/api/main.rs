//! The API on a real Postgres, with tokens of the local issuer: what needs a hand in the database, or events that no gateway
//! would send. What a page can ask is in `tests/e2e/api.test.mjs`.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod cut;
#[path = "../../../database/tests/postgres/fresh.rs"]
mod fresh;
mod limits;
mod posts;
mod queries;
mod refusals;
mod requests;
mod sns;
mod world;
