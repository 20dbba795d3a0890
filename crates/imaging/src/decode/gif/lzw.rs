//! The indices of a frame, from codes of variable length (appendix F).

use alloc::vec::Vec;

use crate::ImageError;

/// No more codes than twelve bits can name.
const MOST_CODES: usize = 4096;

/// Yields the indices of a frame in the order in which they were stored.
pub(super) struct Indices<'a> {
    codes: Codes<'a>,
    /// Bits of an index.
    depth: u8,
    /// Bits of the next code.
    width: u8,
    /// What stands before the last index of each code, and that index.
    table: Vec<(u16, u8)>,
    previous: Option<u16>,
    /// What the last code stood for and was not asked for yet, the last index first.
    pending: Vec<u8>,
}

impl<'a> Indices<'a> {
    /// Reads the data that begins at `at`.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Result<Self, ImageError> {
        let depth = *bytes.get(at).ok_or(ImageError::Truncated)?;
        if !(1..=8).contains(&depth) {
            return Err(ImageError::corrupt("a GIF of more than 256 colours"));
        }
        Ok(Self {
            codes: Codes::new(bytes, at + 1),
            depth,
            width: depth + 1,
            table: Vec::with_capacity(MOST_CODES),
            previous: None,
            pending: Vec::with_capacity(MOST_CODES),
        })
    }

    /// The next indices, as many as `out` holds.
    pub(super) fn fill(&mut self, out: &mut [u8]) -> Result<(), ImageError> {
        let mut filled = 0;
        while filled < out.len() {
            if self.pending.is_empty() {
                self.decode()?;
            }
            let now = self.pending.len().min(out.len() - filled);
            let stored = self.pending.drain(self.pending.len() - now..).rev();
            for (place, index) in out[filled..].iter_mut().zip(stored) {
                *place = index;
            }
            filled += now;
        }
        Ok(())
    }

    /// Reads one code; afterwards something may be pending.
    fn decode(&mut self) -> Result<(), ImageError> {
        let clear = 1 << self.depth;
        let code = self.codes.next(self.width)?;
        if code == clear {
            self.table.clear();
            self.width = self.depth + 1;
            self.previous = None;
            return Ok(());
        }
        let next = clear + 2 + self.table.len() as u16;
        match self.previous {
            _ if code == clear + 1 => return Err(ends_early()),
            None if code > clear => return Err(undefined()),
            Some(_) if code > next => return Err(undefined()),
            None => self.spell(code, clear),
            Some(previous) => {
                // A code that is being defined by itself stands for the one before and its first index again.
                let itself = code == next;
                if itself {
                    self.pending.push(0);
                }
                self.spell(if itself { previous } else { code }, clear);
                let first = self.pending.last().copied().unwrap_or_default();
                if itself {
                    self.pending[0] = first;
                }
                self.define(previous, first);
            }
        }
        self.previous = Some(code);
        Ok(())
    }

    /// Lays what `code` stands for on `pending`, the last index first.
    fn spell(&mut self, mut code: u16, clear: u16) {
        while let Some(&(before, index)) = code
            .checked_sub(clear + 2)
            .and_then(|entry| self.table.get(usize::from(entry)))
        {
            self.pending.push(index);
            code = before;
        }
        self.pending.push(code as u8);
    }

    fn define(&mut self, before: u16, index: u8) {
        let first = (1_usize << self.depth) + 2;
        if first + self.table.len() < MOST_CODES {
            self.table.push((before, index));
            let longer = first + self.table.len() == 1 << self.width;
            self.width += u8::from(longer && self.width < 12);
        }
    }
}

/// Codes of up to twelve bits, the lowest bits first, in sub-blocks of up to 255 bytes (15).
struct Codes<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Bytes that the current sub-block still has.
    left: u8,
    bits: u32,
    count: u8,
}

impl<'a> Codes<'a> {
    fn new(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            left: 0,
            bits: 0,
            count: 0,
        }
    }

    fn next(&mut self, width: u8) -> Result<u16, ImageError> {
        while self.count < width {
            if self.left == 0 {
                self.left = self.byte()?;
                if self.left == 0 {
                    return Err(ends_early());
                }
            }
            self.bits |= u32::from(self.byte()?) << self.count;
            self.count += 8;
            self.left -= 1;
        }
        let code = self.bits & ((1 << width) - 1);
        self.bits >>= width;
        self.count -= width;
        Ok(code as u16)
    }

    fn byte(&mut self) -> Result<u8, ImageError> {
        let byte = self.bytes.get(self.at).copied();
        self.at += 1;
        byte.ok_or(ImageError::Truncated)
    }
}

fn ends_early() -> ImageError {
    ImageError::corrupt("a GIF whose data ends before its picture")
}

fn undefined() -> ImageError {
    ImageError::corrupt("a GIF code without a meaning")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(data: &[u8], count: usize) -> Result<Vec<u8>, ImageError> {
        let mut out = vec![0; count];
        let mut indices = Indices::new(data, 0)?;
        let (first, rest) = out.split_at_mut(count / 3);
        indices.fill(first)?;
        indices.fill(rest)?;
        Ok(out)
    }

    #[test]
    fn the_specifications_own_example_comes_out() {
        // Ten by ten pixels of three colours, "What's in a GIF": codes defined by themselves included.
        let data = [
            2, 22, 0x8C, 0x2D, 0x99, 0x87, 0x2A, 0x1C, 0xDC, 0x33, 0xA0, 0x02, 0x75, 0xEC, 0x95,
            0xFA, 0xA8, 0xDE, 0x60, 0x8C, 0x04, 0x91, 0x4C, 0x01, 0,
        ];
        let rows = [
            "1111122222",
            "1111122222",
            "1111122222",
            "1110000222",
            "1110000222",
            "2220000111",
            "2220000111",
            "2222211111",
            "2222211111",
            "2222211111",
        ];
        let pixels: Vec<u8> = rows.concat().bytes().map(|digit| digit - b'0').collect();
        assert_eq!(decoded(&data, 100), Ok(pixels));
    }

    #[test]
    fn what_is_missing_or_without_meaning_is_an_error() {
        assert_eq!(decoded(&[2, 5, 0x8C], 100), Err(ImageError::Truncated));
        for wrong in [&[9][..], &[2, 1, 0x3C, 0], &[2, 0], &[2, 1, 0x2C, 0]] {
            assert_eq!(decoded(wrong, 9).unwrap_err().code(), "corrupt");
        }
    }
}
