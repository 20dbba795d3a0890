//! Roundel's lambdas, each a flow of steps with a thin binary around it.
//!
//! | binary | event | flow |
//! |---|---|---|
//! | `key_upload` | HTTP API, payload 2.0 | [`key_upload::KeyUpload::respond`] |
//! | `authorizer` | HTTP API authorizer, payload 2.0 | [`authorizer::Authorizer::decide`] |
//! | `session` | HTTP API, payload 2.0 | [`session::Sessions::respond`] |
//! | `variants` | SQS of S3 events | [`variants::Variants::handle`] |
//!
//! Tokens, presigned URLs and pictures are never logged: what a log line may hold is in [`log`], what keeps them out in
//! [`secret`].

pub mod authorizer;
pub mod fetch;
pub mod http_api;
pub mod invocation;
pub mod key_upload;
pub mod log;
pub mod metric;
pub mod secret;
pub mod session;
pub mod settings;
pub mod sigv4;
pub mod token_gate;
#[cfg(feature = "variants")]
pub mod variants;

/// The verifier's own: tokens and key sets of keys that are made when tests start.
#[cfg(test)]
#[path = "../../crates/token/tests/signing/mod.rs"]
mod signing;
