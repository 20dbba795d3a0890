//! Where a file keeps its profile, and how to get at it.

use alloc::vec;
use alloc::vec::Vec;

use alloc::borrow::Cow;
use core::ops::Range;

use super::warning::{DAMAGED, Read};
use crate::ImageError;
use crate::limits::Allowance;

/// A profile in a file, not yet read. Ranges are of the file's bytes and lie in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Embedded {
    /// There is none.
    #[default]
    None,
    /// As it is: WebP.
    Plain(Range<usize>),
    #[cfg(feature = "png")]
    /// Compressed by zlib: PNG.
    Deflated(Range<usize>),
    /// In segments, as they came: JPEG.
    Segments(Vec<Segment>),
}

/// One `APP2` segment of a profile (ICC.1:2022, B.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Its place among the others, from 1.
    pub(crate) number: u8,
    /// How many there are.
    pub(crate) count: u8,
    pub(crate) data: Range<usize>,
}

impl Embedded {
    pub(crate) fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// Adds a segment. There are 255 at most; of more, one is kept to tell that they are too many.
    pub(crate) fn add(&mut self, segment: Segment) {
        match self {
            Self::Segments(segments) if segments.len() < 256 => segments.push(segment),
            Self::Segments(_) => (),
            _ => *self = Self::Segments(vec![segment]),
        }
    }

    /// The profile's bytes, taken from the allowance before they are allocated.
    pub(super) fn bytes<'a>(
        &self,
        file: &'a [u8],
        allowance: &mut Allowance,
    ) -> Result<Read<Cow<'a, [u8]>>, ImageError> {
        match self {
            Self::None => Ok(Err(DAMAGED)),
            Self::Plain(range) => Ok(Ok(Cow::Borrowed(&file[range.clone()]))),
            #[cfg(feature = "png")]
            Self::Deflated(range) => inflated(&file[range.clone()], allowance),
            Self::Segments(segments) => match in_order(segments) {
                Err(warning) => Ok(Err(warning)),
                Ok(ranges) => {
                    allowance.take_metadata(ranges.iter().map(Range::len).sum())?;
                    let parts = ranges.iter().flat_map(|range| &file[range.clone()]);
                    Ok(Ok(parts.copied().collect()))
                }
            },
        }
    }
}

/// Each number once, from 1 to the count that all of them give.
fn in_order(segments: &[Segment]) -> Read<Vec<Range<usize>>> {
    let count = segments.len();
    let mut ranges = vec![None; count];
    for segment in segments {
        let place = usize::from(segment.number).checked_sub(1);
        let place = place.and_then(|at| ranges.get_mut(at)).ok_or(DAMAGED)?;
        if usize::from(segment.count) != count || place.replace(segment.data.clone()).is_some() {
            return Err(DAMAGED);
        }
    }
    ranges.into_iter().collect::<Option<_>>().ok_or(DAMAGED)
}

#[cfg(feature = "png")]
fn inflated<'a>(
    deflated: &[u8],
    allowance: &mut Allowance,
) -> Result<Read<Cow<'a, [u8]>>, ImageError> {
    use fdeflate::{BoundedDecompressionError, decompress_to_vec_bounded};
    match decompress_to_vec_bounded(deflated, allowance.metadata()) {
        Ok(profile) => {
            allowance.take_metadata(profile.len())?;
            Ok(Ok(Cow::Owned(profile)))
        }
        Err(BoundedDecompressionError::OutputTooLarge { .. }) => Err(allowance.spent()),
        Err(BoundedDecompressionError::DecompressionError { .. }) => Ok(Err(DAMAGED)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn segment(number: u8, count: u8) -> Segment {
        let start = usize::from(number) * 2;
        Segment {
            number,
            count,
            data: start..start + 2,
        }
    }

    fn gathered(segments: &[Segment]) -> Read<Vec<u8>> {
        let file: Vec<u8> = (0..20).collect();
        let mut embedded = Embedded::None;
        segments
            .iter()
            .for_each(|segment| embedded.add(segment.clone()));
        let mut allowance = Allowance::of(&Limits::DEVICE);
        embedded
            .bytes(&file, &mut allowance)
            .unwrap()
            .map(Cow::into_owned)
    }

    #[test]
    fn segments_are_put_in_order_whatever_theirs_was() {
        assert_eq!(gathered(&[segment(1, 1)]), Ok(vec![2, 3]));
        let shuffled = [segment(3, 3), segment(1, 3), segment(2, 3)];
        assert_eq!(gathered(&shuffled), Ok(vec![2, 3, 4, 5, 6, 7]));
    }

    #[test]
    fn missing_double_and_contradicting_segments_are_damage() {
        for wrong in [
            vec![segment(1, 2)],
            vec![segment(1, 2), segment(1, 2)],
            vec![segment(1, 2), segment(2, 3)],
            vec![segment(0, 1)],
            vec![segment(2, 1)],
            vec![segment(1, 0)],
            vec![segment(1, 1); 400],
        ] {
            assert_eq!(gathered(&wrong), Err(DAMAGED), "{wrong:?}");
        }
    }

    #[test]
    fn segments_are_taken_from_the_allowance() {
        let limits = Limits {
            max_metadata_bytes: 3,
            ..Limits::DEVICE
        };
        let two = Embedded::Segments(vec![segment(1, 2), segment(2, 2)]);
        let error = two
            .bytes(&[0; 20], &mut Allowance::of(&limits))
            .unwrap_err();
        assert_eq!(error.code(), "metadata_too_large");
    }
}
