//! Pixels as every decoder delivers and every encoder takes them.

use crate::CropBox;

/// Which bytes a pixel has. Colour is sRGB; alpha is straight, not premultiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, alpha.
    Rgba,
}

impl Layout {
    pub(crate) const fn channels(self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }
}

/// A picture of 8 bits a channel, rows from the top without padding.
///
/// `data` holds exactly `width * height` pixels of `layout`, neither side is 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Raster {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) layout: Layout,
    pub(crate) data: Vec<u8>,
}

/// A box in a raster that may begin and end between pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Region {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Region {
    /// Where `whole` lies once both sides are divided by `reduction`.
    pub(crate) fn of(whole: CropBox, reduction: u32) -> Self {
        let reduced = |side: u32| f64::from(side) / f64::from(reduction);
        Self {
            left: reduced(whole.x),
            top: reduced(whole.y),
            width: reduced(whole.width),
            height: reduced(whole.height),
        }
    }

    /// All of a raster.
    pub(crate) fn whole(raster: &Raster) -> Self {
        Self {
            left: 0.0,
            top: 0.0,
            width: raster.width.into(),
            height: raster.height.into(),
        }
    }

    /// The part of it that lies in `raster`.
    pub(crate) fn within(self, raster: &Raster) -> Self {
        Self {
            width: self.width.min(f64::from(raster.width) - self.left),
            height: self.height.min(f64::from(raster.height) - self.top),
            ..self
        }
    }
}

#[cfg(test)]
impl Raster {
    /// The pixel at a position given in parts of the picture, 0 to 1.
    pub(crate) fn pixel_at(&self, u: f64, v: f64) -> &[u8] {
        let x = (u * f64::from(self.width)) as usize;
        let y = (v * f64::from(self.height)) as usize;
        let channels = self.layout.channels();
        &self.data[(y * self.width as usize + x) * channels..][..channels]
    }
}
