//! Step: the alpha channel of a lossy picture (`ALPH`; RFC 9649, 2.7.1.2).

use alloc::vec::Vec;

use crate::{Corrupt, DecodeError, lossless};

/// One byte a pixel, 255 opaque, `width` * `height` of them.
///
/// Whether levels were reduced before changes nothing.
pub(crate) fn decode(data: &[u8], width: u32, height: u32) -> Result<Vec<u8>, DecodeError> {
    let (&flags, data) = data.split_first().ok_or(DecodeError::Truncated)?;
    let size = width as usize * height as usize;
    let mut plane = match flags & 3 {
        0 => data.get(..size).ok_or(DecodeError::Truncated)?.to_vec(),
        1 => greens(&lossless::decode_stream(data, width, height)?),
        _ => return Err(Corrupt::Alpha.into()),
    };
    match flags >> 2 & 3 {
        0 => (),
        1 => undo(&mut plane, width as usize, |left, _, _| left),
        2 => undo(&mut plane, width as usize, |_, top, _| top),
        _ => undo(&mut plane, width as usize, gradient),
    }
    Ok(plane)
}

fn greens(pixels: &[lossless::Pixel]) -> Vec<u8> {
    pixels.iter().map(|&[_, green, _, _]| green).collect()
}

fn gradient(left: u8, top: u8, corner: u8) -> u8 {
    let sum = i16::from(left) + i16::from(top) - i16::from(corner);
    sum.clamp(0, 255) as u8
}

/// Adds what each value was predicted from: left, top and top left.
///
/// The first row is predicted from the left and the first column from above, whatever the filter.
fn undo(plane: &mut [u8], width: usize, predict: fn(u8, u8, u8) -> u8) {
    let mut before: &[u8] = &[];
    for row in plane.chunks_exact_mut(width) {
        let (mut left, mut corner) = match before.first() {
            Some(&top) => (top, top),
            None => (0, 0),
        };
        for (x, value) in row.iter_mut().enumerate() {
            let predicted = match before.get(x) {
                Some(&top) if x > 0 => predict(left, top, core::mem::replace(&mut corner, top)),
                _ => left,
            };
            *value = value.wrapping_add(predicted);
            left = *value;
        }
        before = row;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_predicts_from_its_neighbours() {
        for (filter, last) in [(0, 1), (1, 5), (2, 4), (3, 7)] {
            let plane = decode(&[filter << 2, 1, 2, 3, 1], 2, 2).unwrap();
            assert_eq!(plane[3], last);
        }
    }

    #[test]
    fn what_is_missing_or_unknown_is_refused() {
        assert_eq!(decode(&[], 1, 1), Err(DecodeError::Truncated));
        assert_eq!(decode(&[0, 1, 2, 3], 2, 2), Err(DecodeError::Truncated));
        assert_eq!(decode(&[2, 1], 1, 1), Err(Corrupt::Alpha.into()));
    }
}
