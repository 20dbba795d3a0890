//! Roundel's local stack: what the deployed system talks to, in one process on 127.0.0.1.
//!
//! | room | stands in for |
//! |---|---|
//! | [`s3`] | the two buckets, their CORS configuration and notifications |
//! | [`queue`] | SQS, its dead-letter queue and Lambda's event-source mapping |
//! | [`sns`] | the topic of new avatars |
//! | [`runtime_api`] | Lambda: spawns the very binaries that would be deployed |
//! | [`gateway`] | the HTTP API with its custom authorizer |
//! | [`issuer`] | the Cognito user pool |
//! | [`cdn`] | CloudFront: runs the real edge handler for every viewer request |
//! | [`database`] | RDS: Postgres, migrated, with people in it |
//! | [`demo`] | the web server of the demo page |
//! | [`faults`] | bad days, where they are asked for |
//!
//! [`Stack::start`] is the flow. Nothing that is deployed depends on this crate.

pub mod cdn;
mod clock;
mod cors;
pub mod database;
pub mod demo;
mod edge_bundle;
mod error;
pub mod faults;
pub mod gateway;
pub mod identity;
pub mod issuer;
mod listeners;
mod options;
pub mod queue;
pub mod runtime_api;
pub mod s3;
pub mod sns;
mod stack;
mod state;

pub use error::StackError;
pub use listeners::Listener;
pub use options::{Options, Ports, USAGE};
pub use stack::{Addresses, Stack};
pub use state::State;
