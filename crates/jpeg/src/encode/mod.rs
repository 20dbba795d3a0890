//! Encoding: planes of grey or YCbCr to a JFIF file that carries no metadata.
//!
//! Check ▸ transform ([`Prepared::new`]) ▸ quantise ▸ count symbols ▸ write ([`Prepared::encode`]). Huffman tables are made
//! for each picture; a file that is not progressive has one interleaved scan. The same picture and options give the same
//! bytes on every platform.

use alloc::vec::Vec;

mod error;
mod fdct;
mod file;
mod frame;
mod huffman;
mod levels;
mod options;
mod prepared;
#[cfg(feature = "progressive")]
mod progressive;
mod quantisation;
mod segments;
mod sequential;
mod sink;
mod trellis;

pub use error::EncodeError;
pub use options::{Effort, Options, Tables};
pub use prepared::Prepared;

use crate::Planar;
use frame::Frame;
use levels::Levels;

/// Encodes a picture. To write it at several qualities, [`Prepared`] saves work.
///
/// The first plane has the picture's size; chroma planes both the same, or half as wide, half as high, or both (4:2:2, 4:4:0,
/// 4:2:0), rounded up. Samples are full range (JFIF).
///
/// # Errors
/// See [`EncodeError`]. Nothing is written in part.
pub fn encode(picture: &Planar, options: &Options) -> Result<Vec<u8>, EncodeError> {
    Prepared::new(picture)?.encode(options)
}

/// 64 coefficients in the order of coding.
type Block = [i16; 64];
