//! A filter on pixels.

use photon_rs::PhotonImage;

use crate::{EffectError, Filter};

/// The longest side that is taken, in pixels: an avatar's. It bounds memory (three copies of a megabyte at most) and
/// time (some milliseconds).
pub const MAX_SIDE: u32 = 512;

/// Applies `filter` to `pixels`: rows from the top, four bytes a pixel, sRGB with straight alpha. The result has the
/// same size and the same alpha.
///
/// # Errors
/// [`EffectError::ZeroSized`], [`EffectError::TooLarge`] and [`EffectError::WrongLength`], all before photon-rs sees
/// anything.
pub fn apply(
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    filter: Filter,
) -> Result<Vec<u8>, EffectError> {
    check(pixels.len(), width, height)?;
    let alpha: Vec<u8> = pixels.iter().copied().skip(3).step_by(4).collect();
    let mut image = PhotonImage::new(pixels, width, height);
    filter.look(&mut image);
    let mut filtered = image.get_raw_pixels();
    restore_alpha(&mut filtered, &alpha);
    Ok(filtered)
}

fn check(bytes: usize, width: u32, height: u32) -> Result<(), EffectError> {
    if width == 0 || height == 0 {
        return Err(EffectError::ZeroSized);
    }
    if width.max(height) > MAX_SIDE {
        return Err(EffectError::TooLarge { width, height });
    }
    let expected = width as usize * height as usize * 4;
    if bytes != expected {
        return Err(EffectError::WrongLength {
            width,
            height,
            bytes,
            expected,
        });
    }
    Ok(())
}

/// Some of photon-rs's functions make every pixel opaque, which would show what was hidden.
fn restore_alpha(pixels: &mut [u8], alpha: &[u8]) {
    for (pixel, &alpha) in pixels.as_chunks_mut::<4>().0.iter_mut().zip(alpha) {
        pixel[3] = alpha;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every byte value in every channel, at several degrees of transparency.
    fn ramp(width: u32, height: u32) -> Vec<u8> {
        (0..width * height)
            .flat_map(|i| [i as u8, (i / 3) as u8, (i / 7) as u8, (i % 5 * 63) as u8])
            .collect()
    }

    #[test]
    fn every_filter_changes_the_colours_and_nothing_else() {
        for filter in Filter::ALL {
            let before = ramp(64, 48);
            let after = apply(before.clone(), 64, 48, filter).unwrap();
            assert_eq!(after.len(), before.len(), "{filter:?}");
            let pixels = before
                .as_chunks::<4>()
                .0
                .iter()
                .zip(after.as_chunks::<4>().0);
            let (mut changed, mut all) = (0, 0);
            for (before, after) in pixels {
                assert_eq!(before[3], after[3], "{filter:?} keeps alpha");
                changed += usize::from(before[..3] != after[..3]);
                all += 1;
            }
            assert!(changed * 2 > all, "{filter:?} changes {changed} of {all}");
        }
    }

    #[test]
    fn no_two_filters_look_alike() {
        let looks = Filter::ALL.map(|filter| apply(ramp(32, 32), 32, 32, filter).unwrap());
        let distinct: std::collections::HashSet<_> = looks.iter().collect();
        assert_eq!(distinct.len(), Filter::ALL.len());
    }

    #[test]
    fn a_pixel_looks_the_same_wherever_it_is() {
        for filter in Filter::ALL {
            let flat = [180, 120, 90, 255].repeat(9 * 5);
            let after = apply(flat, 9, 5, filter).unwrap();
            let (first, rest) = after.split_at(4);
            let same = rest.as_chunks::<4>().0.iter().all(|pixel| pixel == first);
            assert!(
                same,
                "{filter:?}: a thumbnail shows what the avatar will be"
            );
        }
    }

    #[test]
    fn the_smallest_and_the_largest_are_taken_and_no_other() {
        for filter in Filter::ALL {
            for (width, height) in [(1, 1), (1, 512), (512, 1), (512, 512)] {
                assert!(apply(ramp(width, height), width, height, filter).is_ok());
            }
        }
        let code = |bytes, width, height| {
            apply(vec![0; bytes], width, height, Filter::Mono)
                .unwrap_err()
                .code()
        };
        assert_eq!(code(0, 0, 5), "zero_sized");
        assert_eq!(code(0, 5, 0), "zero_sized");
        assert_eq!(code(513 * 4, 513, 1), "filter_too_large");
        assert_eq!(code(16, u32::MAX, u32::MAX), "filter_too_large");
        assert_eq!(code(15, 2, 2), "wrong_length");
        assert_eq!(code(17, 2, 2), "wrong_length");
    }
}
