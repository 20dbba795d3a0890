//! A WebP decoder for wasm: stills, lossy and lossless, with alpha, and the first frame of animations.
//!
//! Bytes in, pixels out, the same natively and in wasm: integers only. What the specifications fix is bit-exact, and
//! colours are converted as libwebp does.
//!
//! Sources: RFC 9649 for the container and lossless bitstreams, RFC 6386 for lossy ones.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod alpha;
mod error;
mod lossless;
mod lossy;
mod picture;
mod rgb;

pub mod container;

pub use error::{Corrupt, DecodeError};
pub use picture::{Picture, Pixels, decode};
