//! Undoing the filter of a line (9.2).

use crate::ImageError;
use crate::png::paeth;

/// Turns `line` into what it was before it was filtered, given the line `above` and the bytes of a pixel, at least 1.
pub(super) fn unfilter(
    filter: u8,
    pixel: usize,
    above: &[u8],
    line: &mut [u8],
) -> Result<(), ImageError> {
    match filter {
        0 => (),
        1 => (pixel..line.len()).for_each(|at| line[at] = line[at].wrapping_add(line[at - pixel])),
        2 => line
            .iter_mut()
            .zip(above)
            .for_each(|(byte, above)| *byte = byte.wrapping_add(*above)),
        3 => by_neighbours(pixel, above, line, |left, above, _| {
            (u16::midpoint(left.into(), above.into())) as u8
        }),
        4 => by_neighbours(pixel, above, line, paeth),
        _ => return Err(ImageError::corrupt("a PNG filter that does not exist")),
    }
    Ok(())
}

/// Adds what `predict` makes of the bytes to the left, above, and above to the left; 0 outside the picture.
fn by_neighbours(pixel: usize, above: &[u8], line: &mut [u8], predict: impl Fn(u8, u8, u8) -> u8) {
    let mut left = [0; 8];
    let mut corner = [0; 8];
    for (bytes, above) in line.chunks_mut(pixel).zip(above.chunks(pixel)) {
        let neighbours = left.iter_mut().zip(&mut corner);
        for ((byte, above), (left, corner)) in bytes.iter_mut().zip(above).zip(neighbours) {
            *byte = byte.wrapping_add(predict(*left, *above, *corner));
            (*left, *corner) = (*byte, *above);
        }
    }
}
