//! The very binaries, behind a runtime API, with a store, an issuer, a topic and a queue whose requests are written down.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "these are tests, helpers included"
)]

mod key_upload;
mod lines;
mod recorder;
mod variants;
mod world;
