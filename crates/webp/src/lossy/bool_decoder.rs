//! The boolean entropy decoder (RFC 6386, 7).

use crate::DecodeError;

/// Reads zeros behind the end and remembers that it did.
#[derive(Clone)]
pub(super) struct BoolDecoder<'a> {
    data: &'a [u8],
    /// What is not yet decoded: 8 bits to compare with `range`, then `spare` more.
    value: u64,
    /// Negative where bits are missing to compare.
    spare: i32,
    /// 128 to 255.
    range: u32,
    /// How many bits behind the end were put into `value`.
    made_up: i64,
}

impl<'a> BoolDecoder<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            value: 0,
            spare: -8,
            range: 255,
            made_up: 0,
        }
    }

    /// A decision that is false with a probability in 256ths.
    #[inline(never)]
    pub(super) fn bit(&mut self, probability: u8) -> bool {
        self.bit_inlined(probability)
    }

    /// The same where it is worth its length: most of all decisions are on coefficients.
    #[inline(always)]
    pub(super) fn bit_inlined(&mut self, probability: u8) -> bool {
        if self.spare < 0 {
            self.refill();
        }
        let split = 1 + (((self.range - 1) * u32::from(probability)) >> 8);
        let threshold = u64::from(split) << self.spare;
        let bit = self.value >= threshold;
        if bit {
            self.value -= threshold;
            self.range -= split;
        } else {
            self.range = split;
        }
        let shift = self.range.leading_zeros() - 24;
        self.range <<= shift;
        self.spare -= shift as i32;
        bit
    }

    pub(super) fn flag(&mut self) -> bool {
        self.bit(128)
    }

    /// An unsigned number of `bits` bits, the highest one first.
    pub(super) fn literal(&mut self, bits: u32) -> u8 {
        (0..bits).fold(0, |value, _| value << 1 | u8::from(self.flag()))
    }

    /// A magnitude of `bits` bits and a sign, if a flag before them is set.
    pub(super) fn optional_signed(&mut self, bits: u32) -> Option<i8> {
        if !self.flag() {
            return None;
        }
        let magnitude = self.literal(bits) as i8;
        Some(if self.flag() { -magnitude } else { magnitude })
    }

    /// Fails once more than the two bytes that the decoder of 7.3 reads ahead were made up.
    pub(super) fn check(&self) -> Result<(), DecodeError> {
        if self.made_up - i64::from(self.spare) > 16 {
            return Err(DecodeError::Truncated);
        }
        Ok(())
    }

    /// Appends seven bytes, or one near the end.
    #[inline]
    fn refill(&mut self) {
        if let Some(bytes) = self.data.first_chunk() {
            self.value = self.value << 56 | u64::from_be_bytes(*bytes) >> 8;
            self.data = &self.data[7..];
            self.spare += 56;
            return;
        }
        let byte = if let Some((&byte, rest)) = self.data.split_first() {
            self.data = rest;
            byte
        } else {
            self.made_up += 8;
            0
        };
        self.value = self.value << 8 | u64::from(byte);
        self.spare += 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The encoder of RFC 6386, 7.3, with a carry into what is written.
    fn encode(decisions: &[(bool, u8)]) -> Vec<u8> {
        let mut output: Vec<u8> = Vec::new();
        let (mut range, mut bottom, mut count) = (255_u32, 0_u64, 0);
        for &(bit, probability) in decisions {
            let split = 1 + (((range - 1) * u32::from(probability)) >> 8);
            if bit {
                bottom += u64::from(split);
            }
            range = if bit { range - split } else { split };
            while range < 128 {
                range <<= 1;
                bottom <<= 1;
                count += 1;
                if count % 8 == 0 {
                    let byte = (bottom >> 8 & 0x1FF) as u16;
                    bottom &= 0xFF;
                    carry(&mut output, byte);
                }
            }
        }
        let rest = bottom << (8 - count % 8);
        carry(&mut output, (rest >> 8 & 0x1FF) as u16);
        output.push(rest as u8);
        output
    }

    fn carry(output: &mut Vec<u8>, byte: u16) {
        if byte > 0xFF {
            for before in output.iter_mut().rev() {
                *before = before.wrapping_add(1);
                if *before != 0 {
                    break;
                }
            }
        }
        output.push(byte as u8);
    }

    #[test]
    fn what_was_encoded_is_decoded_and_no_more() {
        let decisions: Vec<(bool, u8)> = (0..2000_u32)
            .map(|at| {
                let hash = at.wrapping_mul(2_654_435_761);
                ((hash >> 24) as u8 >= (hash >> 9) as u8, (hash >> 9) as u8)
            })
            .collect();
        let data = encode(&decisions);
        let mut decoder = BoolDecoder::new(&data);
        for &(bit, probability) in &decisions {
            assert_eq!(decoder.bit(probability), bit);
        }
        assert_eq!(decoder.check(), Ok(()));
        for _ in 0..40 {
            decoder.literal(8);
        }
        assert_eq!(decoder.check(), Err(DecodeError::Truncated));
    }
}
