//! The lengths and distances of copies (RFC 9649, 3.6.2.2).

use super::bit_reader::BitReader;

/// Distances 1 to 120 stand for pixels nearby, given as columns to the left and rows above.
#[rustfmt::skip]
const NEARBY: [(i8, i8); 120] = [
    (0, 1), (1, 0), (1, 1), (-1, 1), (0, 2), (2, 0), (1, 2), (-1, 2),
    (2, 1), (-2, 1), (2, 2), (-2, 2), (0, 3), (3, 0), (1, 3), (-1, 3),
    (3, 1), (-3, 1), (2, 3), (-2, 3), (3, 2), (-3, 2), (0, 4), (4, 0),
    (1, 4), (-1, 4), (4, 1), (-4, 1), (3, 3), (-3, 3), (2, 4), (-2, 4),
    (4, 2), (-4, 2), (0, 5), (3, 4), (-3, 4), (4, 3), (-4, 3), (5, 0),
    (1, 5), (-1, 5), (5, 1), (-5, 1), (2, 5), (-2, 5), (5, 2), (-5, 2),
    (4, 4), (-4, 4), (3, 5), (-3, 5), (5, 3), (-5, 3), (0, 6), (6, 0),
    (1, 6), (-1, 6), (6, 1), (-6, 1), (2, 6), (-2, 6), (6, 2), (-6, 2),
    (4, 5), (-4, 5), (5, 4), (-5, 4), (3, 6), (-3, 6), (6, 3), (-6, 3),
    (0, 7), (7, 0), (1, 7), (-1, 7), (5, 5), (-5, 5), (7, 1), (-7, 1),
    (4, 6), (-4, 6), (6, 4), (-6, 4), (2, 7), (-2, 7), (7, 2), (-7, 2),
    (3, 7), (-3, 7), (7, 3), (-7, 3), (5, 6), (-5, 6), (6, 5), (-6, 5),
    (8, 0), (4, 7), (-4, 7), (7, 4), (-7, 4), (8, 1), (8, 2), (6, 6),
    (-6, 6), (8, 3), (5, 7), (-5, 7), (7, 5), (-7, 5), (8, 4), (6, 7),
    (-6, 7), (7, 6), (-7, 6), (8, 5), (7, 7), (-7, 7), (8, 6), (8, 7),
];

/// The number that a symbol below 40 and the bits behind it stand for, at least 1.
pub(super) fn read_value(bits: &mut BitReader<'_>, symbol: u16) -> usize {
    let symbol = u32::from(symbol);
    if symbol < 4 {
        return symbol as usize + 1;
    }
    let extra = (symbol - 2) / 2;
    let base = (2 + symbol % 2) << extra;
    (base + bits.read(extra)) as usize + 1
}

/// How many pixels back a distance means in an image of a width, at least 1.
pub(super) fn in_pixels(distance: usize, width: usize) -> usize {
    match NEARBY.get(distance - 1) {
        Some(&(left, above)) => {
            let pixels = isize::from(above) * width as isize + isize::from(left);
            pixels.max(1) as usize
        }
        None => distance - NEARBY.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_follow_each_other_without_a_gap() {
        let mut next = 1;
        for symbol in 0..40 {
            assert_eq!(read_value(&mut BitReader::new(&[0; 8]), symbol), next);
            next = read_value(&mut BitReader::new(&[0xFF; 8]), symbol) + 1;
        }
        assert_eq!(next, (1 << 20) + 1);
    }

    #[test]
    fn near_distances_are_in_two_dimensions() {
        assert_eq!(in_pixels(1, 100), 100);
        assert_eq!(in_pixels(2, 100), 1);
        assert_eq!(in_pixels(4, 100), 99);
        assert_eq!(in_pixels(8, 1), 1);
        assert_eq!(in_pixels(121, 100), 1);
    }
}
