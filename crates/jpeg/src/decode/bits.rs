//! Bits of entropy-coded data (T.81 F.2.2.5), read straight from the file: stuffed zeros are left out on the way.

use super::segments::next_marker;

/// What a restart interval ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Boundary {
    /// The expected restart marker: it was read.
    Expected,
    /// A later restart marker: at least one interval is missing. It was not read.
    Ahead,
    /// Another marker, or the end of the bytes.
    End,
}

/// The bit buffer. After the data, at a marker or at the end of the bytes, it goes on with zeros and remembers that.
#[derive(Clone, Copy)]
pub(super) struct BitReader<'a> {
    data: &'a [u8],
    position: usize,
    /// The next bits, the first of them highest. Those below `available` are zero or right.
    buffer: u64,
    /// At most 63.
    available: u32,
    /// How many of the lowest available bits are made up; `u32::MAX` once a code was bad.
    made_up: u32,
    /// Whether a code was bad that was not made up.
    bad_code: bool,
}

impl<'a> BitReader<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self {
            data,
            position: 0,
            buffer: 0,
            available: 0,
            made_up: 0,
            bad_code: false,
        }
    }

    /// Bytes that were taken in. No marker but restart markers stands before.
    pub fn position(&self) -> usize {
        self.position
    }

    /// Makes at least 56 bits available.
    #[inline(always)]
    pub fn refill(&mut self) {
        let Some(&bytes) = self
            .data
            .get(self.position..)
            .and_then(|rest| rest.first_chunk())
        else {
            *self = self.refilled_slowly();
            return;
        };
        let word = u64::from_le_bytes(bytes);
        let ff = ff_bytes(word);
        if ff != 0 && ff.trailing_zeros() >> 3 <= (63 - self.available) >> 3 {
            *self = self.refilled_slowly();
            return;
        }
        self.buffer |= big_endian(word) >> self.available;
        self.position += ((63 - self.available) >> 3) as usize;
        self.available |= 56;
    }

    /// [`BitReader::refill`] when fewer than 32 bits are left: enough for one code and its value.
    #[inline(always)]
    pub fn refill_if_low(&mut self) {
        if self.available < 32 {
            self.refill();
        }
    }

    /// A reader by value, here and in the slow paths of tables: one that is never pointed to stays in registers.
    #[inline(never)]
    fn refilled_slowly(mut self) -> Self {
        while self.available < 56 {
            let Some(byte) = self.next_byte() else {
                self.made_up = self.made_up.saturating_add(63 - self.available);
                self.available = 63;
                break;
            };
            self.buffer |= u64::from(byte) << (56 - self.available);
            self.available += 8;
        }
        self
    }

    /// The next byte of data, unless a marker or the end comes first.
    fn next_byte(&mut self) -> Option<u8> {
        let byte = *self.data.get(self.position)?;
        if byte != 0xFF {
            self.position += 1;
            return Some(byte);
        }
        let stuffed = *self.data.get(self.position + 1)? == 0;
        self.position += if stuffed { 2 } else { 0 };
        stuffed.then_some(0xFF)
    }

    /// The next `count` bits, 1 to 32, without reading them.
    #[inline(always)]
    pub fn peek(&self, count: u32) -> u32 {
        (self.buffer >> (64 - count)) as u32
    }

    /// Reads `count` bits that a refill made available.
    #[inline(always)]
    pub fn consume(&mut self, count: u32) {
        self.buffer <<= count;
        self.available -= count;
    }

    /// The next `count` bits, 0 to 16.
    #[inline(always)]
    pub fn take(&mut self, count: u32) -> u32 {
        let bits = ((self.buffer >> 48) as u32) >> (16 - count);
        self.consume(count);
        bits
    }

    /// RECEIVE and EXTEND (T.81 F.2.2.1): a signed value of `size` bits, 0 to 15.
    #[inline(always)]
    pub fn take_signed(&mut self, size: u32) -> i32 {
        let bits = self.take(size) as i32;
        extend(bits, size)
    }

    /// Marks what was read as no code.
    pub fn fail(&mut self) {
        self.bad_code = self.made_up == 0;
        self.made_up = u32::MAX;
    }

    /// Whether made-up bits were read, or a bad code.
    #[inline(always)]
    pub fn has_failed(&self) -> bool {
        self.made_up > self.available
    }

    /// Whether a bad code was read before the data ended.
    pub fn met_bad_code(&self) -> bool {
        self.bad_code
    }

    /// Whether the data go on behind a restart marker.
    pub fn is_at_restart(&self) -> bool {
        let marker = next_marker(self.data, self.position).map(|at| self.data[at + 1]);
        marker.is_some_and(crate::marker::is_restart)
    }

    /// Drops what is left of a restart interval and reads the restart marker `expected` (0 to 7) if it comes next
    /// (T.81 E.2.4, and libjpeg's `jpeg_resync_to_restart` where it does not).
    pub fn restart(&mut self, expected: u8) -> Boundary {
        loop {
            let Some(at) = next_marker(self.data, self.position) else {
                return Boundary::End;
            };
            let code = self.data[at + 1];
            if !crate::marker::is_restart(code) {
                *self = Self {
                    position: at,
                    ..Self::new(self.data)
                };
                return Boundary::End;
            }
            match code.wrapping_sub(expected) & 7 {
                1 | 2 => {
                    *self = Self {
                        position: at,
                        ..Self::new(self.data)
                    };
                    return Boundary::Ahead;
                }
                6 | 7 => self.position = at + 2,
                _ => {
                    *self = Self {
                        position: at + 2,
                        ..Self::new(self.data)
                    };
                    return Boundary::Expected;
                }
            }
        }
    }
}

/// EXTEND (T.81 figure F.12).
#[inline(always)]
pub(super) fn extend(bits: i32, size: u32) -> i32 {
    let half = (1 << size) >> 1;
    if bits < half {
        bits - (1 << size) + 1
    } else {
        bits
    }
}

/// The highest bit of the first byte, from the lowest on, that is 0xFF, perhaps with some above; 0 if there is none.
#[inline(always)]
fn ff_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    (!word).wrapping_sub(ONES) & word & (ONES << 7)
}

/// The word with its lowest byte highest.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn big_endian(word: u64) -> u64 {
    word.swap_bytes()
}

/// wasm has no byte swap but in a shuffle.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
fn big_endian(word: u64) -> u64 {
    use core::arch::wasm32::{i8x16_shuffle, u64x2_extract_lane, u64x2_splat};
    let word = u64x2_splat(word);
    u64x2_extract_lane::<0>(i8x16_shuffle::<
        7,
        6,
        5,
        4,
        3,
        2,
        1,
        0,
        7,
        6,
        5,
        4,
        3,
        2,
        1,
        0,
    >(word, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_refills_read_the_same_bits() {
        let data: Vec<u8> = (0..64u32).map(|n| (n * 37 % 251) as u8).collect();
        let mut bits = BitReader::new(&data);
        for (at, &byte) in data.iter().enumerate() {
            bits.refill_if_low();
            let high = bits.take(3);
            assert_eq!((high << 5 | bits.take(5)) as u8, byte, "byte {at}");
        }
        assert!(!bits.has_failed());
        bits.refill_if_low();
        bits.consume(1);
        assert!(bits.has_failed() && !bits.met_bad_code());
    }

    #[test]
    fn leaves_out_stuffing_and_stops_at_markers() {
        let mut bits = BitReader::new(&[0xFF, 0, 0xAB, 0xFF, 0xD0, 1]);
        bits.refill();
        assert_eq!((bits.take(8), bits.take(8)), (0xFF, 0xAB));
        assert!(!bits.has_failed());
        assert_eq!(bits.restart(0), Boundary::Expected);
        bits.refill();
        assert_eq!(bits.take(8), 1);
        assert_eq!(bits.restart(1), Boundary::End);
    }

    #[test]
    fn a_later_restart_marker_stays_and_an_earlier_one_is_passed_over() {
        let data = [0xFF, 0xD6, 0xFF, 0xD1, 9];
        let mut bits = BitReader::new(&data);
        assert_eq!(bits.restart(0), Boundary::Ahead);
        assert_eq!(bits.restart(1), Boundary::Expected);
        bits.refill();
        assert_eq!(bits.take(8), 9);
    }

    #[test]
    fn extends_as_figure_f12() {
        let values = [
            (0, 0, 0),
            (0, 1, -1),
            (1, 1, 1),
            (0, 3, -7),
            (3, 3, -4),
            (4, 3, 4),
        ];
        for (bits, size, value) in values {
            assert_eq!(extend(bits, size), value);
        }
    }
}
