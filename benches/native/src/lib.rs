//! What the native benchmarks share.

pub mod process;
