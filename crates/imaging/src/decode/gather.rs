//! Rows as they are decoded, of which only the region is kept, and no finer than its outputs need.

use alloc::vec::Vec;

use roundel_resize::{Boxes, reduction};

use super::Decoded;
use crate::CropBox;
use crate::linear::Linear;
use crate::raster::{Layout, Raster, Region};

/// Takes every row of a picture from the top and becomes what was decoded.
pub(super) struct Gather {
    region: CropBox,
    layout: Layout,
    reduction: u32,
    kept: Kept,
    /// The number of the next row.
    row: u32,
}

enum Kept {
    Pixels(Vec<u8>),
    Boxes(Boxes),
}

impl Gather {
    /// Keeps `region`, which lies in the picture, for outputs of at most `target` pixels.
    pub(super) fn new(region: CropBox, target: (u32, u32), layout: Layout) -> Self {
        let reduction = reduction((region.width.into(), region.height.into()), target);
        let kept = if reduction == 1 {
            let pixels = region.width as usize * region.height as usize;
            Kept::Pixels(Vec::with_capacity(pixels * layout.channels()))
        } else {
            Kept::Boxes(Boxes::new(layout.channels(), region.width, reduction))
        };
        Self {
            region,
            layout,
            reduction,
            kept,
            row: 0,
        }
    }

    /// Whether rows below those that came can still matter.
    pub(super) fn wants_more(&self) -> bool {
        self.row < self.region.y + self.region.height
    }

    /// Takes the next row, all of it.
    pub(super) fn push(&mut self, row: &[u8]) {
        if self.row >= self.region.y && self.wants_more() {
            let channels = self.layout.channels();
            let columns = &row[self.region.x as usize * channels..];
            let columns = &columns[..self.region.width as usize * channels];
            match &mut self.kept {
                Kept::Pixels(pixels) => pixels.extend_from_slice(columns),
                Kept::Boxes(boxes) => boxes.push(columns),
            }
        }
        self.row += 1;
    }

    /// What was kept. Every row of the region must have come.
    pub(super) fn finish(self) -> Decoded {
        let whole = CropBox {
            x: 0,
            y: 0,
            ..self.region
        };
        let region = Region::of(whole, self.reduction);
        match self.kept {
            Kept::Boxes(boxes) => Decoded::Light(Linear::from(boxes.finish()), region),
            Kept::Pixels(data) => {
                let raster = Raster {
                    width: self.region.width,
                    height: self.region.height,
                    layout: self.layout,
                    data,
                };
                Decoded::Raster(raster, region)
            }
        }
    }
}
