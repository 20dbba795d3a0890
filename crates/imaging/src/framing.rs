//! Step: from what was asked for to the part of the picture that comes out, once it is decoded.

use crate::attention::{LEAST_QUARTERS, attention};
use crate::built_in::ATTENTION;
use crate::crop::{area, output_size, stored_region};
use crate::decode::Decoded;
use crate::{Attention, CropBox, Fit, Gravity, ImageError, Probe};

/// What is decoded, and how its part is chosen.
pub(crate) struct Framing<'a> {
    source: &'a Probe,
    /// What is decoded, upright.
    area: CropBox,
    /// The longer side that comes out at most.
    size: u32,
    looks: bool,
}

/// The part that comes out.
pub(crate) struct Framed {
    /// Upright.
    pub(crate) crop: CropBox,
    pub(crate) attention: Option<Attention>,
}

impl<'a> Framing<'a> {
    pub(crate) fn new(
        source: &'a Probe,
        crop: Option<CropBox>,
        fit: Fit,
        gravity: Gravity,
        size: u32,
    ) -> Result<Self, ImageError> {
        let area = area(source, crop)?;
        let looks = fit == Fit::Square && gravity == Gravity::Attention;
        if looks && !ATTENTION {
            let expected = "another than attention in this build";
            return Err(ImageError::option("gravity", expected));
        }
        Ok(Self {
            source,
            area: match fit {
                Fit::Square if !looks => gravity.square(area),
                _ => area,
            },
            size,
            looks,
        })
    }

    /// What is decoded, in stored rows and columns.
    pub(crate) fn stored(&self) -> CropBox {
        stored_region(self.area, self.source)
    }

    /// Pixels for which it is decoded, stored columns and rows: where a smaller square may be found in it, more than
    /// come out.
    pub(crate) fn target(&self) -> (u32, u32) {
        let (width, height) = output_size(self.area, self.size);
        if self.looks {
            let side = (self.size * 4).div_ceil(LEAST_QUARTERS);
            let side = side.min(self.area.width.min(self.area.height));
            return (side, side);
        }
        self.source.orientation.exchanged(width, height)
    }

    /// The part that comes out of what was decoded, and that part of it.
    pub(crate) fn framed(&self, decoded: Decoded) -> (Framed, Decoded) {
        if !ATTENTION || !self.looks {
            let framed = Framed {
                crop: self.area,
                attention: None,
            };
            return (framed, decoded);
        }
        let found = attention(&decoded, self.area, self.source.orientation, self.size);
        let part = stored_region(found.crop, self.source);
        let framed = Framed {
            crop: found.crop,
            attention: Some(found),
        };
        (framed, decoded.part(self.stored(), part))
    }
}
