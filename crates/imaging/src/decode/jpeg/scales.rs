//! By how much a JPEG's planes are reduced, and where the region lies in them.

use alloc::vec::Vec;

use roundel_jpeg::decode::{Header, Limits, Options, Region as StoredRegion, Scale};
use roundel_jpeg::{ColourModel, Planar, Plane};

use crate::CropBox;
use crate::planes::{Chroma, Part};
use crate::raster::Region;

/// By how much planes are reduced.
pub(super) struct Scales<'a> {
    header: &'a Header,
    pub(super) luma: Scale,
    chroma: Scale,
}

impl<'a> Scales<'a> {
    /// The largest that leave luma and chroma twice their targets.
    pub(super) fn new(
        header: &'a Header,
        region: CropBox,
        (width, height): (u32, u32),
        chroma: Chroma,
    ) -> Self {
        let luma = largest_scale((1, 1), region, (width, height));
        let is_planar = header.colour == ColourModel::YCbCr;
        let mut scales = Self {
            header,
            luma,
            chroma: luma,
        };
        if is_planar {
            let (blue, red) = (scales.sampling(1), scales.sampling(2));
            let target = (chroma.samples(width), chroma.samples(height));
            let coarser = (blue.0.max(red.0), blue.1.max(red.1));
            let scale = largest_scale(coarser, region, target);
            // The decoder makes no plane larger than that of luma.
            let finest = blue.0.min(blue.1).min(red.0).min(red.1);
            let fits = |scale: &Scale| scale.eighths() <= luma.eighths() * finest;
            scales.chroma = Scale::ALL
                .into_iter()
                .find(|&other| other >= scale && fits(&other))
                .unwrap_or(luma);
        }
        scales
    }

    /// What the decoder is told.
    pub(super) fn options(&self, region: CropBox) -> Options {
        let limits = Limits {
            // Checked before, against the caller's.
            max_pixels: u64::MAX,
            ..Limits::default()
        };
        Options {
            scale: self.luma,
            chroma_scale: (self.header.colour == ColourModel::YCbCr).then_some(self.chroma),
            region: Some(StoredRegion {
                x: region.x,
                y: region.y,
                width: region.width,
                height: region.height,
            }),
            limits,
        }
    }

    /// How many pixels of the first component one sample of another covers, across and down.
    fn sampling(&self, plane: usize) -> (u32, u32) {
        let (first, this) = (self.header.sampling[0], self.header.sampling[plane]);
        let factor = |first: u8, this: u8| u32::from((first / this.max(1)).max(1));
        (
            factor(first.horizontal, this.horizontal),
            factor(first.vertical, this.vertical),
        )
    }

    /// The same for every plane.
    pub(super) fn samplings(&self) -> Vec<(u32, u32)> {
        (0..self.header.components)
            .map(|plane| self.sampling(plane))
            .collect()
    }

    /// How many stored pixels a sample of a decoded plane covers, across and down.
    pub(super) fn pixels_a_sample(&self, plane: usize) -> (f64, f64) {
        let scale = if plane == 0 { self.luma } else { self.chroma };
        let pixels = |sampling: u32| f64::from(sampling * 8) / f64::from(scale.eighths());
        let (across, down) = self.sampling(plane);
        (pixels(across), pixels(down))
    }

    /// Where a sample of luma's plane that begins a block lies in stored pixels.
    pub(super) fn stored(&self, sample: usize) -> u32 {
        sample as u32 / self.luma.eighths() * 8
    }

    /// The planes and the region in each of them; `origin` is where they begin in stored pixels.
    pub(super) fn parts(&self, planar: Planar, region: CropBox, origin: (u32, u32)) -> Vec<Part> {
        let planes = planar.planes.into_iter().enumerate();
        let part = |(index, plane): (usize, Plane)| {
            let (across, down) = self.pixels_a_sample(index);
            let region = part_of(region, origin, across, down).within(plane.width, plane.height);
            Part { plane, region }
        };
        planes.map(part).collect()
    }
}

/// The largest reduction that leaves twice the target on both sides of a plane with so many pixels a sample.
pub(super) fn largest_scale(
    (across, down): (u32, u32),
    region: CropBox,
    (width, height): (u32, u32),
) -> Scale {
    let leaves_enough = |scale: &Scale| {
        let leaves = |side: u32, target: u32| side * scale.eighths() >= 2 * target * 8;
        leaves(region.width, width * across) && leaves(region.height, height * down)
    };
    Scale::ALL
        .into_iter()
        .rev()
        .find(leaves_enough)
        .unwrap_or(Scale::Full)
}

/// Where a box of stored pixels lies in a plane that begins at `origin`.
pub(super) fn part_of(region: CropBox, origin: (u32, u32), across: f64, down: f64) -> Region {
    Region {
        left: f64::from(region.x - origin.0) / across,
        top: f64::from(region.y - origin.1) / down,
        width: f64::from(region.width) / across,
        height: f64::from(region.height) / down,
    }
}
