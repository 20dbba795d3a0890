//! Colours by their index in a table (RFC 9649, 3.5.4).

use alloc::vec;
use alloc::vec::Vec;

use super::super::Pixel;

pub(super) struct Palette {
    colours: Vec<Pixel>,
    /// A stored pixel holds 2 to the power of this: 0 to 3.
    bundle: u32,
}

impl Palette {
    /// From the differences between each colour and the one before.
    pub(super) fn new(mut deltas: Vec<Pixel>) -> Self {
        let mut before = [0; 4];
        for colour in &mut deltas {
            for (channel, before) in colour.iter_mut().zip(before) {
                *channel = channel.wrapping_add(before);
            }
            before = *colour;
        }
        let bundle = match deltas.len() {
            ..=2 => 3,
            3..=4 => 2,
            5..=16 => 1,
            _ => 0,
        };
        Self {
            colours: deltas,
            bundle,
        }
    }

    /// How many stored pixels a row of `width` takes.
    pub(super) fn packed(&self, width: usize) -> usize {
        width.div_ceil(1 << self.bundle)
    }

    /// The colours of stored rows; what is outside the table is transparent black.
    pub(super) fn undo(&self, stored: &[Pixel], width: usize) -> Vec<Pixel> {
        let packed = self.packed(width);
        let mut pixels = vec![[0; 4]; stored.len() / packed * width];
        let rows = pixels.chunks_exact_mut(width);
        for (row, stored) in rows.zip(stored.chunks_exact(packed)) {
            for (bundle, stored) in row.chunks_mut(1 << self.bundle).zip(stored) {
                self.unpack(stored[1], bundle);
            }
        }
        pixels
    }

    /// The first index is in the lowest bits.
    #[inline]
    fn unpack(&self, indices: u8, pixels: &mut [Pixel]) {
        let depth = 8 >> self.bundle;
        let mask = (1_u16 << depth) - 1;
        let mut indices = u16::from(indices);
        for pixel in pixels {
            if let Some(&colour) = self.colours.get(usize::from(indices & mask)) {
                *pixel = colour;
            }
            indices >>= depth;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundles_of_every_size_unpack_from_the_lowest_bit() {
        for (colours, bundle) in [(2, 3), (3, 2), (16, 1), (17, 0)] {
            let palette = Palette::new(vec![[1, 2, 3, 4]; colours]);
            let pixels = palette.undo(&[[9, 0b1001_0010, 9, 9]], 1 << bundle);
            let depth = 8 >> bundle;
            let index = 0b1001_0010_u16 & ((1 << depth) - 1);
            let known = usize::from(index) < colours;
            let first = if known { (index + 1) as u8 } else { 0 };
            assert_eq!(pixels.len(), 1 << bundle);
            assert_eq!(pixels[0], [first, first * 2, first * 3, first * 4]);
        }
    }

    #[test]
    fn a_row_need_not_fill_its_last_bundle() {
        let palette = Palette::new(vec![[1; 4]; 2]);
        let pixels = palette.undo(&[[0, 0xFF, 0, 0], [0, 1, 0, 0]], 5);
        let indices: Vec<u8> = pixels.iter().map(|pixel| pixel[0] - 1).collect();
        assert_eq!(indices, [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    }
}
