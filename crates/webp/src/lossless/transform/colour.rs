//! Channels that were predicted from each other (RFC 9649, 3.5.2 and 3.5.3).

use super::super::{Blocks, Pixel};

/// Undoes the colour transform of rows of `width`.
pub(super) fn undo(pixels: &mut [Pixel], width: usize, blocks: &Blocks) {
    for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
        for (block, run) in row.chunks_mut(1 << blocks.bits).enumerate() {
            let element = blocks.at(block << blocks.bits, y);
            for pixel in run {
                *pixel = undone(*pixel, element);
            }
        }
    }
}

/// Adds green to red and blue.
pub(super) fn add_green(pixels: &mut [Pixel]) {
    for pixel in pixels {
        let [blue, green, red, alpha] = *pixel;
        *pixel = [
            blue.wrapping_add(green),
            green,
            red.wrapping_add(green),
            alpha,
        ];
    }
}

/// The element's blue says how much of green goes to red, its green how much of green and its red how much of red goes
/// to blue.
#[inline]
fn undone([blue, green, red, alpha]: Pixel, element: Pixel) -> Pixel {
    let [green_to_red, green_to_blue, red_to_blue, _] = element;
    let red = red.wrapping_add(part(green_to_red, green));
    let blue = blue
        .wrapping_add(part(green_to_blue, green))
        .wrapping_add(part(red_to_blue, red));
    [blue, green, red, alpha]
}

/// The product of two signed numbers, in 32nds.
#[inline]
fn part(factor: u8, channel: u8) -> u8 {
    ((i32::from(factor as i8) * i32::from(channel as i8)) >> 5) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_signed_and_rounded_down() {
        // 100 + (-1 * 33 >> 5) = 98, then 10 + (2 * 33 >> 5) + (-3 * 98 >> 5) = 10 + 2 - 10.
        let element = [0xFF, 2, 0xFD, 0];
        assert_eq!(undone([10, 33, 100, 7], element), [2, 33, 98, 7]);
    }
}
