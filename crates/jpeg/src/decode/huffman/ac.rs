//! AC coefficients, with the run of zeros before each.

use alloc::boxed::Box;

use super::{Codes, HuffmanSpec, LOOKUP_BITS, SKIP_BITS};
use crate::decode::bits::{BitReader, extend};

/// A table for AC coefficients.
pub(in crate::decode) struct AcTable {
    /// See [`AcEntry`].
    lookup: [i32; 1 << LOOKUP_BITS],
    /// Bits to consume in 0..4, whether the block ends in 4, coefficients passed in 5..; 0 for a longer code.
    skip: [u16; 1 << SKIP_BITS],
    spec: HuffmanSpec,
}

/// A code with its value: bits to consume in 0..6, run in 8..12, value in 16..32. With bit 6 the value is not among
/// these bits, and its size stands in its place. With bit 7 the block ends. Bit 6 alone is for longer codes.
#[derive(Clone, Copy)]
struct AcEntry(i32);

/// A run of zeros and the coefficient after it, or none.
pub(in crate::decode) enum Ac {
    /// So many zeros, then this value; it is 0 only in ZRL.
    Value(u32, i32),
    /// Zeros to the end; in progressive scans EOBn, a run of 2^n bands and what n more bits say.
    EndOfBand(u32),
}

/// What [`AcTable::next_short`] found.
enum Short {
    /// As [`Ac::Value`], in at most [`LOOKUP_BITS`] bits.
    Value(u32, i32),
    /// Anything.
    Other(Ac),
}

/// After a refill so many codes can be read without another, as long as all but the last are [`Short::Value`].
const SHORT_CODES: u32 = 3;

impl AcTable {
    pub fn new(spec: &HuffmanSpec) -> Box<Self> {
        let codes = spec.codes();
        let mut table = Box::new(Self {
            lookup: [0; _],
            skip: [0; _],
            spec: spec.clone(),
        });
        for (at, entry) in table.lookup.iter_mut().enumerate() {
            *entry = AcEntry::new(&codes, at as u32).0;
        }
        for (at, entry) in table.skip.iter_mut().enumerate() {
            *entry = skip_entry(&codes, at as u32);
        }
        table
    }

    /// Reads codes from coefficient `k` on until one ends the band or `last` is passed, and hands over the place and
    /// value of each; the place is at most 15 beyond `last`, and a value of 0 stands for ZRL's zeros. Gives the size of
    /// the code that ended the band, if one did.
    #[inline(always)]
    pub fn band(
        &self,
        bits: &mut BitReader,
        k: &mut u32,
        last: u32,
        mut each: impl FnMut(u32, i32),
    ) -> Option<u32> {
        while *k <= last {
            bits.refill();
            for _ in 0..SHORT_CODES {
                let code = self.next_short(bits);
                let (run, value) = match code {
                    Short::Value(run, value) | Short::Other(Ac::Value(run, value)) => (run, value),
                    Short::Other(Ac::EndOfBand(size)) => return Some(size),
                };
                each(*k + run, value);
                *k += run + 1;
                if matches!(code, Short::Other(_)) || *k > last {
                    break;
                }
            }
        }
        None
    }

    /// The next code and its value, where at least 31 bits are available.
    #[inline(always)]
    pub fn next(&self, bits: &mut BitReader) -> Ac {
        match self.next_short(bits) {
            Short::Value(run, value) => Ac::Value(run, value),
            Short::Other(other) => other,
        }
    }

    /// The same, and whether it took no more than [`LOOKUP_BITS`].
    #[inline(always)]
    fn next_short(&self, bits: &mut BitReader) -> Short {
        let entry = self.lookup[bits.peek(LOOKUP_BITS) as usize];
        if entry & (AcEntry::END | AcEntry::APART) != 0 {
            return Short::Other(self.next_apart(bits, entry));
        }
        bits.consume(entry as u32 & 63);
        Short::Value(entry as u32 >> 8 & 15, entry >> 16)
    }

    /// Of entries that have no value.
    #[inline(always)]
    fn next_apart(&self, bits: &mut BitReader, entry: i32) -> Ac {
        if entry & AcEntry::END != 0 {
            bits.consume(entry as u32 & 63);
            return Ac::EndOfBand(0);
        }
        if entry == AcEntry::NONE.0 {
            return self.next_long(bits);
        }
        bits.consume(entry as u32 & 63);
        Ac::Value(entry as u32 >> 8 & 15, bits.take_signed(entry as u32 >> 16))
    }

    #[inline(always)]
    fn next_long(&self, bits: &mut BitReader) -> Ac {
        let symbol = self.spec.symbol(bits);
        match (symbol >> 4, symbol & 15) {
            (15, 0) => Ac::Value(15, 0),
            (run, 0) => Ac::EndOfBand(run),
            (run, size) => Ac::Value(run, bits.take_signed(size)),
        }
    }

    /// Passes over the coefficients of a block from the `k`-th on.
    #[inline(always)]
    pub fn skip(&self, bits: &mut BitReader, mut k: u32) {
        while k < 64 {
            bits.refill();
            for _ in 0..SHORT_CODES {
                let entry = u32::from(self.skip[bits.peek(SKIP_BITS) as usize]);
                let passed = k + (entry >> 5);
                // The end of the block is a code of its own, which must not come from the next block.
                let ends = entry >> 4 & 1;
                if entry == 0 || passed + ends > 64 {
                    match self.next(bits) {
                        Ac::Value(run, _) => k += run + 1,
                        Ac::EndOfBand(_) => return,
                    }
                    break;
                }
                bits.consume(entry & 15);
                k = passed;
                if ends != 0 || k == 64 {
                    return;
                }
            }
        }
    }
}

impl AcEntry {
    const END: i32 = 0x80;
    const APART: i32 = 0x40;
    const NONE: Self = Self(Self::APART);

    /// For `next` as the next [`LOOKUP_BITS`] bits.
    fn new(codes: &Codes, next: u32) -> Self {
        let Some((length, run, size)) = code_in(codes, next, LOOKUP_BITS) else {
            return Self::NONE;
        };
        match (run, size) {
            (15, 0) => return Self((15 << 8 | length) as i32),
            (0, 0) => return Self(Self::END | length as i32),
            (_, 0) => return Self::NONE,
            _ if length + size > LOOKUP_BITS => {
                return Self((size << 16 | run << 8 | length) as i32 | Self::APART);
            }
            _ => {}
        }
        let bits = next >> (LOOKUP_BITS - length - size) & ((1 << size) - 1);
        Self(extend(bits as i32, size) << 16 | (run << 8 | (length + size)) as i32)
    }
}

/// As many whole codes with their values as `next` holds, up to the end of the block.
fn skip_entry(codes: &Codes, next: u32) -> u16 {
    let (mut used, mut passed) = (0, 0);
    while used < SKIP_BITS {
        let left = next << used & ((1 << SKIP_BITS) - 1);
        match code_in(codes, left, SKIP_BITS) {
            Some((length, 0, 0)) if used + length <= SKIP_BITS => {
                return entry(passed, 16, used + length);
            }
            Some((length, run, size))
                if used + length + size <= SKIP_BITS && (size > 0 || run == 15) =>
            {
                used += length + size;
                passed += run + 1;
            }
            _ => break,
        }
    }
    entry(passed, 0, used)
}

fn entry(passed: u32, end: u32, used: u32) -> u16 {
    (passed << 5 | end | used) as u16
}

/// Length, run and size of the code at the top of the `width` bits in `next`.
fn code_in(codes: &Codes, next: u32, width: u32) -> Option<(u32, u32, u32)> {
    let code = u32::from(codes[(next << (SKIP_BITS - width)) as usize & ((1 << SKIP_BITS) - 1)]);
    let length = code >> 8;
    (1..=width)
        .contains(&length)
        .then_some((length, code >> 4 & 15, code & 15))
}
