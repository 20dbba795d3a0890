//! Huffman tables (T.81 annex C and F.2.2.3) as lookups on the next bits, with the coded value folded in.

use super::bits::{BitReader, extend};
use super::error::{Corrupt, DecodeError};

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

/// A table for DC differences.
pub(super) struct DcTable {
    /// Code length in the low byte, size of the difference above; 0 for a longer code.
    lookup: [u16; 1 << LOOKUP_BITS],
    spec: HuffmanSpec,
}

/// A table for AC coefficients.
pub(super) struct AcTable {
    /// See [`AcEntry`].
    lookup: [i32; 1 << LOOKUP_BITS],
    /// Bits to consume in 0..4, whether the block ends in 4, coefficients passed in 5..; 0 for a longer code.
    skip: [u16; 1 << SKIP_BITS],
    spec: HuffmanSpec,
}

/// A code with its value: bits to consume in 0..6, run in 8..12, value in 16..32. With bit 6 the value is not among
/// these bits, and its size stands in its place. With bit 7 the block ends. Bit 6 alone is for longer codes.
#[derive(Clone, Copy)]
pub(super) struct AcEntry(i32);

/// A run of zeros and the coefficient after it, or none.
pub(super) enum Ac {
    /// So many zeros, then this value; it is 0 only in ZRL.
    Value(u32, i32),
    /// Zeros to the end; in progressive scans EOBn, a run of 2^n bands and what n more bits say.
    EndOfBand(u32),
}

/// What [`AcTable::next_short`] found.
pub(super) enum Short {
    /// As [`Ac::Value`], in at most [`LOOKUP_BITS`] bits.
    Value(u32, i32),
    /// Anything.
    Other(Ac),
}

/// After a refill so many codes can be read without another, as long as all but the last are [`Short::Value`].
pub(super) const SHORT_CODES: u32 = 3;

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
    pub fn next_short(&self, bits: &mut BitReader) -> Short {
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

    /// A code alone, as refinement scans have them: run and size.
    #[inline(always)]
    pub fn symbol(&self, bits: &mut BitReader) -> (u32, u32) {
        bits.refill_if_low();
        let symbol = self.spec.symbol(bits);
        (symbol >> 4, symbol & 15)
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

impl Clone for HuffmanSpec {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}
