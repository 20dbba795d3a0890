//! Step: decode, no larger than the output needs.
//!
//! One file a format. Each gives a [`Raster`] of the whole stored picture, sRGB with straight alpha, and may give it
//! reduced by 2, 4 or 8 on each side where its format makes that cheap.

mod gif;
mod jpeg;
mod png;
mod webp;

use crate::probe::Inspected;
use crate::raster::{Raster, Region};
use crate::{CropBox, ImageError, ImageType};

/// Decoded pixels and the part of them that was asked for.
pub(crate) struct Decoded {
    pub(crate) raster: Raster,
    /// In pixels of `raster`, fractions included.
    pub(crate) region: Region,
}

/// Decodes so that `region`, in stored pixels, keeps at least twice the `target` size where it had that much.
///
/// Twice, because a reduction while decoding to that costs at most 0.35 ssimulacra2, and below it up to 20.
pub(crate) fn decode(
    bytes: &[u8],
    source: &Inspected,
    region: CropBox,
    target: (u32, u32),
) -> Result<Decoded, ImageError> {
    let reduction = cheapest_reduction(region, target);
    let (raster, reduction) = match source.probe.format {
        ImageType::Jpeg => jpeg::decode(bytes, source, reduction)?,
        ImageType::Png => (png::decode(bytes)?, 1),
        ImageType::Webp => (webp::decode(bytes, source)?, 1),
        ImageType::Gif => (gif::decode(bytes)?, 1),
    };
    Ok(Decoded {
        region: Region::of(region, reduction).within(&raster),
        raster,
    })
}

/// 8, 4, 2 or 1: the largest that leaves twice the target on both sides.
fn cheapest_reduction(region: CropBox, (width, height): (u32, u32)) -> u32 {
    let leaves_enough = |reduction: &u32| {
        region.width >= 2 * width * reduction && region.height >= 2 * height * reduction
    };
    [8, 4, 2].into_iter().find(leaves_enough).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reduction_leaves_twice_the_target_on_both_sides() {
        let region = |width, height| CropBox {
            x: 0,
            y: 0,
            width,
            height,
        };
        assert_eq!(cheapest_reduction(region(2048, 2048), (512, 512)), 2);
        assert_eq!(cheapest_reduction(region(2047, 2048), (512, 512)), 1);
        assert_eq!(cheapest_reduction(region(3000, 3000), (64, 64)), 8);
        assert_eq!(cheapest_reduction(region(100, 100), (100, 100)), 1);
    }
}
