//! The decision behind CloudFront's viewer-request event: who may read what, and which file that is.
//!
//! Everything is decided here and nothing is done: [`Edge::decide`] takes the event's strings and the time, and answers
//! what the handler is to do. The handler (`handler.mjs`) does the IO, which is one `fetch` of keys now and then.
//!
//! The flow is [`decide`](Edge::decide)'s body; each step is a file.
//!
//! As wasm it stands without `std`, whose panics are printed by code larger than all that is decided here.

#![no_std]

extern crate alloc;

mod accept;
mod access;
mod answer;
#[cfg(target_arch = "wasm32")]
mod bindings;
mod config;
mod cors;
mod decide;
mod event;
mod hints;
mod path;
mod refuse;
mod rewrite;
#[cfg(target_arch = "wasm32")]
mod runtime;
mod sign_in;
mod trusted_headers;

pub use accept::best_format;
pub use access::{Access, Rule};
pub use answer::{Answer, Changes, Response};
pub use config::{Config, ConfigError};
pub use decide::Edge;
pub use event::{EventError, ViewerRequest};
pub use sign_in::SignIn;
