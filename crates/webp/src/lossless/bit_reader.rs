//! Bits from the least significant one on (RFC 9649, 3.1).

use crate::DecodeError;

/// Reads zeros behind the end and remembers that it did.
pub(crate) struct BitReader<'a> {
    data: &'a [u8],
    /// The next bits; those above `count` are what follows in `data`, or zero.
    buffer: u64,
    count: u32,
    /// How many bits behind the end were put into `buffer`.
    made_up: u64,
}

impl<'a> BitReader<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            buffer: 0,
            count: 0,
            made_up: 0,
        }
    }

    /// A number of at most 24 bits.
    pub(super) fn read(&mut self, bits: u32) -> u32 {
        self.need(bits);
        let value = self.buffer & ((1 << bits) - 1);
        self.skip(bits);
        value as u32
    }

    pub(super) fn read_flag(&mut self) -> bool {
        self.read(1) == 1
    }

    /// Makes at least `bits` of them ready, at most 56.
    #[inline(always)]
    pub(super) fn need(&mut self, bits: u32) {
        if self.count < bits {
            self.refill();
        }
    }

    /// The bits that are ready, the next one lowest.
    #[inline(always)]
    pub(super) fn peek(&self) -> u64 {
        self.buffer
    }

    /// Skips bits that are ready.
    #[inline(always)]
    pub(super) fn skip(&mut self, bits: u32) {
        self.buffer >>= bits;
        self.count -= bits;
    }

    /// Fails once bits behind the end were used.
    pub(super) fn check(&self) -> Result<(), DecodeError> {
        if self.made_up > u64::from(self.count) {
            return Err(DecodeError::Truncated);
        }
        Ok(())
    }

    fn refill(&mut self) {
        if let Some(bytes) = self.data.first_chunk() {
            self.buffer |= u64::from_le_bytes(*bytes) << self.count;
            self.data = &self.data[(63 - self.count as usize) / 8..];
            self.count |= 56;
            return;
        }
        while self.count <= 56 {
            if let Some((&byte, rest)) = self.data.split_first() {
                self.buffer |= u64::from(byte) << self.count;
                self.data = rest;
            } else {
                self.made_up += 8;
            }
            self.count += 8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_width_follow_each_other_to_the_end_and_not_beyond() {
        let data: Vec<u8> = (1..40_u8).map(|byte| byte.wrapping_mul(73)).collect();
        for width in 1..=24 {
            let mut reader = BitReader::new(&data);
            for at in 0..data.len() * 8 / width {
                let bit = |bit: usize| u32::from(data[bit / 8] >> (bit % 8) & 1);
                let expected = (0..width).map(|k| bit(at * width + k) << k).sum::<u32>();
                assert_eq!(reader.read(width as u32), expected);
            }
            assert_eq!(reader.check(), Ok(()));
            reader.read(24);
            assert_eq!(reader.check(), Err(DecodeError::Truncated));
        }
    }
}
