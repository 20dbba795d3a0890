//! Rows of pixels averaged to a fraction of their size as they come.
//!
//! Averaging before Lanczos keeps a large picture from ever being held whole, and costs no more than its conversion to
//! light.

use alloc::vec;
use alloc::vec::Vec;

use crate::transfer::{opaque_light, premultiplied_light};

/// What [`Boxes`] made: light, channels interleaved, colour times alpha where there is alpha.
#[derive(Debug, PartialEq)]
pub struct Averaged {
    /// Boxes across.
    pub width: u32,
    /// Boxes down.
    pub height: u32,
    /// Three, or four with alpha.
    pub channels: usize,
    /// `width * height * channels` values, 0 to 32,767 each.
    pub samples: Vec<i16>,
}

/// The means in light of boxes of `size` x `size` pixels; those at the right and bottom edge may have fewer.
pub struct Boxes {
    channels: usize,
    size: u32,
    width: u32,
    /// One for each channel of each box of the line that is being filled.
    sums: Vec<u64>,
    /// How many rows `sums` holds.
    rows: u32,
    samples: Vec<i16>,
}

impl Boxes {
    /// Boxes for rows of `width` sRGB pixels of 3 bytes, or of 4 with straight alpha.
    pub fn new(channels: usize, width: u32, size: u32) -> Self {
        Self {
            channels,
            size,
            width,
            sums: vec![0; width.div_ceil(size) as usize * channels],
            rows: 0,
            samples: Vec::new(),
        }
    }

    /// Adds the next row from the top, `width` pixels.
    pub fn push(&mut self, row: &[u8]) {
        let size = self.size as usize;
        match self.channels {
            3 => add(&mut self.sums, row, size, opaque_light),
            _ if cfg!(feature = "alpha") => add(&mut self.sums, row, size, premultiplied_light),
            _ => (),
        }
        self.rows += 1;
        if self.rows == self.size {
            self.close_line();
        }
    }

    /// The means of all rows that came.
    pub fn finish(mut self) -> Averaged {
        if self.rows > 0 {
            self.close_line();
        }
        let width = self.width.div_ceil(self.size);
        let line = width as usize * self.channels;
        Averaged {
            width,
            height: (self.samples.len() / line) as u32,
            channels: self.channels,
            samples: self.samples,
        }
    }

    fn close_line(&mut self) {
        let boxes = self.sums.chunks_exact(self.channels);
        for (sums, left) in boxes.zip((0..).step_by(self.size as usize)) {
            let count = u64::from(self.size.min(self.width - left)) * u64::from(self.rows);
            let means = sums.iter().map(|sum| ((sum + count / 2) / count) as i16);
            self.samples.extend(means);
        }
        self.sums.fill(0);
        self.rows = 0;
    }
}

/// How many pixels a side are averaged before Lanczos, where `across` x `down` pixels become `width` x `height`: as many
/// as leave twice the target. Half of that costs up to 20 ssimulacra2, twice at most 0.35.
pub fn reduction((across, down): (f64, f64), (width, height): (u32, u32)) -> u32 {
    let spare = |source: f64, target: u32| (source / (2.0 * f64::from(target))) as u32;
    spare(across, width).min(spare(down, height)).max(1)
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
        let mut boxes = Boxes::new(3, 3, 2);
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
        let mut boxes = Boxes::new(4, 2, 2);
        boxes.push(&[255, 0, 0, 255, 0, 255, 0, 0]);
        let linear = boxes.finish();
        assert_eq!(linear.samples, [16_384, 0, 0, 16_384]);
    }

    #[test]
    fn reduction_leaves_twice_the_target() {
        for (side, by) in [(100.0, 1), (2047.0, 1), (2048.0, 2), (12_000.0, 11)] {
            assert_eq!(reduction((side, side), (512, 512)), by);
        }
    }
}
