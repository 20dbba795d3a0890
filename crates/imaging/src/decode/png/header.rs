//! IHDR: what the samples are (11.2.1).

use super::chunks::Chunk;
use crate::ImageError;

/// A header whose depth goes with its colour type.
pub(super) struct Header {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Bits a sample: 1, 2, 4, 8 or 16.
    pub(super) depth: u8,
    pub(super) colour: Colour,
    /// In the seven passes of Adam7.
    pub(super) interlaced: bool,
}

/// What a pixel's samples mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Grey,
    Rgb,
    Palette,
    GreyAlpha,
    Rgba,
}

impl Header {
    pub(super) fn read(chunk: &Chunk<'_>) -> Result<Self, ImageError> {
        let wrong = || ImageError::corrupt("a PNG header that says nothing known");
        let (
            b"IHDR",
            &[
                w0,
                w1,
                w2,
                w3,
                h0,
                h1,
                h2,
                h3,
                depth,
                colour,
                0,
                0,
                order @ 0..=1,
            ],
        ) = (&chunk.kind, chunk.data)
        else {
            return Err(wrong());
        };
        let colour = match (colour, depth) {
            (0, 1 | 2 | 4 | 8 | 16) => Colour::Grey,
            (2, 8 | 16) => Colour::Rgb,
            (3, 1 | 2 | 4 | 8) => Colour::Palette,
            (4, 8 | 16) => Colour::GreyAlpha,
            (6, 8 | 16) => Colour::Rgba,
            _ => return Err(wrong()),
        };
        Ok(Self {
            width: u32::from_be_bytes([w0, w1, w2, w3]),
            height: u32::from_be_bytes([h0, h1, h2, h3]),
            depth,
            colour,
            interlaced: order == 1,
        })
    }

    /// Bits of a pixel, 1 to 64.
    pub(super) fn bits(&self) -> usize {
        usize::from(self.depth) * self.colour.samples()
    }

    /// Bytes of `width` pixels, padded to whole ones (7.2).
    pub(super) fn line(&self, width: u32) -> usize {
        (width as usize * self.bits()).div_ceil(8)
    }
}

impl Colour {
    const fn samples(self) -> usize {
        match self {
            Self::Grey | Self::Palette => 1,
            Self::GreyAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}
