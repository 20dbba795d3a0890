//! Why no filter was applied.

use crate::MAX_SIDE;

/// Why no filter was applied: one variant a cause, a stable [`code`](EffectError::code), a message that is safe to
/// show and says what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EffectError {
    /// A width or height of 0.
    #[error("This picture has no pixels. Choose another one.")]
    ZeroSized,
    /// A side above [`MAX_SIDE`].
    #[error(
        "Filters work on pictures of at most {MAX_SIDE} x {MAX_SIDE} pixels and this one has {width} x {height}. Make it smaller first."
    )]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Not four bytes for each pixel.
    #[error("A picture of {width} x {height} pixels has {expected} bytes of RGBA and not {bytes}.")]
    WrongLength {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// What was handed over.
        bytes: usize,
        /// `width * height * 4`.
        expected: usize,
    },
    /// A name that is none of [`Filter::ALL`](crate::Filter::ALL).
    #[error("There is no such filter. Choose another one.")]
    UnknownFilter,
}

impl EffectError {
    /// A name for programs, the same in every version: snake_case.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ZeroSized => "zero_sized",
            Self::TooLarge { .. } => "filter_too_large",
            Self::WrongLength { .. } => "wrong_length",
            Self::UnknownFilter => "unknown_filter",
        }
    }
}
