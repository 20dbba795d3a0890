//! Step: from Y, U and V to red, green and blue, as libwebp does by default.

use crate::lossy::{Plane, Planes};

/// Pixels of `CHANNELS` bytes: red, green, blue and, of four, one that is left at 255.
pub(crate) fn from_planes<const CHANNELS: usize>([luma, u, v]: &Planes) -> Vec<u8> {
    let mut pixels = vec![255; luma.width() * luma.height() * CHANNELS];
    let mut chroma = vec![[0; 2]; luma.width()];
    for (y, row) in pixels.chunks_exact_mut(luma.width() * CHANNELS).enumerate() {
        for (channel, plane) in [u, v].into_iter().enumerate() {
            upsample(plane, y, channel, &mut chroma);
        }
        for ((pixel, &y), &uv) in row.chunks_exact_mut(CHANNELS).zip(luma.row(y)).zip(&chroma) {
            pixel[..3].copy_from_slice(&rgb(y, uv));
        }
    }
    pixels
}

/// One row of chroma for each pixel: 9 parts of the sample it lies in, 3 of each of the two next to that and 1 of the
/// one across, where the picture's edge is its own neighbour.
fn upsample(plane: &Plane, y: usize, channel: usize, chroma: &mut [[u8; 2]]) {
    let (near, far) = (plane.row(y / 2), plane.row(neighbour(y, plane.height())));
    let column = |x: usize| 3 * u16::from(near[x]) + u16::from(far[x]);
    for (x, chroma) in chroma.iter_mut().enumerate() {
        let sum = 3 * column(x / 2) + column(neighbour(x, plane.width()));
        chroma[channel] = (sum + 8 >> 4) as u8;
    }
}

/// The sample on the other side of the pixel from the one it lies in, of `count`.
fn neighbour(pixel: usize, count: usize) -> usize {
    if pixel % 2 == 0 {
        (pixel / 2).saturating_sub(1)
    } else {
        (pixel / 2 + 1).min(count - 1)
    }
}

/// ITU-R BT.601 from the range of studios, in 64ths after the products lost 8 bits, as libwebp rounds.
#[inline]
fn rgb(y: u8, [u, v]: [u8; 2]) -> [u8; 3] {
    let times = |sample: u8, factor: i32| i32::from(sample) * factor >> 8;
    let luma = times(y, 19077);
    let red = luma + times(v, 26149) - 14234;
    let green = luma - times(u, 6419) - times(v, 13320) + 8708;
    let blue = luma + times(u, 33050) - 17685;
    [red, green, blue].map(|channel| (channel >> 6).clamp(0, 255) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn studio_black_grey_and_white_are_ours() {
        assert_eq!(rgb(16, [128, 128]), [0, 0, 0]);
        assert_eq!(rgb(126, [128, 128]), [128, 128, 128]);
        assert_eq!(rgb(235, [128, 128]), [255, 255, 255]);
    }

    #[test]
    fn every_pixel_leans_to_the_sample_it_is_nearest_to() {
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|x| neighbour(x, 3)),
            [0, 1, 0, 2, 1, 2]
        );
    }
}
