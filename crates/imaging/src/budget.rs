//! Step: encode into no more bytes than allowed.

use crate::{ImageError, Options, OutputFormat};

/// Below this, faces fall apart into blocks: a smaller picture looks better.
const MIN_QUALITY: u8 = 40;
/// Below this, nothing can be recognised.
const MIN_SIDE: u32 = 32;

/// What came out, and how.
#[derive(Debug)]
pub(crate) struct Fitted<P> {
    pub(crate) picture: P,
    pub(crate) bytes: Vec<u8>,
    pub(crate) quality: u8,
}

/// Encodes at `size`; where that is too much, at the highest quality that fits; where none fits, ever smaller.
///
/// `render` makes the picture at a size, `encode` writes it at a quality. At most six encodes a size and eight sizes
/// an octave, so it always ends.
pub(crate) fn encode_within<P>(
    options: &Options,
    mut size: (u32, u32),
    mut render: impl FnMut((u32, u32)) -> Result<P, ImageError>,
    mut encode: impl FnMut(&P, u8) -> Result<Vec<u8>, ImageError>,
) -> Result<Fitted<P>, ImageError> {
    let max_bytes = options.max_bytes.unwrap_or(u64::MAX);
    let mut smallest = u64::MAX;
    loop {
        let picture = render(size)?;
        let lowest = lowest_quality(options);
        let mut attempt = |quality| encode(&picture, quality);
        match highest_quality(lowest, options.quality, max_bytes, &mut attempt)? {
            Ok((quality, bytes)) => {
                return Ok(Fitted {
                    picture,
                    bytes,
                    quality,
                });
            }
            Err(too_many) => smallest = smallest.min(too_many),
        }
        size = smaller(size).ok_or(ImageError::OverBudget {
            max_bytes,
            smallest,
        })?;
    }
}

/// The lowest quality that may be tried: PNG has but one.
fn lowest_quality(options: &Options) -> u8 {
    match options.format {
        OutputFormat::Jpeg => MIN_QUALITY.min(options.quality),
        OutputFormat::Png => options.quality,
    }
}

/// The highest quality from `lowest` to `highest` whose bytes fit, or the size at the lowest.
fn highest_quality(
    lowest: u8,
    highest: u8,
    max_bytes: u64,
    attempt: &mut impl FnMut(u8) -> Result<Vec<u8>, ImageError>,
) -> Result<Result<(u8, Vec<u8>), u64>, ImageError> {
    let fits = |bytes: &Vec<u8>| bytes.len() as u64 <= max_bytes;
    let bytes = attempt(highest)?;
    if fits(&bytes) {
        return Ok(Ok((highest, bytes)));
    }
    if lowest == highest {
        return Ok(Err(bytes.len() as u64));
    }
    let bytes = attempt(lowest)?;
    if !fits(&bytes) {
        return Ok(Err(bytes.len() as u64));
    }
    let (mut best, mut too_high) = ((lowest, bytes), highest);
    while too_high - best.0 > 1 {
        let middle = best.0.midpoint(too_high);
        let bytes = attempt(middle)?;
        if fits(&bytes) {
            best = (middle, bytes);
        } else {
            too_high = middle;
        }
    }
    Ok(Ok(best))
}

/// Seven eighths of both sides.
fn smaller((width, height): (u32, u32)) -> Option<(u32, u32)> {
    let part = |side: u32| (side * 7 / 8).max(1);
    let size = (part(width), part(height));
    (size.0.max(size.1) >= MIN_SIDE).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(max_bytes: u64, format: OutputFormat) -> Result<Fitted<(u32, u32)>, ImageError> {
        let options = Options {
            format,
            max_bytes: Some(max_bytes),
            ..Options::default()
        };
        // An encoder that writes a byte a pixel and a hundredth of that for each step of quality.
        encode_within(&options, (512, 512), Ok, |&(width, height), quality| {
            Ok(vec![
                0;
                (width * height) as usize * usize::from(quality) / 100
            ])
        })
    }

    #[test]
    fn the_highest_quality_that_fits_is_taken() {
        for (max_bytes, quality) in [
            (300_000, Options::DEFAULT_QUALITY),
            (512 * 512 * 60 / 100, 60),
            (512 * 512 * 40 / 100, 40),
        ] {
            let fitted = fitted(max_bytes, OutputFormat::Jpeg).unwrap();
            assert_eq!((fitted.picture, fitted.quality), ((512, 512), quality));
            assert!(fitted.bytes.len() as u64 <= max_bytes);
        }
    }

    #[test]
    fn the_size_gives_way_when_quality_may_not() {
        let jpeg = fitted(20_000, OutputFormat::Jpeg).unwrap();
        assert!(jpeg.picture.0 < 512 && jpeg.quality >= 40 && jpeg.bytes.len() <= 20_000);
        let png = fitted(20_000, OutputFormat::Png).unwrap();
        assert!(png.picture.0 < jpeg.picture.0 && png.bytes.len() <= 20_000);
    }

    #[test]
    fn what_cannot_be_done_says_how_close_it_came() {
        let error = fitted(100, OutputFormat::Jpeg).unwrap_err();
        let ImageError::OverBudget {
            max_bytes: 100,
            smallest,
        } = error
        else {
            panic!("{error:?}");
        };
        assert!(smallest > 100 && smallest < 1000);
    }
}
