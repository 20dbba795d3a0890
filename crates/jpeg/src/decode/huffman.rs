//! Huffman tables (T.81 annex C and F.2.2.3) as lookups on the next bits, with the coded value folded in.

mod ac;
mod dc;

pub(super) use ac::{Ac, AcTable};
pub(super) use dc::DcTable;

use super::bits::BitReader;
use super::error::Corrupt;

/// Bits that a lookup decides by.
const LOOKUP_BITS: u32 = 11;
/// Bits that the table of whole coefficients to pass over decides by.
const SKIP_BITS: u32 = 12;

/// A table as its segment defines it: codes by length, and what they stand for.
pub(super) struct HuffmanSpec {
    /// First code beyond those of each length, aligned to 16 bits; index 17 is beyond all.
    limits: [u32; 18],
    /// What to add to a code of each length for its symbol's index.
    offsets: [i32; 17],
    symbols: [u8; 256],
    /// How many of them.
    count: usize,
}

/// Code lengths in the high byte, symbols in the low one, by the next [`SKIP_BITS`] bits; 0 for a longer code or none.
type Codes = [u16; 1 << SKIP_BITS];

impl HuffmanSpec {
    /// Of the number of codes of each length from 1 to 16, and the symbols in the order of their codes.
    pub fn new(counts: &[u8], symbols: &[u8]) -> Result<Self, Corrupt> {
        let (mut limits, mut offsets) = ([0; 18], [0; 17]);
        let (mut code, mut index) = (0u32, 0i32);
        for (length, &count) in (1..=16).zip(counts) {
            offsets[length] = index - code as i32;
            code += u32::from(count);
            index += i32::from(count);
            if code > 1 << length {
                return Err(Corrupt::HuffmanTable);
            }
            limits[length] = code << (16 - length);
            code <<= 1;
        }
        limits[17] = u32::MAX;
        let mut all = [0; 256];
        all.get_mut(..symbols.len())
            .ok_or(Corrupt::HuffmanTable)?
            .copy_from_slice(symbols);
        Ok(Self {
            limits,
            offsets,
            symbols: all,
            count: symbols.len(),
        })
    }

    /// The symbol of the next code, of any length; 0 if there is no such code. At least 16 bits must be available.
    #[inline(always)]
    fn symbol(&self, bits: &mut BitReader) -> u32 {
        match self.find(bits.peek(16)) {
            Some((length, symbol)) => {
                bits.consume(length);
                symbol
            }
            None => {
                bits.fail();
                0
            }
        }
    }

    /// Length and symbol of the code that 16 bits begin with.
    #[inline(never)]
    fn find(&self, next: u32) -> Option<(u32, u32)> {
        let length = (1..17).find(|&length| next < self.limits[length])?;
        let index = (next >> (16 - length)) as i32 + self.offsets[length];
        Some((length as u32, self.symbols[index as usize & 255].into()))
    }

    fn codes(&self) -> Codes {
        let mut codes = [0; 1 << SKIP_BITS];
        let mut from = 0;
        for length in 1..=SKIP_BITS {
            let to = (self.limits[length as usize] >> (16 - SKIP_BITS)) as usize;
            let each = 1 << (SKIP_BITS - length);
            let first = (from >> (SKIP_BITS - length)) as i32 + self.offsets[length as usize];
            for (index, codes) in (first..).zip(codes[from..to].chunks_mut(each)) {
                codes.fill((length << 8) as u16 | u16::from(self.symbols[index as usize & 255]));
            }
            from = to;
        }
        codes
    }
}

impl Clone for HuffmanSpec {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}
