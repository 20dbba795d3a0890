//! Why a file was refused, and what was amiss with one that was not.

use thiserror::Error;

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes do not start with a JPEG's SOI marker.
    #[error("this is not a JPEG")]
    NotJpeg,
    /// The bytes end before the first part of the picture.
    #[error("the JPEG ends before its picture begins")]
    Truncated,
    /// The bytes contradict T.81.
    #[error("the JPEG is corrupt: {0}")]
    Corrupt(Corrupt),
    /// The file may be right, but is of a kind that this decoder does not know.
    #[error("the JPEG is of a kind that is not supported: {0}")]
    Unsupported(Unsupported),
    /// The picture would need more than [`Limits`](super::Limits) allow.
    #[error("the JPEG is over the limit: {0}")]
    OverLimit(OverLimit),
    /// [`Options::region`](super::Options::region) is empty or reaches outside the picture.
    #[error("the region is empty or reaches outside the picture")]
    InvalidRegion,
}

impl DecodeError {
    /// A stable name of the cause, for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotJpeg => "not_jpeg",
            Self::Truncated => "truncated",
            Self::Corrupt(_) => "corrupt",
            Self::Unsupported(_) => "unsupported",
            Self::OverLimit(_) => "over_limit",
            Self::InvalidRegion => "invalid_region",
        }
    }
}

/// What contradicts T.81.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Corrupt {
    /// A marker segment is shorter than its content, or longer.
    #[error("segment 0xFF{0:02X} has a wrong length")]
    SegmentLength(u8),
    /// A marker stands where it may not.
    #[error("marker 0xFF{0:02X} in a wrong place")]
    UnexpectedMarker(u8),
    /// The frame header: zero width, bad sampling factors, the same component twice.
    #[error("bad frame header")]
    Frame,
    /// A scan header: unknown component, bad spectral band, too many blocks.
    #[error("bad scan header")]
    Scan,
    /// Scans that do not refine each other as T.81 G.1.1.1.1 says, or code something twice.
    #[error("scans in an impossible order")]
    Progression,
    /// A quantisation table with a zero, or of an unknown kind.
    #[error("bad quantisation table")]
    QuantisationTable,
    /// A scan uses a quantisation table that was not defined.
    #[error("quantisation table {0} is missing")]
    MissingQuantisationTable(u8),
    /// A Huffman table with more codes than there can be.
    #[error("bad Huffman table")]
    HuffmanTable,
    /// A scan uses a Huffman table that was not defined.
    #[error("Huffman table {0} is missing")]
    MissingHuffmanTable(u8),
    /// Bits that are no code of the Huffman table, with no restart marker to go on from.
    #[error("bad Huffman code")]
    HuffmanCode,
    /// The file ends in order, but a component was never coded.
    #[error("a component has no scan")]
    MissingScan,
}

/// What is not supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Unsupported {
    /// Arithmetic coding (SOF9 to SOF11).
    #[error("arithmetic coding")]
    ArithmeticCoding,
    /// Lossless coding (SOF3).
    #[error("lossless coding")]
    Lossless,
    /// Hierarchical coding (SOF5 to SOF7, SOF13 to SOF15, DHP, EXP).
    #[error("hierarchical coding")]
    Hierarchical,
    /// Samples of more than 8 bits.
    #[error("{0} bits a sample")]
    Precision(u8),
    /// A height that only a DNL segment after the first scan tells.
    #[error("a height given by DNL")]
    Dnl,
    /// Two components, or more than four.
    #[error("{0} components")]
    Components(u8),
    /// The first component is not the most finely sampled, or another not by a whole factor.
    #[error("these sampling factors")]
    Sampling,
}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OverLimit {
    /// [`Limits::max_pixels`](super::Limits::max_pixels).
    #[error("too many pixels")]
    Pixels,
    /// [`Limits::max_coefficient_bytes`](super::Limits::max_coefficient_bytes).
    #[error("a progressive picture too large to keep")]
    CoefficientBytes,
    /// [`Limits::max_scans`](super::Limits::max_scans).
    #[error("too many scans")]
    Scans,
    /// The allocator had no more.
    #[error("out of memory")]
    Memory,
}

/// What is amiss with a picture that was decoded all the same. Samples that are missing are mid-grey (128).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The data end too early: the last scan that was read has only the first of its MCUs, or scans are missing.
    Truncated {
        /// MCUs of the last scan that were decoded.
        decoded_mcus: u64,
        /// MCUs of that scan that the region needs: those up to its last row.
        wanted_mcus: u64,
    },
    /// Damaged restart intervals were left out.
    Damaged {
        /// How many, over all scans.
        lost_intervals: u32,
    },
}

impl From<Corrupt> for DecodeError {
    fn from(cause: Corrupt) -> Self {
        Self::Corrupt(cause)
    }
}

impl From<Unsupported> for DecodeError {
    fn from(cause: Unsupported) -> Self {
        Self::Unsupported(cause)
    }
}

impl From<OverLimit> for DecodeError {
    fn from(cause: OverLimit) -> Self {
        Self::OverLimit(cause)
    }
}
