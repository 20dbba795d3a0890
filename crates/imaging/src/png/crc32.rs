//! CRC-32 as PNG's chunks carry it (PNG Third Edition, 5.5), eight bytes a step.

use alloc::boxed::Box;

use once_cell::race::OnceBox;

/// The checksum of `parts` one after the other.
pub(crate) fn crc32(parts: &[&[u8]]) -> u32 {
    !parts.iter().fold(u32::MAX, |crc, part| update(crc, part))
}

/// `TABLES[n][byte]`: what a byte does to the checksum when `n` bytes follow it. Made when first needed: numbers
/// without a pattern are what compresses worst in a download.
static TABLES: OnceBox<[[u32; 256]; 8]> = OnceBox::new();

fn tables() -> Box<[[u32; 256]; 8]> {
    let mut tables = Box::new([[0; 256]; 8]);
    let shifted = |crc: u32, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg());
    for (byte, entry) in (0..).zip(&mut tables[0]) {
        *entry = (0..8).fold(byte, shifted);
    }
    for n in 1..8 {
        for byte in 0..256 {
            let before: u32 = tables[n - 1][byte];
            tables[n][byte] = (before >> 8) ^ tables[0][(before & 255) as usize];
        }
    }
    tables
}

fn update(mut crc: u32, bytes: &[u8]) -> u32 {
    let tables = TABLES.get_or_init(tables);
    let (steps, rest) = bytes.as_chunks::<8>();
    for step in steps {
        let word = u64::from_le_bytes(*step) ^ u64::from(crc);
        crc = (0..8).fold(0, |sum, n| {
            sum ^ tables[7 - n][(word >> (8 * n) & 255) as usize]
        });
    }
    rest.iter().fold(crc, |crc, &byte| {
        (crc >> 8) ^ tables[0][((crc ^ u32::from(byte)) & 255) as usize]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_catalogue_comes_out() {
        assert_eq!(crc32(&[b"123456789"]), 0xCBF4_3926);
        assert_eq!(crc32(&[b"12", b"", b"3456789"]), 0xCBF4_3926);
        assert_eq!(crc32(&[]), 0);
    }
}
