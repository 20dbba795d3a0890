//! Step: decode, no larger than the output needs.
//!
//! One file a format. JPEG gives planes of the region alone, reduced by 2, 4 or 8 on each side. PNG and GIF give their
//! rows one by one, of which [`Gather`](gather::Gather) keeps what is needed; WebP gives a [`Raster`] of the whole.
//! Colours are the picture's own; inks become sRGB at once.

use alloc::vec::Vec;

mod gather;
mod gif;
mod jpeg;
#[cfg(feature = "png")]
mod png;
mod webp;

use crate::built_in::{has, lacks};
use crate::colour::Inks;
use crate::linear::Linear;
use crate::planes::{Chroma, Part};
use crate::probe::Inspected;
use crate::raster::{Raster, Region};
use crate::{CropBox, ImageError, ImageType};

/// Decoded pixels, and the part of them that was asked for.
#[derive(Debug, PartialEq)]
pub(crate) enum Decoded {
    /// Colours, and the part in pixels, fractions included.
    Raster(Raster, Region),
    /// Averages of what was asked for, and where it lies among them.
    Light(Linear, Region),
    /// Luma, or luma and two planes of chroma.
    Planes(Vec<Part>),
}

impl Decoded {
    /// A part of what was asked for, both in stored pixels.
    pub(crate) fn part(mut self, of: CropBox, part: CropBox) -> Self {
        match &mut self {
            Self::Raster(_, region) | Self::Light(_, region) => *region = region.part(of, part),
            Self::Planes(parts) => {
                for plane in parts {
                    plane.region = plane.region.part(of, part);
                }
            }
        }
        self
    }
}

/// Decodes so that `region`, in stored pixels, keeps at least twice the `target` size where it had that much.
///
/// Twice, because a reduction while decoding to that costs at most 0.35 ssimulacra2, and below it up to 20.
pub(crate) fn decode(
    bytes: &[u8],
    source: &Inspected,
    inks: &Inks,
    region: CropBox,
    target: (u32, u32),
    chroma: Chroma,
) -> Result<Decoded, ImageError> {
    match source.probe.format {
        ImageType::Jpeg => jpeg::decode(bytes, source, inks, region, target, chroma),
        #[cfg(feature = "png")]
        ImageType::Png => png::decode(bytes, region, target),
        ImageType::Gif if has(ImageType::Gif) => gif::decode(bytes, region, target),
        ImageType::Webp if has(ImageType::Webp) => {
            let raster = webp::decode(bytes, source)?;
            Ok(Decoded::Raster(raster, Region::of(region, 1)))
        }
        format => Err(lacks(format)),
    }
}
