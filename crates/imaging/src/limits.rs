//! Step: refuse what is too big, from its length and its header alone.

use crate::{ImageError, Limits, Probe};

/// What is left of the limits. Each step takes its part before it allocates.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    limits: Limits,
    pixels: u64,
    metadata: usize,
}

impl Allowance {
    pub(crate) fn of(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            pixels: limits.max_pixels,
            metadata: usize::try_from(limits.max_metadata_bytes).unwrap_or(usize::MAX),
        }
    }

    /// The first question of all, before anything is read.
    pub(crate) fn check_bytes(&self, bytes: &[u8]) -> Result<(), ImageError> {
        let (bytes, limit) = (bytes.len() as u64, self.limits.max_bytes);
        if bytes > limit {
            return Err(ImageError::TooLarge { bytes, limit });
        }
        Ok(())
    }

    /// What the header announces, before anything is allocated for it.
    pub(crate) fn take_picture(&mut self, source: &Probe) -> Result<(), ImageError> {
        let pixels = u64::from(source.width) * u64::from(source.height);
        let left = self.pixels.checked_sub(pixels);
        self.pixels = left.ok_or(ImageError::TooManyPixels {
            pixels,
            limit: self.limits.max_pixels,
        })?;
        let (side, limit) = (source.width.max(source.height), self.limits.max_side);
        if side > limit {
            return Err(ImageError::SideTooLong { side, limit });
        }
        let (frames, limit) = (source.frames, self.limits.max_frames);
        if frames > limit {
            return Err(ImageError::TooManyFrames { frames, limit });
        }
        Ok(())
    }

    #[cfg(feature = "png")]
    /// How many bytes of metadata may still be read or inflated.
    pub(crate) fn metadata(&self) -> usize {
        self.metadata
    }

    /// Takes bytes of metadata that are copied or inflated to be read.
    pub(crate) fn take_metadata(&mut self, bytes: usize) -> Result<(), ImageError> {
        self.metadata = self.metadata.checked_sub(bytes).ok_or(self.spent())?;
        Ok(())
    }

    /// Why no more metadata is read.
    pub(crate) fn spent(&self) -> ImageError {
        ImageError::MetadataTooLarge {
            limit: self.limits.max_metadata_bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe;
    use roundel_fixtures::Fixture;

    fn code(limits: Limits, source: &Probe) -> Option<&'static str> {
        let taken = Allowance::of(&limits).take_picture(source);
        taken.err().map(|error| error.code())
    }

    #[test]
    fn a_picture_at_the_limit_passes_and_one_above_does_not() {
        let photo = roundel_fixtures::photo_jpeg(40, 30, 0, false).unwrap();
        let source = probe(&photo).unwrap();
        let limits = |max_pixels, max_side| Limits {
            max_pixels,
            max_side,
            ..Limits::UPLOAD
        };
        assert_eq!(code(limits(1200, 40), &source), None);
        assert_eq!(code(limits(1199, 40), &source), Some("too_many_pixels"));
        assert_eq!(code(limits(1200, 39), &source), Some("side_too_long"));
        let bytes = |max_bytes| {
            let limits = Limits {
                max_bytes,
                ..Limits::UPLOAD
            };
            Allowance::of(&limits).check_bytes(&photo)
        };
        assert_eq!(bytes(photo.len() as u64), Ok(()));
        assert_eq!(
            bytes(photo.len() as u64 - 1).unwrap_err().code(),
            "too_large"
        );
    }

    #[test]
    fn frames_are_counted_before_the_first_is_decoded() {
        let gif = r#"{"fixture":"gif","width":8,"height":8,"frames":5,"transparent":false}"#;
        let gif = probe(&gif.parse::<Fixture>().unwrap().bytes().unwrap()).unwrap();
        let limits = |max_frames| Limits {
            max_frames,
            ..Limits::UPLOAD
        };
        assert_eq!(code(limits(5), &gif), None);
        assert_eq!(code(limits(4), &gif), Some("too_many_frames"));
    }

    #[test]
    fn what_is_taken_is_gone() {
        let limits = Limits {
            max_metadata_bytes: 10,
            ..Limits::UPLOAD
        };
        let mut allowance = Allowance::of(&limits);
        assert_eq!(allowance.take_metadata(7), Ok(()));
        assert_eq!(allowance.metadata(), 3);
        assert_eq!(
            allowance.take_metadata(4).unwrap_err().code(),
            "metadata_too_large"
        );
        assert_eq!(allowance.take_metadata(3), Ok(()));
    }

    #[test]
    fn a_quarter_gigapixel_in_a_few_bytes_is_refused_from_its_header() {
        for bytes in [
            roundel_fixtures::huge_png(16_384, 16_384).unwrap(),
            roundel_fixtures::tiny_huge_gif(),
        ] {
            let source = probe(&bytes).unwrap();
            assert_eq!(code(Limits::DEVICE, &source), Some("too_many_pixels"));
        }
    }
}
