//! What the caller wants, and how much of everything a file may take.

use super::error::OverLimit;
use super::header::Frame;

/// How to decode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How much smaller to make the picture.
    pub scale: Scale,
    /// How much smaller than stored to make the second and third of three or four components, if other than `scale`.
    /// Where their plane would become larger than the first it is made smaller by the factor it takes.
    pub chroma_scale: Option<Scale>,
    /// The part to decode, in pixels as stored; all of the picture if there is none.
    pub region: Option<Region>,
    /// Limits on what a file may ask for.
    pub limits: Limits,
}

/// A size that an 8x8 block can be transformed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// As stored.
    #[default]
    Full,
    /// 1/2.
    Half,
    /// 3/8.
    ThreeEighths,
    /// 1/4.
    Quarter,
    /// 1/8: of each block its mean.
    Eighth,
}

/// A part of the picture, in pixels as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width, at least 1.
    pub width: u32,
    /// Height, at least 1.
    pub height: u32,
}

/// Limits, each checked before what it limits is allocated or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most pixels of a picture as stored. Default: 100 million, twice what a good camera makes.
    pub max_pixels: u64,
    /// Most bytes of coefficients kept for a progressive picture. Default: 256 MiB, enough for 60 million pixels in
    /// full size with 4:2:0 chroma.
    pub max_coefficient_bytes: u64,
    /// Most scans. Default: 100; encoders make about ten.
    pub max_scans: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_pixels: 100_000_000,
            max_coefficient_bytes: 256 << 20,
            max_scans: 100,
        }
    }
}

impl Limits {
    pub(super) fn check(&self, frame: &Frame) -> Result<(), OverLimit> {
        let pixels = frame.width as u64 * frame.height as u64;
        if pixels > self.max_pixels {
            Err(OverLimit::Pixels)
        } else {
            Ok(())
        }
    }
}

impl Scale {
    /// All of them, the largest first.
    pub const ALL: [Self; 5] = [
        Self::Full,
        Self::Half,
        Self::ThreeEighths,
        Self::Quarter,
        Self::Eighth,
    ];

    /// How many eighths of the stored sides: 8, 4, 3, 2 or 1. As many samples a block gives, across and down.
    #[must_use]
    pub fn eighths(self) -> u32 {
        match self {
            Self::Full => 8,
            Self::Half => 4,
            Self::ThreeEighths => 3,
            Self::Quarter => 2,
            Self::Eighth => 1,
        }
    }
}
