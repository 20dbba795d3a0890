//! Every room of the local stack behind its real door: servers on free ports, processes, files. One program, so that
//! it is linked once.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod cdn;
mod demo;
mod faults;
mod gateway;
mod issuer;
mod queue;
mod runtime_api;
mod s3;
mod sns;
mod stack;
mod support;
