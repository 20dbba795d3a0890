//! Pixels as every decoder delivers and every encoder takes them.

use alloc::vec::Vec;

use crate::CropBox;
use crate::built_in::ALPHA;

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
        if self.has_alpha() { 4 } else { 3 }
    }

    pub(crate) const fn has_alpha(self) -> bool {
        ALPHA && matches!(self, Self::Rgba)
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
        let whole = Self {
            left: whole.x.into(),
            top: whole.y.into(),
            width: whole.width.into(),
            height: whole.height.into(),
        };
        whole.reduced(reduction)
    }

    /// The same box where `by` x `by` pixels have become one.
    pub(crate) fn reduced(self, by: u32) -> Self {
        let by = f64::from(by);
        Self {
            left: self.left / by,
            top: self.top / by,
            width: self.width / by,
            height: self.height / by,
        }
    }

    /// Where `part` lies, when this is where `whole` does.
    pub(crate) fn part(self, whole: CropBox, part: CropBox) -> Self {
        let across = self.width / f64::from(whole.width);
        let down = self.height / f64::from(whole.height);
        Self {
            left: self.left + f64::from(part.x - whole.x) * across,
            top: self.top + f64::from(part.y - whole.y) * down,
            width: f64::from(part.width) * across,
            height: f64::from(part.height) * down,
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

    /// The part of it that lies in a picture of `width` x `height`.
    pub(crate) fn within(self, width: usize, height: usize) -> Self {
        Self {
            width: self.width.min(width as f64 - self.left),
            height: self.height.min(height as f64 - self.top),
            ..self
        }
    }

    /// The whole pixels that it touches in a picture of `width` x `height`.
    pub(crate) fn touched(self, width: usize, height: usize) -> CropBox {
        let span = |start: f64, length: f64, all: usize| {
            let all = all as u32;
            let first = (start as u32).min(all - 1);
            let end = start + length;
            let whole = end as u32;
            let last = whole.saturating_add(u32::from(end > f64::from(whole)));
            let last = last.clamp(first + 1, all);
            (first, last - first)
        };
        let (x, width) = span(self.left, self.width, width);
        let (y, height) = span(self.top, self.height, height);
        CropBox {
            x,
            y,
            width,
            height,
        }
    }

    /// The same box, seen from the top left corner of another.
    pub(crate) fn relative_to(self, window: CropBox) -> Self {
        Self {
            left: self.left - f64::from(window.x),
            top: self.top - f64::from(window.y),
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
