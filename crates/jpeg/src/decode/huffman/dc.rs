//! DC differences.

use alloc::boxed::Box;

use super::{HuffmanSpec, LOOKUP_BITS, SKIP_BITS};
use crate::decode::bits::BitReader;
use crate::decode::error::{Corrupt, DecodeError};

/// A table for DC differences.
pub(in crate::decode) struct DcTable {
    /// Code length in the low byte, size of the difference above; 0 for a longer code.
    lookup: [u16; 1 << LOOKUP_BITS],
    spec: HuffmanSpec,
}

impl DcTable {
    pub fn new(spec: &HuffmanSpec) -> Result<Box<Self>, DecodeError> {
        // No size beyond 15 bits is coded in DCT processes (T.81 table F.1; 12-bit samples need that many).
        if spec.symbols[..spec.count].iter().any(|&size| size > 15) {
            return Err(Corrupt::HuffmanTable.into());
        }
        let codes = spec.codes();
        let mut table = Box::new(Self {
            lookup: [0; _],
            spec: spec.clone(),
        });
        for (entry, code) in table
            .lookup
            .iter_mut()
            .zip(codes.iter().step_by(1 << (SKIP_BITS - LOOKUP_BITS)))
        {
            let (length, size) = (code >> 8, code & 0xFF);
            *entry = if u32::from(length) <= LOOKUP_BITS {
                size << 8 | length
            } else {
                0
            };
        }
        Ok(table)
    }

    /// A difference (T.81 F.2.2.1).
    #[inline(always)]
    pub fn difference(&self, bits: &mut BitReader) -> i32 {
        bits.refill_if_low();
        let entry = u32::from(self.lookup[bits.peek(LOOKUP_BITS) as usize]);
        let size = if entry != 0 {
            bits.consume(entry & 0xFF);
            entry >> 8
        } else {
            self.spec.symbol(bits) & 15
        };
        bits.take_signed(size)
    }
}
