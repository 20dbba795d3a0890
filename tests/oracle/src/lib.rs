//! What other decoders make of the same files.
//!
//! The oracles are libjpeg-turbo and its kin as npm's `sharp` carries them, prebuilt, and jpeg-decoder. Where
//! libjpeg's arithmetic is known it is repeated on our planes ([`libjpeg`]), so that whole pictures can be compared
//! sample for sample and not only in what happens to be stored in full.

pub mod corpus;
pub mod libjpeg;
mod pixels;
mod sharp;

pub use pixels::{Difference, Pixels};
pub use sharp::{Channels, Encode, Sharp};

/// What keeps an oracle from being asked.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
