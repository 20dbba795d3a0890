//! Step: encode into no more bytes than allowed.

use alloc::vec::Vec;

use crate::{ImageError, Options, OutputFormat};

/// Below this, faces fall apart into blocks: a smaller picture looks better.
const MIN_QUALITY: u8 = 40;
/// Below this, nothing can be recognised.
const MIN_SIDE: u32 = 32;

/// What came out, and how.
#[derive(Debug)]
pub(crate) struct Fitted<D> {
    pub(crate) draft: D,
    pub(crate) bytes: Vec<u8>,
    pub(crate) quality: u8,
}

/// Encodes at `size`; where that is too much, at the highest quality that fits; where none fits, smaller.
///
/// `render` makes the draft of a picture at a size, `encode` writes it at a quality. Two encodes a size, and at most
/// six more where the quality is found. The next size is chosen by what was too much, yet is at most seven eighths of
/// the last one and at least 32 pixels: a picture of 512 is drafted 22 times at the very worst, and twice as a rule.
pub(crate) fn encode_within<D>(
    options: &Options,
    mut size: (u32, u32),
    mut render: impl FnMut((u32, u32)) -> D,
    mut encode: impl FnMut(&mut D, u8) -> Result<Vec<u8>, ImageError>,
) -> Result<Fitted<D>, ImageError> {
    let max_bytes = options.max_bytes.unwrap_or(u64::MAX);
    let mut smallest = u64::MAX;
    loop {
        let mut draft = render(size);
        let lowest = lowest_quality(options);
        let mut attempt = |quality| encode(&mut draft, quality);
        let too_many = match highest_quality(lowest, options.quality, max_bytes, &mut attempt)? {
            Ok((quality, bytes)) => {
                return Ok(Fitted {
                    draft,
                    bytes,
                    quality,
                });
            }
            Err(too_many) => too_many,
        };
        smallest = smallest.min(too_many);
        size = smaller(size, max_bytes, too_many).ok_or(ImageError::OverBudget {
            max_bytes,
            smallest,
        })?;
    }
}

/// The lowest quality that may be tried: PNG has but one.
fn lowest_quality(options: &Options) -> u8 {
    match options.format {
        OutputFormat::Png => options.quality,
        _ => MIN_QUALITY.min(options.quality),
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

/// The next size: as many pixels as there are bytes for, if bytes are as many a pixel as they were.
fn smaller((width, height): (u32, u32), max_bytes: u64, too_many: u64) -> Option<(u32, u32)> {
    let longer = width.max(height);
    if longer <= MIN_SIDE {
        return None;
    }
    // In parts of 1024. Small pictures have more bytes a pixel, so a little less.
    let scale = (max_bytes.min(too_many) * (1 << 20) / too_many.max(1)).isqrt() * 31 / 32;
    let least = (u64::from(MIN_SIDE) * 1024).div_ceil(longer.into());
    let scale = scale.clamp(least.min(896), 896);
    let part = |side: u32| ((u64::from(side) * scale / 1024) as u32).max(1);
    Some((part(width), part(height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out of an encoder that writes a byte a pixel and a hundredth of that for each step of quality, and
    /// how often it was asked.
    fn fitted(
        max_bytes: u64,
        format: OutputFormat,
    ) -> (Result<Fitted<(u32, u32)>, ImageError>, u32) {
        let options = Options {
            format,
            max_bytes: Some(max_bytes),
            ..Options::default()
        };
        let mut encodes = 0;
        let encode = |&mut (width, height): &mut (u32, u32), quality| {
            encodes += 1;
            let pixels = (width * height) as usize;
            Ok(vec![0; pixels * usize::from(quality) / 100])
        };
        (
            encode_within(&options, (512, 512), |size| size, encode),
            encodes,
        )
    }

    #[test]
    fn the_highest_quality_that_fits_is_taken() {
        for (max_bytes, quality) in [
            (300_000, Options::DEFAULT_QUALITY),
            (512 * 512 * 60 / 100, 60),
            (512 * 512 * 40 / 100, 40),
        ] {
            let (fitted, encodes) = fitted(max_bytes, OutputFormat::Jpeg);
            let fitted = fitted.unwrap();
            assert_eq!((fitted.draft, fitted.quality), ((512, 512), quality));
            assert!(encodes <= 8);
            assert!(fitted.bytes.len() as u64 <= max_bytes);
        }
    }

    #[test]
    fn the_size_gives_way_when_quality_may_not() {
        for (format, at_least) in [
            (OutputFormat::Jpeg, 200),
            (OutputFormat::Webp, 200),
            (OutputFormat::Png, 140),
        ] {
            let (fitted, encodes) = fitted(20_000, format);
            let fitted = fitted.unwrap();
            assert!(
                fitted.draft.0 < 512 && fitted.draft.0 >= at_least,
                "{format:?}"
            );
            assert!(fitted.bytes.len() <= 20_000 && fitted.quality >= 40);
            assert!(encodes <= 10, "{format:?}: {encodes}");
        }
    }

    #[test]
    fn what_cannot_be_done_says_how_close_it_came_and_ends_soon() {
        for format in [OutputFormat::Jpeg, OutputFormat::Png] {
            let (error, encodes) = fitted(100, format);
            let Err(ImageError::OverBudget {
                max_bytes: 100,
                smallest,
            }) = error
            else {
                panic!("{error:?}");
            };
            assert!(smallest > 100 && smallest < 1000);
            assert!(encodes <= 6, "{encodes}");
        }
    }

    #[test]
    fn a_size_that_stays_too_large_ends_as_well() {
        let options = Options {
            max_bytes: Some(1000),
            ..Options::default()
        };
        let mut encodes = 0;
        let stubborn = |_: &mut (u32, u32), _| {
            encodes += 1;
            Ok(vec![0; 1001])
        };
        let error = encode_within(&options, (4096, 1), |size| size, stubborn).unwrap_err();
        assert_eq!(error.code(), "over_budget");
        assert!(encodes <= 80, "{encodes}");
    }
}
