//! The decision behind CloudFront's viewer-request event: who may read what, and which file that is.
//!
//! Everything is decided here and nothing is done: [`Edge::decide`] takes the event's text and the time, and answers
//! what the handler is to do. The handler (`handler.mjs`) does the IO, which is one `fetch` of keys now and then.
//!
//! The flow is [`decide`](Edge::decide)'s body; each step is a file.

mod accept;
mod access;
#[cfg(target_arch = "wasm32")]
mod bindings;
mod config;
mod cors;
mod decide;
mod event;
mod path;
mod refuse;
mod rewrite;
mod trusted_headers;

pub use accept::best_format;
pub use access::{Access, Rule};
pub use config::{Config, ConfigErrors};
pub use decide::{Answer, Edge};
pub use event::{EventError, ViewerRequest};
