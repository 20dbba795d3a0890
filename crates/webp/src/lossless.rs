//! Step: lossless bitstreams (VP8L; RFC 9649, 3).

use alloc::vec::Vec;

pub(crate) mod bit_reader;
mod code_lengths;
mod colour_cache;
mod distance;
mod groups;
mod image;
mod prefix_code;
mod transform;

use self::bit_reader::BitReader;
use self::image::Kind;
use self::transform::Transforms;
use crate::{Corrupt, DecodeError};

/// Blue, green, red, alpha: ARGB, lowest byte first.
pub(crate) type Pixel = [u8; 4];

/// An image of one pixel for each square block of another.
struct Blocks {
    /// A block is 2 to the power of this wide and high.
    bits: u32,
    width: usize,
    pixels: Vec<Pixel>,
}

impl Blocks {
    /// The pixel for the block that holds another image's pixel.
    #[inline]
    fn at(&self, x: usize, y: usize) -> Pixel {
        self.pixels[(y >> self.bits) * self.width + (x >> self.bits)]
    }
}

/// The size and whether alpha counts, as the first 5 bytes say (3.4).
pub(crate) fn header(data: &[u8]) -> Result<(u32, u32, bool), DecodeError> {
    let [signature, rest @ ..] = *data.first_chunk::<5>().ok_or(DecodeError::Truncated)?;
    let bits = u32::from_le_bytes(rest);
    if signature != 0x2F || bits >> 29 != 0 {
        return Err(Corrupt::Signature.into());
    }
    let side = |at: u32| (bits >> at & 0x3FFF) + 1;
    Ok((side(0), side(14), bits >> 28 & 1 == 1))
}

/// The pixels of a chunk, whose header said the size.
pub(crate) fn decode(data: &[u8], width: u32, height: u32) -> Result<Vec<Pixel>, DecodeError> {
    decode_stream(data.get(5..).unwrap_or(&[]), width, height)
}

/// The pixels of a bitstream without its header, as an alpha chunk has it.
pub(crate) fn decode_stream(
    data: &[u8],
    width: u32,
    height: u32,
) -> Result<Vec<Pixel>, DecodeError> {
    let mut bits = BitReader::new(data);
    let (width, height) = (width as usize, height as usize);
    let transforms = Transforms::read(&mut bits, width, height)?;
    let pixels = image::read(&mut bits, Kind::Main, transforms.width(), height)?;
    Ok(transforms.undo(pixels))
}
