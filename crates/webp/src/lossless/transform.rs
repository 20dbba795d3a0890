//! What the encoder did to the pixels, and undoing it (RFC 9649, 3.5).

use alloc::vec::Vec;

mod colour;
mod palette;
mod predictor;

use self::palette::Palette;
use super::bit_reader::BitReader;
use super::image::{self, Kind};
use super::{Blocks, Pixel};
use crate::{Corrupt, DecodeError};

enum Transform {
    /// 3.5.1: what each block of pixels was predicted from.
    Predictor(Blocks),
    /// 3.5.2: how green was taken from red and blue, and red from blue, in each block.
    Colour(Blocks),
    /// 3.5.3.
    SubtractGreen,
    /// 3.5.4.
    Palette(Palette),
}

/// The transforms of an image in the order in which they were made.
pub(super) struct Transforms {
    /// Each with the width of the image that it was made on.
    made: Vec<(Transform, usize)>,
    width: usize,
}

impl Transforms {
    /// Reads all transforms, of which there is at most one of each kind.
    pub(super) fn read(
        bits: &mut BitReader<'_>,
        width: usize,
        height: usize,
    ) -> Result<Self, DecodeError> {
        let mut made = Vec::new();
        let mut reduced = width;
        let mut kinds = 0;
        while bits.read_flag() {
            let kind = bits.read(2);
            if kinds >> kind & 1 == 1 {
                return Err(Corrupt::Transform.into());
            }
            kinds |= 1 << kind;
            let transform = read_one(bits, kind, reduced, height)?;
            let before = reduced;
            if let Transform::Palette(palette) = &transform {
                reduced = palette.packed(reduced);
            }
            made.push((transform, before));
        }
        Ok(Self {
            made,
            width: reduced,
        })
    }

    /// The width of the image that is stored, which is smaller where a pixel holds several.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The image as it was before all transforms.
    pub(super) fn undo(&self, mut pixels: Vec<Pixel>) -> Vec<Pixel> {
        for (transform, width) in self.made.iter().rev() {
            match transform {
                Transform::Predictor(blocks) => predictor::undo(&mut pixels, *width, blocks),
                Transform::Colour(blocks) => colour::undo(&mut pixels, *width, blocks),
                Transform::SubtractGreen => colour::add_green(&mut pixels),
                Transform::Palette(palette) => pixels = palette.undo(&pixels, *width),
            }
        }
        pixels
    }
}

fn read_one(
    bits: &mut BitReader<'_>,
    kind: u32,
    width: usize,
    height: usize,
) -> Result<Transform, DecodeError> {
    Ok(match kind {
        0 => Transform::Predictor(image::read_blocks(bits, width, height)?),
        1 => Transform::Colour(image::read_blocks(bits, width, height)?),
        2 => Transform::SubtractGreen,
        _ => {
            let colours = bits.read(8) as usize + 1;
            let deltas = image::read(bits, Kind::Auxiliary, colours, 1)?;
            Transform::Palette(Palette::new(deltas))
        }
    })
}
