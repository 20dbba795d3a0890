//! What reading and writing PNG share.

mod crc32;

pub(crate) use crc32::crc32;

/// The neighbour nearest to left + above - corner (PNG Third Edition, 9.4).
pub(crate) fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let (to_left, to_above, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}
