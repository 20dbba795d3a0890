//! Which samples of a plane an output's samples are made from.

use crate::Orientation;
use crate::raster::Region;

/// How finely chroma comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chroma {
    /// One sample for each 2 x 2 pixels of the upright picture (4:2:0).
    Half,
    /// One sample for each pixel (4:4:4).
    Full,
}

impl Chroma {
    /// Samples along an axis of so many pixels.
    pub(crate) const fn samples(self, pixels: u32) -> u32 {
        match self {
            Self::Half => pixels.div_ceil(2),
            Self::Full => pixels,
        }
    }
}

/// How the outputs come out.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) chroma: Chroma,
    pub(super) orientation: Orientation,
}

impl How {
    /// What a plane's samples are made from, and how many there are across and down.
    pub(super) fn grid(
        self,
        plane: usize,
        region: Region,
        width: u32,
        height: u32,
    ) -> (Region, u32, u32) {
        if !self.is_halved(plane) {
            return (region, width, height);
        }
        let (x_reversed, y_reversed) = self.orientation.reverses();
        let (left, across) = pairs(region.left, region.width, width, x_reversed);
        let (top, down) = pairs(region.top, region.height, height, y_reversed);
        let region = Region {
            left,
            top,
            width: across,
            height: down,
        };
        (region, width.div_ceil(2), height.div_ceil(2))
    }

    /// Where the whole picture of `width` x `height` lies in a plane that was made by [`grid`](Self::grid).
    pub(super) fn region_of(self, plane: usize, width: u32, height: u32) -> Region {
        let (across, down) = (f64::from(width), f64::from(height));
        if !self.is_halved(plane) {
            return Region {
                left: 0.0,
                top: 0.0,
                width: across,
                height: down,
            };
        }
        let (x_reversed, y_reversed) = self.orientation.reverses();
        let missing = |side: u32, reversed: bool| {
            if reversed {
                f64::from(side % 2) / 2.0
            } else {
                0.0
            }
        };
        Region {
            left: missing(width, x_reversed),
            top: missing(height, y_reversed),
            width: across / 2.0,
            height: down / 2.0,
        }
    }

    fn is_halved(self, plane: usize) -> bool {
        plane > 0 && self.chroma == Chroma::Half
    }
}

/// Start and length of so many pairs of pixels that they cover an axis.
///
/// An odd number of pixels has a last pair of which only one lies in the picture. Where the axis is reversed
/// afterwards, that must be the first one here.
fn pairs(start: f64, length: f64, pixels: u32, reversed: bool) -> (f64, f64) {
    let pixel = length / f64::from(pixels);
    let before = if reversed { f64::from(pixels % 2) } else { 0.0 };
    let covered = f64::from(pixels.next_multiple_of(2));
    (start - before * pixel, covered * pixel)
}
