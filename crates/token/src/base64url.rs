//! base64url without padding (RFC 4648 §5, RFC 7515 appendix C): one spelling for every value.
//!
//! A general decoder brings its alphabets, options and errors into the edge's module, and takes twice the time. The crate
//! `base64` is the oracle of the tests.

use alloc::string::String;
use alloc::vec::Vec;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What stands in [`VALUES`] for a character of no value.
const NONE: u8 = 0xff;

/// A character's six bits.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < 64 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// Strict: no padding, no spare bits, no other character.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let (blocks, rest) = text.as_chunks::<4>();
    let mut bytes = vec![0; blocks.len() * 3];
    let mut seen = 0;
    for (block, three) in blocks.iter().zip(bytes.as_chunks_mut::<3>().0) {
        let [a, b, c, d] = block.map(|character| VALUES[usize::from(character)]);
        seen |= a | b | c | d;
        let bits = u32::from(a) << 18 | u32::from(b) << 12 | u32::from(c) << 6 | u32::from(d);
        let [_, first, second, third] = bits.to_be_bytes();
        *three = [first, second, third];
    }
    let rest = match *rest {
        [] => [0; 3],
        [a, b] => [a, b, b'A'].map(|character| VALUES[usize::from(character)]),
        [a, b, c] => [a, b, c].map(|character| VALUES[usize::from(character)]),
        _ => return None,
    };
    let [a, b, c] = rest;
    // Every bit of the last characters has its place in a byte or is zero.
    match text.len() % 4 {
        2 if b & 0b1111 == 0 => bytes.push(a << 2 | b >> 4),
        3 if c & 0b11 == 0 => bytes.extend([a << 2 | b >> 4, b << 4 | c >> 2]),
        0 => {}
        _ => return None,
    }
    ((seen | a | b | c) < 64).then_some(bytes)
}

/// The first byte of what the text says, `None` where its first four characters say nothing.
pub(crate) fn first_byte(text: &[u8]) -> Option<u8> {
    let values = text.first_chunk::<4>()?;
    let [a, b, c, d] = values.map(|character| VALUES[usize::from(character)]);
    ((a | b | c | d) < 64).then_some(a << 2 | b >> 4)
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for character in 0..=three.len() {
            let value = bits >> (18 - 6 * character) & 0x3f;
            text.push(char::from(ALPHABET[value as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    #[test]
    fn every_length_goes_there_and_back_as_the_oracle_has_it() {
        for length in 0..300_usize {
            let bytes: Vec<u8> = (0..length)
                .map(|at| (at * 167 + length * 31) as u8)
                .collect();
            let text = encode(&bytes);
            assert_eq!(text, URL_SAFE_NO_PAD.encode(&bytes));
            assert_eq!(decode(text.as_bytes()), Some(bytes));
        }
    }

    #[test]
    fn every_short_text_is_taken_or_refused_as_the_oracle_does() {
        let characters: Vec<u8> = (0..=255).collect();
        for length in [1, 2, 3, 4, 5, 6, 7, 8] {
            let good = b"Zm9vYmFy";
            for at in 0..length {
                for character in &characters {
                    let mut text = good[..length].to_vec();
                    text[at] = *character;
                    assert_eq!(
                        decode(&text),
                        URL_SAFE_NO_PAD.decode(&text).ok(),
                        "{text:?}"
                    );
                }
            }
        }
        for first in &characters {
            for second in &characters {
                let text = [*first, *second];
                assert_eq!(decode(&text), URL_SAFE_NO_PAD.decode(text).ok(), "{text:?}");
            }
        }
    }
}
