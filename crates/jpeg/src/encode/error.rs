//! Why a picture is refused.

use crate::ColourModel;

/// Why a picture cannot be encoded. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// Quality is 1 to 100.
    #[error("the quality {quality} is not between 1 and 100")]
    Quality {
        /// What was asked for.
        quality: u8,
    },
    /// A side of 0 samples.
    #[error("the picture has no samples ({width}x{height})")]
    Empty {
        /// Width of the picture.
        width: usize,
        /// Height of the picture.
        height: usize,
    },
    /// A JPEG frame's sides are 16-bit numbers (T.81 B.2.2).
    #[error("the picture is {width}x{height}, a JPEG's side is at most 65535")]
    TooLarge {
        /// Width of the picture.
        width: usize,
        /// Height of the picture.
        height: usize,
    },
    /// JFIF knows grey and YCbCr.
    #[error("{colour:?} cannot be written as JFIF: convert to grey or YCbCr first")]
    Colour {
        /// What the picture is.
        colour: ColourModel,
    },
    /// Grey has one plane, YCbCr three.
    #[error("{colour:?} does not have {planes} planes")]
    PlaneCount {
        /// What the picture is.
        colour: ColourModel,
        /// How many planes came with it.
        planes: usize,
    },
    /// The first plane covers the picture, both chroma planes the same, half as wide, half as high or both, rounded up.
    #[error("plane {plane} is {width}x{height}, which fits no sampling of this picture")]
    PlaneSize {
        /// Index of the plane.
        plane: usize,
        /// Its width.
        width: usize,
        /// Its height.
        height: usize,
    },
    /// A plane holds fewer samples than its size says.
    #[error("plane {plane} has a stride of {stride} and {samples} samples, too few for its size")]
    PlaneSamples {
        /// Index of the plane.
        plane: usize,
        /// Its stride.
        stride: usize,
        /// How many samples it has.
        samples: usize,
    },
}

impl EncodeError {
    /// A stable name of the cause.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Quality { .. } => "quality",
            Self::Empty { .. } => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::Colour { .. } => "colour",
            Self::PlaneCount { .. } => "plane_count",
            Self::PlaneSize { .. } => "plane_size",
            Self::PlaneSamples { .. } => "plane_samples",
        }
    }
}
