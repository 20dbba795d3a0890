//! How a prefix code is written down (RFC 9649, 3.7.2.1).

use super::bit_reader::BitReader;
use super::prefix_code::{PrefixCode, Tables};
use crate::{Corrupt, DecodeError};

/// The largest alphabet: green with the lengths of copies and a colour cache of 11 bits.
const MAX_ALPHABET: usize = 256 + 24 + (1 << 11);
/// In which order the lengths of the codes for code lengths stand.
const ORDER: [usize; 19] = [
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
];

/// Reads a code for symbols below `alphabet`.
pub(super) fn read(
    bits: &mut BitReader<'_>,
    tables: &mut Tables,
    alphabet: usize,
) -> Result<PrefixCode, DecodeError> {
    let code = if bits.read_flag() {
        simple(bits, tables, alphabet)
    } else {
        normal(bits, tables, alphabet)
    }?;
    bits.check()?;
    Ok(code)
}

/// One or two symbols, written down themselves.
fn simple(
    bits: &mut BitReader<'_>,
    tables: &mut Tables,
    alphabet: usize,
) -> Result<PrefixCode, DecodeError> {
    let two = bits.read_flag();
    let width = if bits.read_flag() { 8 } else { 1 };
    let first = bits.read(width) as usize;
    let second = if two { bits.read(8) as usize } else { first };
    if first.max(second) >= alphabet {
        return Err(Corrupt::PrefixCode.into());
    }
    if first == second {
        return tables.add_single(first as u16);
    }
    let mut lengths = [0; 256];
    lengths[first] = 1;
    lengths[second] = 1;
    tables.add(&lengths)
}

/// A length for each symbol, itself in a prefix code.
fn normal(
    bits: &mut BitReader<'_>,
    tables: &mut Tables,
    alphabet: usize,
) -> Result<PrefixCode, DecodeError> {
    let mut length_tables = Tables::default();
    let mut of_lengths = [0; ORDER.len()];
    let written = 4 + bits.read(4) as usize;
    for &symbol in &ORDER[..written] {
        of_lengths[symbol] = bits.read(3) as u8;
    }
    let code = length_tables.add(&of_lengths)?;
    let symbols = read_symbol_count(bits, alphabet)?;
    let mut lengths = [0; MAX_ALPHABET];
    let lengths = &mut lengths[..alphabet];
    expand(bits, &length_tables, code, symbols, lengths)?;
    tables.add(lengths)
}

/// After how many read code lengths all others are 0.
fn read_symbol_count(bits: &mut BitReader<'_>, alphabet: usize) -> Result<usize, DecodeError> {
    if !bits.read_flag() {
        return Ok(alphabet);
    }
    let width = 2 + 2 * bits.read(3);
    let count = 2 + bits.read(width) as usize;
    if count > alphabet {
        return Err(Corrupt::PrefixCode.into());
    }
    Ok(count)
}

/// Lengths below 16, and three kinds of repetition.
fn expand(
    bits: &mut BitReader<'_>,
    tables: &Tables,
    code: PrefixCode,
    symbols: usize,
    lengths: &mut [u8],
) -> Result<(), DecodeError> {
    let mut previous = 8;
    let mut at = 0;
    for _ in 0..symbols {
        if at == lengths.len() {
            break;
        }
        bits.need(15);
        let (length, times) = match tables.symbol(code, bits) {
            16 => (previous, 3 + bits.read(2)),
            17 => (0, 3 + bits.read(3)),
            18 => (0, 11 + bits.read(7)),
            length => (length as u8, 1),
        };
        if length > 0 {
            previous = length;
        }
        let end = at + times as usize;
        let run = lengths.get_mut(at..end).ok_or(Corrupt::PrefixCode)?;
        run.fill(length);
        at = end;
    }
    Ok(())
}
