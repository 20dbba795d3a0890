//! Step: refuse what is too big, from its length and its header alone.

use crate::{ImageError, Limits, Probe};

/// The first question of all, before anything is read.
pub(crate) fn check_bytes(bytes: &[u8], limits: &Limits) -> Result<(), ImageError> {
    let length = bytes.len() as u64;
    if length > limits.max_bytes {
        return Err(ImageError::TooLarge {
            bytes: length,
            limit: limits.max_bytes,
        });
    }
    Ok(())
}

/// What the header announces, before anything is allocated for it.
pub(crate) fn check_picture(source: &Probe, limits: &Limits) -> Result<(), ImageError> {
    let pixels = u64::from(source.width) * u64::from(source.height);
    if pixels > limits.max_pixels {
        return Err(ImageError::TooManyPixels {
            pixels,
            limit: limits.max_pixels,
        });
    }
    let side = source.width.max(source.height);
    if side > limits.max_side {
        return Err(ImageError::SideTooLong {
            side,
            limit: limits.max_side,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe;

    #[test]
    fn a_picture_at_the_limit_passes_and_one_above_does_not() {
        let photo = roundel_fixtures::photo_jpeg(40, 30, 0, false).unwrap();
        let source = probe(&photo).unwrap();
        let limits = |max_pixels, max_side| Limits {
            max_bytes: photo.len() as u64,
            max_pixels,
            max_side,
        };
        assert_eq!(check_bytes(&photo, &limits(0, 0)), Ok(()));
        assert_eq!(check_picture(&source, &limits(1200, 40)), Ok(()));
        let code = |limits| check_picture(&source, &limits).unwrap_err().code();
        assert_eq!(code(limits(1199, 40)), "too_many_pixels");
        assert_eq!(code(limits(1200, 39)), "side_too_long");
        let fewer = Limits {
            max_bytes: photo.len() as u64 - 1,
            ..Limits::UPLOAD
        };
        assert_eq!(check_bytes(&photo, &fewer).unwrap_err().code(), "too_large");
    }

    #[test]
    fn a_quarter_gigapixel_in_a_few_bytes_is_refused_from_its_header() {
        for bytes in [
            roundel_fixtures::huge_png(16_384, 16_384).unwrap(),
            roundel_fixtures::tiny_huge_gif(),
        ] {
            let source = probe(&bytes).unwrap();
            let error = check_picture(&source, &Limits::DEVICE).unwrap_err();
            assert_eq!(error.code(), "too_many_pixels");
        }
    }
}
