//! The encoder as others see it: its files read back by decoders written by others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a failed expectation fails the test

mod file;
mod matrix;
mod pictures;
mod refusals;
