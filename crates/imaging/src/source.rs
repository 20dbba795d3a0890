//! What a picture's outputs are made from: colours in linear light, or a JPEG's planes.

use crate::Orientation;
use crate::decode::Decoded;
use crate::linear::{Linear, to_srgb};
use crate::orient::orient;
use crate::picture::Picture;
use crate::planes::{Chroma, PlaneSource, ResizedPlanes};
use crate::resize::ColourSource;

/// Decoded pixels, ready to be resized any number of times.
pub(crate) struct Source<'a> {
    pixels: Pixels<'a>,
    orientation: Orientation,
}

enum Pixels<'a> {
    Colours(ColourSource<'a>),
    Planes(PlaneSource<'a>),
}

/// An output at its size, still as it was stored, with all the light it had.
pub(crate) struct Resized {
    pixels: ResizedPixels,
    orientation: Orientation,
}

enum ResizedPixels {
    Colours(Linear),
    Planes(ResizedPlanes),
}

impl<'a> Source<'a> {
    /// Prepares outputs of at most `target` pixels, stored rows and columns.
    pub(crate) fn new(
        decoded: &'a Decoded,
        target: (u32, u32),
        chroma: Chroma,
        orientation: Orientation,
    ) -> Self {
        let pixels = match decoded {
            Decoded::Raster(raster, region) => {
                Pixels::Colours(ColourSource::new(raster, *region, target))
            }
            Decoded::Light(linear, region) => {
                Pixels::Colours(ColourSource::decoded(linear, *region))
            }
            Decoded::Planes(parts) => Pixels::Planes(PlaneSource::new(parts, chroma, orientation)),
        };
        Self {
            pixels,
            orientation,
        }
    }

    /// The output of a size, stored rows and columns.
    pub(crate) fn resized(&self, size: (u32, u32)) -> Resized {
        let pixels = match &self.pixels {
            Pixels::Colours(source) => ResizedPixels::Colours(source.resized(size)),
            Pixels::Planes(source) => ResizedPixels::Planes(source.resized(size)),
        };
        Resized {
            pixels,
            orientation: self.orientation,
        }
    }
}

impl Resized {
    /// The upright picture.
    pub(crate) fn picture(&self) -> Picture {
        match &self.pixels {
            ResizedPixels::Colours(linear) => {
                Picture::Raster(orient(to_srgb(linear), self.orientation))
            }
            ResizedPixels::Planes(planes) => Picture::Planes(planes.picture()),
        }
    }
}

impl From<Resized> for Source<'_> {
    fn from(resized: Resized) -> Self {
        let pixels = match resized.pixels {
            ResizedPixels::Colours(linear) => Pixels::Colours(linear.into()),
            ResizedPixels::Planes(planes) => Pixels::Planes(planes.into()),
        };
        Self {
            pixels,
            orientation: resized.orientation,
        }
    }
}
