//! The colours used last, by a hash (RFC 9649, 3.6.2.3).

use alloc::vec;
use alloc::vec::Vec;

use super::Pixel;

pub(super) struct ColourCache {
    colours: Vec<Pixel>,
    shift: u32,
}

impl ColourCache {
    /// A cache of 2 to the power of `bits` colours, 1 to 11.
    pub(super) fn new(bits: u32) -> Self {
        Self {
            colours: vec![[0; 4]; 1 << bits],
            shift: 32 - bits,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.colours.len()
    }

    #[inline(always)]
    pub(super) fn insert(&mut self, pixel: Pixel) {
        let hash = u32::from_le_bytes(pixel).wrapping_mul(0x1E35_A7BD) >> self.shift;
        self.colours[hash as usize] = pixel;
    }

    /// The colour at an index, transparent black outside the cache.
    #[inline(always)]
    pub(super) fn get(&self, index: usize) -> Pixel {
        self.colours.get(index).copied().unwrap_or_default()
    }
}
