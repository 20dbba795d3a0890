//! Why a picture was refused.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use core::{error::Error, fmt};

use crate::CropBox;

/// Why a picture was refused: one variant a cause, a stable [`code`](ImageError::code), a message that is safe to
/// show to the person who chose the picture and says what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImageError {
    /// There are no bytes.
    Empty,
    /// The first bytes belong to no picture.
    NotAnImage {
        /// What they belong to where that is known, such as `HTML`.
        detected: Option<&'static str>,
    },
    /// A picture, but of a kind that is not read.
    UnsupportedFormat {
        /// The kind, such as `SVG` or `HEIC`.
        detected: &'static str,
    },
    /// More bytes than [`Limits::max_bytes`](crate::Limits::max_bytes).
    TooLarge {
        /// The file's size in bytes.
        bytes: u64,
        /// What is accepted.
        limit: u64,
    },
    /// More pixels than [`Limits::max_pixels`](crate::Limits::max_pixels).
    TooManyPixels {
        /// Width times height as its header says.
        pixels: u64,
        /// What is accepted.
        limit: u64,
    },
    /// A side longer than [`Limits::max_side`](crate::Limits::max_side).
    SideTooLong {
        /// The longer side as its header says.
        side: u32,
        /// What is accepted.
        limit: u32,
    },
    /// More frames than [`Limits::max_frames`](crate::Limits::max_frames).
    TooManyFrames {
        /// How many there are.
        frames: u32,
        /// What is accepted.
        limit: u32,
    },
    /// More bytes of colour profile than [`Limits::max_metadata_bytes`](crate::Limits::max_metadata_bytes).
    MetadataTooLarge {
        /// What is accepted.
        limit: u64,
    },
    /// A width or height of 0.
    ZeroSized,
    /// The file ends before the picture does.
    Truncated,
    /// The file contradicts its own format.
    Corrupt {
        /// What is wrong, for a log: never holds bytes of the file.
        reason: Cow<'static, str>,
    },
    /// Decoding would take more work than a picture of this size deserves.
    TooComplex,
    /// A crop box that is empty or reaches outside the picture.
    InvalidCrop {
        /// What was asked for.
        crop: CropBox,
        /// Upright width.
        width: u32,
        /// Upright height.
        height: u32,
    },
    /// An option outside its range.
    InvalidOption {
        /// The option's name.
        option: String,
        /// What it may be.
        expected: String,
    },
    /// Not even the smallest acceptable picture fits into the requested number of bytes.
    OverBudget {
        /// What was asked for.
        max_bytes: u64,
        /// What could be reached.
        smallest: u64,
    },
    /// A step that cannot fail did, which says nothing about the picture.
    Internal {
        /// What it said, for a log.
        reason: Cow<'static, str>,
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

    /// What to tell the person who chose the picture. Composed by hand: in a download, formatting weighs more than all of the
    /// texts.
    #[must_use]
    pub fn message(&self) -> String {
        let (numbers, texts) = self.details();
        filled(self.template(), &numbers, &texts)
    }

    /// Whether the same bytes and options will be refused again: a queue need not try a second time.
    pub const fn is_permanent(&self) -> bool {
        !matches!(self, Self::Internal { .. })
    }

    /// See [`filled`].
    const fn template(&self) -> &'static str {
        match self {
            Self::Empty => "This file is empty. Choose another picture.",
            Self::NotAnImage { detected: None } => {
                "This is not a picture. Choose a JPEG, PNG, WebP or GIF."
            }
            Self::NotAnImage { .. } => {
                "This is not a picture but $. Choose a JPEG, PNG, WebP or GIF."
            }
            Self::UnsupportedFormat { .. } => {
                "$ pictures cannot be read here. Save it as JPEG, PNG or WebP and choose that file."
            }
            Self::TooLarge { .. } => {
                "This file has # bytes and at most # are accepted. Choose a smaller one."
            }
            Self::TooManyPixels { .. } => {
                "This picture has # pixels and at most # are accepted. Choose a smaller one."
            }
            Self::SideTooLong { .. } => {
                "This picture is # pixels long on one side and at most # are accepted. Choose a smaller one."
            }
            Self::TooManyFrames { .. } => {
                "This animation has # frames and at most # are accepted. Choose a shorter one."
            }
            Self::MetadataTooLarge { .. } => {
                "This picture carries more than # bytes of colour profile. Save it anew and choose that file."
            }
            Self::ZeroSized => "This picture has no pixels. Choose another one.",
            Self::Truncated => {
                "This picture is incomplete: the file ends too early. Choose it again or choose another one."
            }
            Self::Corrupt { .. } => {
                "This picture is damaged and cannot be read. Choose another one."
            }
            Self::TooComplex => {
                "This picture is built in a way that takes too long to read. Save it anew and choose that file."
            }
            Self::InvalidCrop { .. } => {
                "The cut-out #,#,#,# does not lie inside the picture of # x # pixels. Move it and try again."
            }
            Self::InvalidOption { .. } => "The option $ is not valid: $.",
            Self::OverBudget { .. } => {
                "This picture cannot be made to fit into # bytes: the smallest version has #."
            }
            Self::Internal { .. } => "The picture could not be written. Try again.",
        }
    }

    /// What the template's places are filled with.
    fn details(&self) -> ([u64; 6], [&str; 2]) {
        let (mut numbers, mut texts) = ([0; 6], [""; 2]);
        match self {
            Self::NotAnImage { detected } => texts[0] = detected.unwrap_or_default(),
            Self::UnsupportedFormat { detected } => texts[0] = detected,
            Self::InvalidOption { option, expected } => texts = [option, expected],
            &Self::TooLarge { bytes: is, limit }
            | &Self::TooManyPixels { pixels: is, limit }
            | &Self::OverBudget {
                max_bytes: is,
                smallest: limit,
            } => [numbers[0], numbers[1]] = [is, limit],
            &Self::SideTooLong { side: is, limit } | &Self::TooManyFrames { frames: is, limit } => {
                [numbers[0], numbers[1]] = [is, limit].map(u64::from);
            }
            &Self::MetadataTooLarge { limit } => numbers[0] = limit,
            &Self::InvalidCrop {
                crop,
                width,
                height,
            } => {
                numbers = [crop.x, crop.y, crop.width, crop.height, width, height].map(u64::from);
            }
            _ => (),
        }
        (numbers, texts)
    }

    pub(crate) fn corrupt(reason: impl Into<Cow<'static, str>>) -> Self {
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

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl Error for ImageError {}

/// A template whose every `#` is the next of the numbers and every `$` the next of the texts.
fn filled(template: &str, numbers: &[u64], texts: &[&str]) -> String {
    let (mut numbers, mut texts) = (numbers.iter(), texts.iter());
    let mut message = String::new();
    for &byte in template.as_bytes() {
        match byte {
            b'#' => {
                if let Some(&number) = numbers.next() {
                    push_decimal(&mut message, number);
                }
            }
            b'$' => {
                if let Some(text) = texts.next() {
                    message.push_str(text);
                }
            }
            _ => message.push(char::from(byte)),
        }
    }
    message
}

fn push_decimal(message: &mut String, number: u64) {
    if number > 9 {
        push_decimal(message, number / 10);
    }
    message.push(char::from(b'0' + (number % 10) as u8));
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
            reason: Cow::default(),
        };
        assert!(!failed.is_permanent());
    }
}
