//! Step 1: three parts, two dots, bounded before anything is decoded (RFC 7515 §7.1).

use crate::error::TokenError;

/// The longest token: what fits into a request's header beside everything else.
pub const MAX_TOKEN_BYTES: usize = 8_192;

/// The longest header, in bytes once decoded. A header holds a name, a key id and a type.
const MAX_HEADER_BYTES: usize = 1_024;

/// How many bytes are looked at together.
const CHUNK: usize = 64;

/// The three parts, still encoded.
pub(crate) struct Parts<'a> {
    pub(crate) header: &'a [u8],
    pub(crate) payload: &'a [u8],
    pub(crate) signature: &'a [u8],
    /// `header.payload`, the bytes the signature is over.
    pub(crate) signing_input: &'a [u8],
}

pub(crate) fn split(token: &[u8]) -> Result<Parts<'_>, TokenError> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(TokenError::TooLong);
    }
    let [first, second] = dots(token).ok_or(TokenError::NotThreeParts)?;
    let (signing_input, signature) = token.split_at(second);
    let (header, payload) = signing_input.split_at(first);
    if header.len() * 3 / 4 > MAX_HEADER_BYTES {
        return Err(TokenError::HeaderTooLong);
    }
    Ok(Parts {
        header,
        payload: &payload[1..],
        signature: &signature[1..],
        signing_input,
    })
}

/// Where the dots are, if there are two. Garbage is passed 64 bytes at a time.
fn dots(token: &[u8]) -> Option<[usize; 2]> {
    let (mut found, mut count) = ([0; 2], 0);
    let (chunks, rest) = token.as_chunks::<CHUNK>();
    for (at, chunk) in chunks
        .iter()
        .enumerate()
        .filter(|(_, chunk)| has_dot(chunk))
    {
        note_dots(chunk, at * CHUNK, &mut found, &mut count)?;
    }
    note_dots(rest, chunks.len() * CHUNK, &mut found, &mut count)?;
    (count == 2).then_some(found)
}

fn note_dots(chunk: &[u8], start: usize, found: &mut [usize; 2], count: &mut usize) -> Option<()> {
    for (offset, _) in chunk.iter().enumerate().filter(|(_, byte)| **byte == b'.') {
        *found.get_mut(*count)? = start + offset;
        *count += 1;
    }
    Some(())
}

/// By words of eight bytes: the edge is compiled for size, where a loop over bytes stays one.
fn has_dot(chunk: &[u8; CHUNK]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const DOTS: u64 = u64::from_le_bytes([b'.'; 8]);
    let words = chunk.as_chunks::<8>().0.iter();
    // A byte that is zero, which a dot is made, is the only one whose top bit comes from a borrow.
    let borrows = words.fold(0, |borrows, word| {
        let other = u64::from_le_bytes(*word) ^ DOTS;
        borrows | (other.wrapping_sub(ONES) & !other)
    });
    borrows & (ONES << 7) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_found_wherever_they_are_and_whatever_is_around() {
        for filler in [0, b'-', b'/', b'A', 0x80, 0xae, 0xff] {
            for first in 0..150 {
                for second in [first + 1, 160, 191, 192, 199] {
                    let mut token = vec![filler; 200];
                    token[first] = b'.';
                    assert_eq!(dots(&token), None, "{filler} {first}");
                    token[second] = b'.';
                    assert_eq!(dots(&token), Some([first, second]), "{filler}");
                    token[200 - 5] = b'.';
                    assert_eq!(dots(&token), None, "{filler} {first} {second}");
                }
            }
        }
    }

    #[test]
    fn every_byte_but_a_dot_is_none() {
        for byte in (0..=255).filter(|byte| *byte != b'.') {
            assert!(!has_dot(&[byte; CHUNK]), "{byte}");
        }
        assert!(has_dot(&[b'.'; CHUNK]));
    }
}
