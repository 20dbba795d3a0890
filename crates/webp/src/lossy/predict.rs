//! Prediction of whole blocks: 16x16 luma and 8x8 chroma (RFC 6386, 12.2 and 12.3).

use super::modes::Mode;
use super::plane::Plane;

/// Predicts the block of `SIDE` x `SIDE` samples at a position from the row above and the column to the left.
pub(super) fn whole<const SIDE: usize>(plane: &mut Plane, mode: Mode, x: usize, y: usize) {
    let (at, stride) = (plane.at(x, y), plane.stride());
    let samples = plane.samples();
    let mut above = [0; SIDE];
    above.copy_from_slice(&samples[at - stride..][..SIDE]);
    let corner = samples[at - stride - 1];
    let dc = match mode {
        Mode::Dc => average(samples, at, stride, &above, (x > 0, y > 0)),
        _ => 0,
    };
    for row in samples[at - 1..].chunks_mut(stride).take(SIDE) {
        let left = row[0];
        let row = &mut row[1..=SIDE];
        match mode {
            Mode::Dc => row.fill(dc),
            Mode::Vertical => row.copy_from_slice(&above),
            Mode::Horizontal => row.fill(left),
            Mode::TrueMotion => true_motion(row, &above, left, corner),
        }
    }
}

/// Left plus above less the corner.
pub(super) fn true_motion(row: &mut [u8], above: &[u8], left: u8, corner: u8) {
    let slope = i16::from(left) - i16::from(corner);
    for (sample, &above) in row.iter_mut().zip(above) {
        *sample = (i16::from(above) + slope).clamp(0, 255) as u8;
    }
}

/// The average of what is there of the row above and the column to the left.
fn average(
    samples: &[u8],
    at: usize,
    stride: usize,
    above: &[u8],
    (has_left, has_above): (bool, bool),
) -> u8 {
    let mut sum = 0;
    let mut count = 0;
    if has_above {
        sum += above.iter().map(|&sample| u32::from(sample)).sum::<u32>();
        count += above.len() as u32;
    }
    if has_left {
        let left = samples[at - 1..].iter().step_by(stride).take(above.len());
        sum += left.map(|&sample| u32::from(sample)).sum::<u32>();
        count += above.len() as u32;
    }
    match (sum + count / 2).checked_div(count) {
        Some(average) => average as u8,
        None => 128,
    }
}
