//! Why a picture was refused.

use crate::CropBox;

/// Why a picture was refused: one variant a cause, a stable [`code`](ImageError::code), a message that is safe to
/// show to the person who chose the picture and says what to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// There are no bytes.
    #[error("This file is empty. Choose another picture.")]
    Empty,
    /// The first bytes belong to no picture.
    #[error("This is not a picture{}. Choose a JPEG, PNG, WebP or GIF.", named(*.detected))]
    NotAnImage {
        /// What they belong to where that is known, such as `HTML`.
        detected: Option<&'static str>,
    },
    /// A picture, but of a kind that is not read.
    #[error(
        "{detected} pictures cannot be read here. Save it as JPEG, PNG or WebP and choose that file."
    )]
    UnsupportedFormat {
        /// The kind, such as `SVG` or `HEIC`.
        detected: &'static str,
    },
    /// More bytes than [`Limits::max_bytes`](crate::Limits::max_bytes).
    #[error("This file has {bytes} bytes and at most {limit} are accepted. Choose a smaller one.")]
    TooLarge {
        /// The file's size in bytes.
        bytes: u64,
        /// What is accepted.
        limit: u64,
    },
    /// More pixels than [`Limits::max_pixels`](crate::Limits::max_pixels).
    #[error(
        "This picture has {pixels} pixels and at most {limit} are accepted. Choose a smaller one."
    )]
    TooManyPixels {
        /// Width times height as its header says.
        pixels: u64,
        /// What is accepted.
        limit: u64,
    },
    /// A side longer than [`Limits::max_side`](crate::Limits::max_side).
    #[error(
        "This picture is {side} pixels long on one side and at most {limit} are accepted. Choose a smaller one."
    )]
    SideTooLong {
        /// The longer side as its header says.
        side: u32,
        /// What is accepted.
        limit: u32,
    },
    /// More frames than [`Limits::max_frames`](crate::Limits::max_frames).
    #[error(
        "This animation has {frames} frames and at most {limit} are accepted. Choose a shorter one."
    )]
    TooManyFrames {
        /// How many there are.
        frames: u32,
        /// What is accepted.
        limit: u32,
    },
    /// More bytes of colour profile than [`Limits::max_metadata_bytes`](crate::Limits::max_metadata_bytes).
    #[error(
        "This picture carries more than {limit} bytes of colour profile. Save it anew and choose that file."
    )]
    MetadataTooLarge {
        /// What is accepted.
        limit: u64,
    },
    /// A width or height of 0.
    #[error("This picture has no pixels. Choose another one.")]
    ZeroSized,
    /// The file ends before the picture does.
    #[error(
        "This picture is incomplete: the file ends too early. Choose it again or choose another one."
    )]
    Truncated,
    /// The file contradicts its own format.
    #[error("This picture is damaged and cannot be read. Choose another one.")]
    Corrupt {
        /// What is wrong, for a log: never holds bytes of the file.
        reason: String,
    },
    /// Decoding would take more work than a picture of this size deserves.
    #[error(
        "This picture is built in a way that takes too long to read. Save it anew and choose that file."
    )]
    TooComplex,
    /// A crop box that is empty or reaches outside the picture.
    #[error(
        "The cut-out {crop} does not lie inside the picture of {width} x {height} pixels. Move it and try again."
    )]
    InvalidCrop {
        /// What was asked for.
        crop: CropBox,
        /// Upright width.
        width: u32,
        /// Upright height.
        height: u32,
    },
    /// An option outside its range.
    #[error("The option {option} is not valid: {expected}.")]
    InvalidOption {
        /// The option's name.
        option: String,
        /// What it may be.
        expected: String,
    },
    /// Not even the smallest acceptable picture fits into the requested number of bytes.
    #[error(
        "This picture cannot be made to fit into {max_bytes} bytes: the smallest version has {smallest}."
    )]
    OverBudget {
        /// What was asked for.
        max_bytes: u64,
        /// What could be reached.
        smallest: u64,
    },
    /// A step that cannot fail did, which says nothing about the picture.
    #[error("The picture could not be written. Try again.")]
    Internal {
        /// What it said, for a log.
        reason: String,
    },
}

impl ImageError {
    /// A name for programs, the same in every version: snake_case.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotAnImage { .. } => "not_an_image",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::SideTooLong { .. } => "side_too_long",
            Self::TooManyFrames { .. } => "too_many_frames",
            Self::MetadataTooLarge { .. } => "metadata_too_large",
            Self::ZeroSized => "zero_sized",
            Self::Truncated => "truncated",
            Self::Corrupt { .. } => "corrupt",
            Self::TooComplex => "too_complex",
            Self::InvalidCrop { .. } => "invalid_crop",
            Self::InvalidOption { .. } => "invalid_option",
            Self::OverBudget { .. } => "over_budget",
            Self::Internal { .. } => "internal",
        }
    }

    /// Whether the same bytes and options will be refused again: a queue need not try a second time.
    pub const fn is_permanent(&self) -> bool {
        !matches!(self, Self::Internal { .. })
    }

    pub(crate) fn corrupt(reason: impl Into<String>) -> Self {
        Self::Corrupt {
            reason: reason.into(),
        }
    }

    pub(crate) fn option(option: &str, expected: &str) -> Self {
        Self::InvalidOption {
            option: option.to_owned(),
            expected: expected.to_owned(),
        }
    }
}

fn named(detected: Option<&'static str>) -> String {
    detected.map_or_else(String::new, |kind| format!(" but {kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_to_do_and_hold_no_details_of_the_decoder() {
        let error = ImageError::corrupt("huffman table 3");
        assert!(!error.to_string().contains("huffman"));
        assert!(error.to_string().contains("Choose another"));
        let html = ImageError::NotAnImage {
            detected: Some("HTML"),
        };
        assert_eq!(
            html.to_string(),
            "This is not a picture but HTML. Choose a JPEG, PNG, WebP or GIF."
        );
    }

    #[test]
    fn only_our_own_failure_is_worth_another_try() {
        assert!(ImageError::Truncated.is_permanent());
        let failed = ImageError::Internal {
            reason: String::new(),
        };
        assert!(!failed.is_permanent());
    }
}
