//! Quantised blocks, and which of their coefficients are not zero.

use alloc::vec::Vec;

use super::Block;

/// One component's quantised blocks, row by row.
pub(super) struct Levels {
    pub(super) blocks: Vec<Block>,
    /// A block's coefficients that are not zero, bit `k` for the one coded `k`-th.
    pub(super) nonzero: Vec<u64>,
}

impl Levels {
    pub(super) fn new(blocks: Vec<Block>) -> Self {
        let nonzero = blocks.iter().map(nonzero).collect();
        Self { blocks, nonzero }
    }
}

/// Multiplied by eight bytes of 0 or 1, gathers them as bits of the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// Which coefficients are not zero.
pub(super) fn nonzero(block: &Block) -> u64 {
    let flags = block.map(|value| u8::from(value != 0));
    let (octets, _) = flags.as_chunks::<8>();
    let bytes = octets
        .iter()
        .map(|octet| u64::from_le_bytes(*octet).wrapping_mul(GATHER) >> 56);
    bytes.rev().fold(0, |mask, byte| mask << 8 | byte)
}

/// How many bits a magnitude has: `SSSS` of T.81 tables F.1 and F.2.
#[inline]
pub(super) fn size_of(magnitude: u32) -> u32 {
    32 - magnitude.leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_coefficient_has_its_bit() {
        assert_eq!(nonzero(&[0; 64]), 0);
        assert_eq!(nonzero(&[-1; 64]), u64::MAX);
        for k in 0..64 {
            let mut block = [0; 64];
            block[k] = if k % 2 == 0 { 256 } else { -3 };
            assert_eq!(nonzero(&block), 1 << k);
        }
    }
}
