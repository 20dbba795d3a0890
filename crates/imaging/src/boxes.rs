//! Rows of pixels averaged to a fraction of their size as they come.
//!
//! Averaging before Lanczos keeps a large picture from ever being held whole, and costs no more than its conversion to
//! light.

use crate::linear::{Linear, opaque_light, premultiplied_light};
use crate::raster::{Layout, Region};

/// The means in light of boxes of `size` x `size` pixels; those at the right and bottom edge may have fewer.
pub(crate) struct Boxes {
    layout: Layout,
    size: u32,
    width: u32,
    /// One for each channel of each box of the line that is being filled.
    sums: Vec<u64>,
    /// How many rows `sums` holds.
    rows: u32,
    samples: Vec<i16>,
}

impl Boxes {
    /// Boxes for rows of `width` pixels of `layout`.
    pub(crate) fn new(layout: Layout, width: u32, size: u32) -> Self {
        Self {
            layout,
            size,
            width,
            sums: vec![0; width.div_ceil(size) as usize * layout.channels()],
            rows: 0,
            samples: Vec::new(),
        }
    }

    /// Adds the next row from the top, `width` pixels.
    pub(crate) fn push(&mut self, row: &[u8]) {
        let size = self.size as usize;
        match self.layout {
            Layout::Rgb => add(&mut self.sums, row, size, opaque_light),
            Layout::Rgba => add(&mut self.sums, row, size, premultiplied_light),
        }
        self.rows += 1;
        if self.rows == self.size {
            self.close_line();
        }
    }

    /// The means of all rows that came.
    pub(crate) fn finish(mut self) -> Linear {
        if self.rows > 0 {
            self.close_line();
        }
        let width = self.width.div_ceil(self.size);
        let line = width as usize * self.layout.channels();
        Linear {
            width,
            height: (self.samples.len() / line) as u32,
            layout: self.layout,
            samples: self.samples,
        }
    }

    fn close_line(&mut self) {
        let boxes = self.sums.chunks_exact(self.layout.channels());
        for (sums, left) in boxes.zip((0..).step_by(self.size as usize)) {
            let count = u64::from(self.size.min(self.width - left)) * u64::from(self.rows);
            let means = sums.iter().map(|sum| ((sum + count / 2) / count) as i16);
            self.samples.extend(means);
        }
        self.sums.fill(0);
        self.rows = 0;
    }
}

/// How many pixels a side are averaged before Lanczos: as many as leave twice the target, as when decoding.
pub(crate) fn box_reduction(region: Region, (width, height): (u32, u32)) -> u32 {
    let spare = |source: f64, target: u32| source / (2.0 * f64::from(target));
    let spare = spare(region.width, width).min(spare(region.height, height));
    (spare as u32).max(1)
}

fn add<const N: usize>(
    sums: &mut [u64],
    row: &[u8],
    size: usize,
    light: impl Fn(&[u8; N]) -> [i16; N],
) {
    let boxes = row.as_chunks::<N>().0.chunks(size);
    for (sums, pixels) in sums.as_chunks_mut::<N>().0.iter_mut().zip(boxes) {
        for pixel in pixels {
            for (sum, light) in sums.iter_mut().zip(light(pixel)) {
                *sum += u64::from(light.unsigned_abs());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_at_the_edges_have_fewer_pixels_and_the_same_weight_a_pixel() {
        let mut boxes = Boxes::new(Layout::Rgb, 3, 2);
        for row in [[0, 0, 0, 0, 0, 0, 255, 255, 255], [0; 9], [255; 9]] {
            boxes.push(&row);
        }
        let linear = boxes.finish();
        assert_eq!((linear.width, linear.height), (2, 2));
        let means: Vec<i16> = linear.samples.iter().step_by(3).copied().collect();
        assert_eq!(means, [0, 16_384, 32_767, 32_767]);
    }

    #[test]
    fn transparent_pixels_have_no_colour() {
        let mut boxes = Boxes::new(Layout::Rgba, 2, 2);
        boxes.push(&[255, 0, 0, 255, 0, 255, 0, 0]);
        let linear = boxes.finish();
        assert_eq!(linear.samples, [16_384, 0, 0, 16_384]);
    }

    #[test]
    fn reduction_leaves_twice_the_target() {
        let region = |side| Region {
            left: 0.0,
            top: 0.0,
            width: side,
            height: side,
        };
        for (side, by) in [(100.0, 1), (2047.0, 1), (2048.0, 2), (12_000.0, 11)] {
            assert_eq!(box_reduction(region(side), (512, 512)), by);
        }
    }
}
