//! Why a file was refused.

use thiserror::Error;

/// Why there is no picture: one variant a cause, a stable [`code`](DecodeError::code), a text that is safe to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes do not start with RIFF's header and WebP's name.
    #[error("this is not a WebP")]
    NotWebp,
    /// The bytes end before the picture does.
    #[error("the WebP ends before its picture does")]
    Truncated,
    /// The bytes contradict their format.
    #[error("the WebP is corrupt: {0}")]
    Corrupt(Corrupt),
    /// The picture has more pixels than are allowed.
    #[error("the WebP has {pixels} pixels and at most {limit} are allowed")]
    TooManyPixels {
        /// Width times height of the canvas.
        pixels: u64,
        /// What is allowed.
        limit: u64,
    },
    /// A lossless picture with more prefix codes than any encoder writes.
    #[error("the WebP has too many prefix codes")]
    TooComplex,
}

impl DecodeError {
    /// A stable name of the cause, for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotWebp => "not_webp",
            Self::Truncated => "truncated",
            Self::Corrupt(_) => "corrupt",
            Self::TooManyPixels { .. } => "too_many_pixels",
            Self::TooComplex => "too_complex",
        }
    }
}

/// What contradicts RFC 9649 or RFC 6386.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Corrupt {
    /// No VP8 or VP8L chunk where one must be.
    #[error("it holds no picture")]
    NoPicture,
    /// A bitstream of another size than its frame or canvas, or of none.
    #[error("a bitstream of another size than its canvas")]
    Size,
    /// A frame that reaches outside the canvas.
    #[error("a frame outside its canvas")]
    Frame,
    /// A bitstream without its signature, of an unknown version, or that is no key frame.
    #[error("a bitstream of an unknown kind")]
    Signature,
    /// A transform that stands twice.
    #[error("a transform twice")]
    Transform,
    /// A colour cache of an impossible size.
    #[error("a colour cache of an impossible size")]
    ColourCache,
    /// Code lengths that make no complete prefix code.
    #[error("an incomplete prefix code")]
    PrefixCode,
    /// A copy that begins before the picture or ends behind it.
    #[error("a copy from outside the picture")]
    BackReference,
    /// An alpha chunk of an unknown kind.
    #[error("alpha of an unknown kind")]
    Alpha,
}

impl From<Corrupt> for DecodeError {
    fn from(cause: Corrupt) -> Self {
        Self::Corrupt(cause)
    }
}
