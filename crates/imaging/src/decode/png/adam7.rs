//! Pictures stored in seven passes, each finer than the one before (8.2).

use alloc::vec;
use alloc::vec::Vec;

use super::header::Header;
use super::pixels::Pixels;
use super::scanlines::Scanlines;
use crate::ImageError;
use crate::decode::gather::Gather;

/// First row and distance of rows, first column and distance of columns of each pass.
const PASSES: [[u32; 4]; 7] = [
    [0, 8, 0, 8],
    [0, 8, 4, 8],
    [4, 8, 0, 4],
    [0, 4, 2, 4],
    [2, 4, 0, 2],
    [0, 2, 1, 2],
    [1, 2, 0, 1],
];

/// Puts the picture together, which takes all of its pixels, and hands on its rows.
pub(super) fn decode(
    header: &Header,
    pixels: &Pixels,
    lines: &mut Scanlines<'_>,
    gather: &mut Gather,
) -> Result<(), ImageError> {
    let channels = pixels.layout().channels();
    let stride = header.width as usize * channels;
    let mut picture = vec![0; stride * header.height as usize];
    let mut samples = Vec::new();
    for [top, down, left, across] in PASSES {
        let width = header.width.saturating_sub(left).div_ceil(across);
        if width == 0 {
            continue;
        }
        lines.restart();
        let mut row = pixels.row(width);
        for y in (top..header.height).step_by(down as usize) {
            pixels.expand(lines.next(width)?, &mut samples, &mut row);
            let places = picture[y as usize * stride..][left as usize * channels..stride]
                .chunks_mut(across as usize * channels);
            for (place, pixel) in places.zip(row.chunks_exact(channels)) {
                place[..channels].copy_from_slice(pixel);
            }
        }
    }
    picture
        .chunks_exact(stride)
        .for_each(|row| gather.push(row));
    Ok(())
}
