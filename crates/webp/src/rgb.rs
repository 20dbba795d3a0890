//! Step: from Y, U and V to red, green and blue, as libwebp does by default.

use alloc::vec;
use alloc::vec::Vec;

use crate::lossy::{Plane, Planes};

/// Pixels of `CHANNELS` bytes: red, green, blue and, of four, one that is left at 255.
pub(crate) fn from_planes<const CHANNELS: usize>([luma, u, v]: &Planes) -> Vec<u8> {
    let mut pixels = vec![255; luma.width() * luma.height() * CHANNELS];
    let (mut u, mut v) = (Upsampler::new(u), Upsampler::new(v));
    for (y, row) in pixels.chunks_exact_mut(luma.width() * CHANNELS).enumerate() {
        let chroma = u.row(y).iter().zip(v.row(y));
        let (pixels, _) = row.as_chunks_mut::<CHANNELS>();
        for ((pixel, &y), (&u, &v)) in pixels.iter_mut().zip(luma.row(y)).zip(chroma) {
            [pixel[0], pixel[1], pixel[2]] = rgb(y, u, v);
        }
    }
    pixels
}

/// Makes one sample of chroma for each pixel: 9 parts of the sample it lies in, 3 of each of the two next to that and
/// 1 of the one across, where the picture's edge is its own neighbour.
struct Upsampler<'a> {
    plane: &'a Plane,
    /// 3 parts of the row a pixel lies in and 1 of the next, the first and the last twice.
    columns: Vec<u16>,
    row: Vec<u8>,
}

impl<'a> Upsampler<'a> {
    fn new(plane: &'a Plane) -> Self {
        Self {
            plane,
            columns: vec![0; plane.width() + 2],
            row: vec![0; plane.width() * 2],
        }
    }

    /// The samples for a row of pixels, and one more where their number is odd.
    fn row(&mut self, y: usize) -> &[u8] {
        let near = self.plane.row(y / 2);
        let far = self.plane.row(neighbour(y, self.plane.height()));
        let columns = self.columns[1..].iter_mut();
        for (column, (&near, &far)) in columns.zip(near.iter().zip(far)) {
            *column = 3 * u16::from(near) + u16::from(far);
        }
        let last = self.plane.width();
        self.columns[0] = self.columns[1];
        self.columns[last + 1] = self.columns[last];
        let (pairs, _) = self.row.as_chunks_mut::<2>();
        for (pair, columns) in pairs.iter_mut().zip(self.columns.windows(3)) {
            pair[0] = ((3 * columns[1] + columns[0] + 8) >> 4) as u8;
            pair[1] = ((3 * columns[1] + columns[2] + 8) >> 4) as u8;
        }
        &self.row
    }
}

/// The row on the other side of a row of pixels from the one it lies in, of `count`.
fn neighbour(y: usize, count: usize) -> usize {
    if y.is_multiple_of(2) {
        (y / 2).saturating_sub(1)
    } else {
        (y / 2 + 1).min(count - 1)
    }
}

/// ITU-R BT.601 from the range of studios, in 64ths after the products lost 8 bits, as libwebp rounds.
#[inline]
fn rgb(y: u8, u: u8, v: u8) -> [u8; 3] {
    let times = |sample: u8, factor: i32| (i32::from(sample) * factor) >> 8;
    let luma = times(y, 19077);
    let red = luma + times(v, 26149) - 14234;
    let green = luma - times(u, 6419) - times(v, 13320) + 8708;
    let blue = luma + times(u, 33050) - 17685;
    let byte = |channel: i32| (channel >> 6).clamp(0, 255) as u8;
    [byte(red), byte(green), byte(blue)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn studio_black_grey_and_white_are_ours() {
        assert_eq!(rgb(16, 128, 128), [0, 0, 0]);
        assert_eq!(rgb(126, 128, 128), [128, 128, 128]);
        assert_eq!(rgb(235, 128, 128), [255, 255, 255]);
    }

    #[test]
    fn every_row_leans_to_the_one_it_is_nearest_to() {
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|y| neighbour(y, 3)),
            [0, 1, 0, 2, 1, 2]
        );
    }
}
