//! The file as marker segments (T.81 B.1.1): bounds are checked here and nowhere after.

use wide::u8x16;

use super::error::{Corrupt, DecodeError};
use crate::marker;

/// Reads marker segments one after the other.
pub(super) struct Segments<'a> {
    bytes: &'a [u8],
    position: usize,
}

/// A marker and the parameters after its length.
pub(super) struct Segment<'a> {
    pub marker: u8,
    pub payload: &'a [u8],
}

impl<'a> Segments<'a> {
    pub fn new(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        match bytes {
            [0xFF, marker::SOI, ..] => Ok(Self { bytes, position: 2 }),
            [] | [0xFF] => Err(DecodeError::Truncated),
            _ => Err(DecodeError::NotJpeg),
        }
    }

    /// The next segment, `None` at the end of the bytes. What stands between segments, entropy-coded data
    /// included, is passed over, as libjpeg does.
    pub fn next(&mut self) -> Result<Option<Segment<'a>>, DecodeError> {
        let Some(at) = find_marker(self.bytes, self.position) else {
            return Ok(None);
        };
        let (marker, body) = (self.bytes[at + 1], at + 2);
        self.position = body;
        if is_bare(marker) {
            return Ok(Some(Segment {
                marker,
                payload: &[],
            }));
        }
        let Some(&[high, low]) = self.bytes.get(body..body + 2) else {
            return Ok(None);
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length < 2 {
            return Err(Corrupt::SegmentLength(marker).into());
        }
        let payload = self.bytes.get(body + 2..body + length);
        self.position = (body + length).min(self.bytes.len());
        Ok(payload.map(|payload| Segment { marker, payload }))
    }

    /// Everything from the current position: after SOS that is entropy-coded data.
    pub fn rest(&self) -> &'a [u8] {
        &self.bytes[self.position..]
    }

    /// Passes over `count` bytes of [`Segments::rest`].
    pub fn advance(&mut self, count: usize) {
        self.position = (self.position + count).min(self.bytes.len());
    }
}

/// Where the next marker begins, at or after `from`: 0xFF and then neither a stuffed zero nor a fill byte, nor a
/// restart marker.
fn find_marker(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = next_marker(bytes, at)?;
        if !marker::is_restart(bytes[at + 1]) {
            return Some(at);
        }
        at += 2;
    }
}

/// Where the next marker begins, at or after `from`: a byte of ones and then neither a stuffed zero nor a fill byte
/// (T.81 B.1.1.2, B.1.1.5). Whatever stands between segments is passed over, as libjpeg does.
///
/// ```
/// use roundel_jpeg::decode::next_marker;
///
/// let file = [0xFF, 0xD8, 7, 0xFF, 0x00, 0xFF, 0xFF, 0xD9];
/// assert_eq!((next_marker(&file, 0), next_marker(&file, 2)), (Some(0), Some(6)));
/// assert_eq!(next_marker(&file, 7), None);
/// ```
#[must_use]
pub fn next_marker(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += first_ones(bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// Where the first byte of ones is: one in 256 of a scan's, so that it pays to look at many at a time.
#[inline(always)]
fn first_ones(bytes: &[u8]) -> Option<usize> {
    let ones = u8x16::splat(0xFF);
    let (chunks, _) = bytes.as_chunks();
    let has_ones = |chunk: &[u8; 16]| u8x16::new(*chunk).simd_eq(ones).any();
    let passed = chunks.iter().take_while(|chunk| !has_ones(chunk)).count() * 16;
    let rest = bytes[passed..].iter().position(|&byte| byte == 0xFF)?;
    Some(passed + rest)
}

/// TEM, SOI and EOI have no length.
fn is_bare(code: u8) -> bool {
    matches!(code, marker::TEM | marker::SOI | marker::EOI)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_over_fill_stuffing_and_restarts() {
        let bytes = [
            0xFF, 0xD8, 9, 0xFF, 0, 0xFF, 0xD3, 0xFF, 0xFF, 0xFE, 0, 3, 7, 0xFF, 0xD9,
        ];
        let mut segments = Segments::new(&bytes).unwrap();
        let comment = segments.next().unwrap().unwrap();
        assert_eq!((comment.marker, comment.payload), (0xFE, &[7][..]));
        assert_eq!(segments.next().unwrap().unwrap().marker, marker::EOI);
        assert!(segments.next().unwrap().is_none());
    }

    #[test]
    fn a_length_of_zero_is_corrupt_and_one_past_the_end_is_the_end() {
        let mut zero = Segments::new(&[0xFF, 0xD8, 0xFF, 0xFE, 0, 0]).unwrap();
        assert!(zero.next().is_err());
        let mut past = Segments::new(&[0xFF, 0xD8, 0xFF, 0xFE, 0, 9, 1]).unwrap();
        assert!(past.next().unwrap().is_none());
    }
}
