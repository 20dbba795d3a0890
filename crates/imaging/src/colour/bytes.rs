//! Numbers as a profile writes them: big-endian (ICC.1:2022, 4).

use super::warning::{DAMAGED, Read};

/// `uInt16Number`.
pub(super) fn short(data: &[u8], at: usize) -> Read<u16> {
    let bytes = data.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map(|bytes| u16::from_be_bytes(*bytes)).ok_or(DAMAGED)
}

/// `uInt32Number`.
pub(super) fn word(data: &[u8], at: usize) -> Read<u32> {
    let bytes = data.get(at..).and_then(<[u8]>::first_chunk);
    bytes.map(|bytes| u32::from_be_bytes(*bytes)).ok_or(DAMAGED)
}

/// `s15Fixed16Number`: -32,768 to 32,768.
pub(super) fn fixed(data: &[u8], at: usize) -> Read<f64> {
    Ok(f64::from(word(data, at)? as i32) / 65_536.0)
}

/// Four letters.
pub(super) fn letters(data: &[u8], at: usize) -> Read<&[u8; 4]> {
    let bytes = data.get(at..).and_then(<[u8]>::first_chunk);
    bytes.ok_or(DAMAGED)
}
