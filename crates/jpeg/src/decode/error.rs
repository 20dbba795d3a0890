//! Why a file was refused, and what was amiss with one that was not.

use core::{error::Error, fmt};

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes do not start with a JPEG's SOI marker.
    #[error("{}", self.reason())]
    NotJpeg,
    /// The bytes end before the first part of the picture.
    #[error("{}", self.reason())]
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
    #[error("{}", self.reason())]
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

    /// What is wrong, for a log: as the error's text, without numbers.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::NotJpeg => "this is not a JPEG",
            Self::Truncated => "the JPEG ends before its picture begins",
            Self::Corrupt(corrupt) => corrupt.reason(),
            Self::Unsupported(unsupported) => unsupported.reason(),
            Self::OverLimit(over) => over.reason(),
            Self::InvalidRegion => "the region is empty or reaches outside the picture",
        }
    }
}

/// What contradicts T.81.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Corrupt {
    /// A marker segment is shorter than its content, or longer.
    SegmentLength(u8),
    /// A marker stands where it may not.
    UnexpectedMarker(u8),
    /// The frame header: zero width, bad sampling factors, the same component twice.
    Frame,
    /// A scan header: unknown component, bad spectral band, too many blocks.
    Scan,
    /// Scans that do not refine each other as T.81 G.1.1.1.1 says, or code something twice.
    Progression,
    /// A quantisation table with a zero, or of an unknown kind.
    QuantisationTable,
    /// A scan uses a quantisation table that was not defined.
    MissingQuantisationTable(u8),
    /// A Huffman table with more codes than there can be.
    HuffmanTable,
    /// A scan uses a Huffman table that was not defined.
    MissingHuffmanTable(u8),
    /// Bits that are no code of the Huffman table, with no restart marker to go on from.
    HuffmanCode,
    /// The file ends in order, but a component was never coded.
    MissingScan,
}

impl Corrupt {
    /// As the text, without numbers.
    const fn reason(self) -> &'static str {
        match self {
            Self::SegmentLength(_) => "a segment has a wrong length",
            Self::UnexpectedMarker(_) => "a marker in a wrong place",
            Self::Frame => "bad frame header",
            Self::Scan => "bad scan header",
            Self::Progression => "scans in an impossible order",
            Self::QuantisationTable => "bad quantisation table",
            Self::MissingQuantisationTable(_) => "a quantisation table is missing",
            Self::HuffmanTable => "bad Huffman table",
            Self::MissingHuffmanTable(_) => "a Huffman table is missing",
            Self::HuffmanCode => "bad Huffman code",
            Self::MissingScan => "a component has no scan",
        }
    }
}

impl fmt::Display for Corrupt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SegmentLength(number) => write!(f, "segment 0xFF{number:02X} has a wrong length"),
            Self::UnexpectedMarker(number) => write!(f, "marker 0xFF{number:02X} in a wrong place"),
            Self::MissingQuantisationTable(number) => {
                write!(f, "quantisation table {number} is missing")
            }
            Self::MissingHuffmanTable(number) => write!(f, "Huffman table {number} is missing"),
            _ => f.write_str(self.reason()),
        }
    }
}

impl Error for Corrupt {}

/// What is not supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsupported {
    /// Arithmetic coding (SOF9 to SOF11).
    ArithmeticCoding,
    /// Lossless coding (SOF3).
    Lossless,
    /// Hierarchical coding (SOF5 to SOF7, SOF13 to SOF15, DHP, EXP).
    Hierarchical,
    /// Samples of more than 8 bits.
    Precision(u8),
    /// A height that only a DNL segment after the first scan tells.
    Dnl,
    /// Two components, or more than four.
    Components(u8),
    /// The first component is not the most finely sampled, or another not by a whole factor.
    Sampling,
}

impl Unsupported {
    /// As the text, without numbers.
    const fn reason(self) -> &'static str {
        match self {
            Self::ArithmeticCoding => "arithmetic coding",
            Self::Lossless => "lossless coding",
            Self::Hierarchical => "hierarchical coding",
            Self::Precision(_) => "other than 8 bits a sample",
            Self::Dnl => "a height given by DNL",
            Self::Components(_) => "other than 1, 3 or 4 components",
            Self::Sampling => "these sampling factors",
        }
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Precision(number) => write!(f, "{number} bits a sample"),
            Self::Components(number) => write!(f, "{number} components"),
            _ => f.write_str(self.reason()),
        }
    }
}

impl Error for Unsupported {}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OverLimit {
    /// [`Limits::max_pixels`](super::Limits::max_pixels).
    Pixels,
    /// [`Limits::max_coefficient_bytes`](super::Limits::max_coefficient_bytes).
    CoefficientBytes,
    /// [`Limits::max_scans`](super::Limits::max_scans).
    Scans,
    /// The allocator had no more.
    Memory,
}

impl OverLimit {
    /// As the text, without numbers.
    const fn reason(self) -> &'static str {
        match self {
            Self::Pixels => "too many pixels",
            Self::CoefficientBytes => "a progressive picture too large to keep",
            Self::Scans => "too many scans",
            Self::Memory => "out of memory",
        }
    }
}

impl fmt::Display for OverLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason())
    }
}

impl Error for OverLimit {}

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
