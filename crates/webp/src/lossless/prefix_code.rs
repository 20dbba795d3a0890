//! Canonical prefix codes and the tables that decode them (RFC 9649, 3.7.2).

use alloc::vec::Vec;

use super::bit_reader::BitReader;
use crate::{Corrupt, DecodeError};

/// The longest code, in bits.
pub(super) const MAX_LENGTH: usize = 15;
/// How many bits the first look into a table takes.
const ROOT: u32 = 8;
/// Entries of all tables of an image, 16 MiB: libwebp writes at most 2,600 groups of about 2,000 entries.
const MAX_ENTRIES: usize = 1 << 23;

/// The tables of all codes of an image, one behind the other.
///
/// An entry is a symbol in the upper 12 bits and the length of its code in the lower 4. In the first table of a code
/// a length above [`ROOT`] says instead that a second table begins at as many entries behind the first one's start
/// as the upper bits say, to be indexed by the bits behind the first 8, as many as the length is above 8. No alphabet
/// is larger than 2,328, and tables of its code have no more than 2,704 entries.
#[derive(Default)]
pub(super) struct Tables {
    entries: Vec<u16>,
}

/// Where the table of a code is.
#[derive(Clone, Copy, Default)]
pub(super) struct PrefixCode {
    start: u32,
    mask: u32,
}

impl Tables {
    /// Adds the code of which each symbol has a length of 0, which is not to be had, to 15.
    ///
    /// A code of a single symbol takes no bits, whatever its length.
    pub(super) fn add(&mut self, lengths: &[u8]) -> Result<PrefixCode, DecodeError> {
        let count = Counts::of(lengths);
        if count.symbols == 1 {
            let symbol = lengths.iter().position(|&length| length > 0);
            return self.add_single(symbol.unwrap_or_default() as u16);
        }
        if !count.is_complete() {
            return Err(Corrupt::PrefixCode.into());
        }
        let root = (count.longest as u32).min(ROOT);
        let start = self.entries.len();
        self.grow(1 << root)?;
        self.link(start, lengths, &count)?;
        for (symbol, length, code) in count.codes(lengths) {
            self.fill(start, root, symbol, length, code);
        }
        Ok(PrefixCode {
            start: start as u32,
            mask: (1 << root) - 1,
        })
    }

    /// Adds the code of one symbol, which takes no bits.
    pub(super) fn add_single(&mut self, symbol: u16) -> Result<PrefixCode, DecodeError> {
        let start = self.entries.len();
        self.grow(1)?;
        self.entries[start] = symbol << 4;
        Ok(PrefixCode {
            start: start as u32,
            mask: 0,
        })
    }

    /// The next symbol; 15 bits must be ready.
    #[inline(always)]
    pub(super) fn symbol(&self, code: PrefixCode, bits: &mut BitReader<'_>) -> u16 {
        let start = code.start as usize;
        let entry = self.entries[start + (bits.peek() as u32 & code.mask) as usize];
        let length = u32::from(entry & 15);
        if length <= ROOT {
            bits.skip(length);
            return entry >> 4;
        }
        let rest = (bits.peek() >> ROOT) as usize & ((1 << (length - ROOT)) - 1);
        let entry = self.entries[start + usize::from(entry >> 4) + rest];
        bits.skip(u32::from(entry & 15));
        entry >> 4
    }

    fn grow(&mut self, by: usize) -> Result<(), DecodeError> {
        let length = self.entries.len() + by;
        if length > MAX_ENTRIES {
            return Err(DecodeError::TooComplex);
        }
        self.entries.resize(length, 0);
        Ok(())
    }

    /// Makes the second tables, each for the longest code that begins with its 8 bits.
    fn link(&mut self, start: usize, lengths: &[u8], count: &Counts) -> Result<(), DecodeError> {
        let mut longest = [0; 1 << ROOT];
        for (_, length, code) in count.codes(lengths) {
            let root = &mut longest[usize::from(code) & ((1 << ROOT) - 1)];
            *root = length.max(*root);
        }
        if count.longest as u32 <= ROOT {
            return Ok(());
        }
        for (root, &length) in longest.iter().enumerate() {
            if u32::from(length) > ROOT {
                let offset = (self.entries.len() - start) as u16;
                self.entries[start + root] = offset << 4 | u16::from(length);
                self.grow(1 << (u32::from(length) - ROOT))?;
            }
        }
        Ok(())
    }

    /// Writes a symbol to every entry that its code leads to.
    fn fill(&mut self, start: usize, root: u32, symbol: u16, length: u8, code: u16) {
        let entry = symbol << 4 | u16::from(length);
        let length = u32::from(length);
        let (table, step) = if length <= root {
            let first = start + usize::from(code);
            (first..start + (1 << root), 1 << length)
        } else {
            let link = self.entries[start + (usize::from(code) & ((1 << ROOT) - 1))];
            let second = start + usize::from(link >> 4);
            let first = second + usize::from(code >> ROOT);
            let end = second + (1 << (u32::from(link & 15) - ROOT));
            (first..end, 1 << (length - ROOT))
        };
        for slot in self.entries[table].iter_mut().step_by(step) {
            *slot = entry;
        }
    }
}

/// How many codes there are of each length.
struct Counts {
    of_length: [u16; MAX_LENGTH + 1],
    symbols: usize,
    longest: usize,
}

impl Counts {
    fn of(lengths: &[u8]) -> Self {
        let mut of_length = [0; MAX_LENGTH + 1];
        for &length in lengths {
            of_length[usize::from(length)] += 1;
        }
        of_length[0] = 0;
        Self {
            symbols: of_length.iter().map(|&count| usize::from(count)).sum(),
            longest: of_length.iter().rposition(|&count| count > 0).unwrap_or(0),
            of_length,
        }
    }

    /// Whether every sequence of bits begins with exactly one code (Kraft's equality).
    fn is_complete(&self) -> bool {
        let used = |(length, &count)| u32::from(count) << (MAX_LENGTH - length);
        self.of_length.iter().enumerate().map(used).sum::<u32>() == 1 << MAX_LENGTH
    }

    /// Each symbol with the length of its code and the code itself, its first bit lowest.
    fn codes<'a>(&self, lengths: &'a [u8]) -> impl Iterator<Item = (u16, u8, u16)> + use<'a> {
        let mut next = [0_u16; MAX_LENGTH + 1];
        for length in 1..=MAX_LENGTH {
            next[length] = (next[length - 1] + self.of_length[length - 1]) << 1;
        }
        let coded = (0..).zip(lengths).filter(|&(_, &length)| length > 0);
        coded.map(move |(symbol, &length)| {
            let code = &mut next[usize::from(length)];
            let reversed = code.reverse_bits() >> (16 - u32::from(length));
            *code = code.wrapping_add(1);
            (symbol, length, reversed)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A code of every length up to `longest`, the last one twice.
    fn staircase(longest: u8) -> Vec<u8> {
        (1..=longest).chain([longest]).collect()
    }

    #[test]
    fn every_code_leads_to_its_symbol() {
        for longest in 1..=15 {
            let lengths = staircase(longest);
            let mut tables = Tables::default();
            tables.add_single(7).unwrap();
            let code = tables.add(&lengths).unwrap();
            for (symbol, &length) in lengths.iter().enumerate() {
                // Ones up to a zero; the last code has no zero.
                let ones = (1_u32 << symbol.min(usize::from(longest))) - 1;
                let data = ones.to_le_bytes();
                let mut bits = BitReader::new(&data);
                bits.need(15);
                assert_eq!(usize::from(tables.symbol(code, &mut bits)), symbol);
                assert_eq!(bits.peek(), u64::from(ones) >> length);
            }
        }
    }

    #[test]
    fn a_single_symbol_takes_no_bits() {
        let mut tables = Tables::default();
        let code = tables.add(&[0, 0, 3, 0]).unwrap();
        assert_eq!(tables.symbol(code, &mut BitReader::new(&[])), 2);
    }

    #[test]
    fn too_few_and_too_many_codes_are_refused() {
        for lengths in [[0, 0, 0, 0], [1, 2, 0, 0], [1, 1, 1, 0], [2, 2, 2, 1]] {
            let refused = Tables::default().add(&lengths).err();
            assert_eq!(refused, Some(Corrupt::PrefixCode.into()));
        }
    }
}
