//! The frame header (RFC 6386, 9 and 19.2).

use super::bool_decoder::BoolDecoder;
use super::tables::{COEFFICIENT, COEFFICIENT_UPDATE, CoefficientProbabilities};
use crate::{Corrupt, DecodeError};

/// What is in the first ten bytes, which no entropy coder touched (9.1).
pub(super) struct FrameTag {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) first_partition: usize,
}

impl FrameTag {
    pub(super) fn read(data: &[u8]) -> Result<Self, DecodeError> {
        let [a, b, c, start @ .., w0, w1, h0, h1] =
            *data.first_chunk::<10>().ok_or(DecodeError::Truncated)?;
        let tag = u32::from_le_bytes([a, b, c, 0]);
        let is_key_frame = tag & 1 == 0;
        if !is_key_frame || tag >> 1 & 7 > 3 || start != [0x9D, 0x01, 0x2A] {
            return Err(Corrupt::Signature.into());
        }
        // The upper two bits say how large to show the picture.
        let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
        Ok(Self {
            width: side(w0, w1),
            height: side(h0, h1),
            first_partition: (tag >> 5) as usize,
        })
    }
}

/// What the first partition begins with.
pub(super) struct FrameHeader {
    pub(super) segmentation: Option<Segmentation>,
    pub(super) filter: FilterHeader,
    /// How many partitions of coefficients there are: 1, 2, 4 or 8.
    pub(super) partitions: usize,
    pub(super) quantiser: QuantiserHeader,
    pub(super) coefficients: CoefficientProbabilities,
    /// How likely a macroblock has coefficients, where some are marked as having none.
    pub(super) skip: Option<u8>,
}

/// Up to four kinds of macroblocks (9.3).
pub(super) struct Segmentation {
    /// Probabilities of a macroblock's segment, where it is written down.
    pub(super) map: Option<[u8; 3]>,
    /// Whether the values take the place of the frame's; else they are added to them.
    pub(super) absolute: bool,
    pub(super) quantiser: [i8; 4],
    pub(super) filter_level: [i8; 4],
}

/// The loop filter (9.6).
pub(super) struct FilterHeader {
    pub(super) simple: bool,
    /// 0 to 63.
    pub(super) level: u8,
    /// 0 to 7.
    pub(super) sharpness: u8,
    /// What is added for all macroblocks of a key frame, and for those predicted by subblocks.
    pub(super) deltas: Option<(i8, i8)>,
}

/// Quantiser indices (9.6).
pub(super) struct QuantiserHeader {
    /// 0 to 127.
    pub(super) index: u8,
    /// What is added for luma DC, luma's second order DC and AC, chroma DC and AC.
    pub(super) deltas: [i8; 5],
}

impl FrameHeader {
    pub(super) fn read(bits: &mut BoolDecoder<'_>) -> Self {
        // Colour space and whether clamping is needed change nothing: it is always done.
        bits.literal(2);
        let segmentation = bits.flag().then(|| read_segmentation(bits));
        let filter = read_filter(bits);
        let partitions = 1 << bits.literal(2);
        let quantiser = QuantiserHeader {
            index: bits.literal(7),
            deltas: [(); 5].map(|()| bits.optional_signed(4).unwrap_or(0)),
        };
        // Whether probabilities are kept for the next frame, which there is not.
        bits.flag();
        let coefficients = read_coefficients(bits);
        let skip = bits.flag().then(|| bits.literal(8));
        Self {
            segmentation,
            filter,
            partitions,
            quantiser,
            coefficients,
            skip,
        }
    }
}

fn read_segmentation(bits: &mut BoolDecoder<'_>) -> Segmentation {
    let has_map = bits.flag();
    let has_values = bits.flag();
    let absolute = has_values && bits.flag();
    let mut values = |width| {
        let value = |()| has_values.then(|| bits.optional_signed(width)).flatten();
        [(); 4].map(value).map(Option::unwrap_or_default)
    };
    let quantiser = values(7);
    let filter_level = values(6);
    let mut probability = |()| if bits.flag() { bits.literal(8) } else { 255 };
    Segmentation {
        map: has_map.then(|| [(); 3].map(&mut probability)),
        absolute,
        quantiser,
        filter_level,
    }
}

fn read_filter(bits: &mut BoolDecoder<'_>) -> FilterHeader {
    let simple = bits.flag();
    let level = bits.literal(6);
    let sharpness = bits.literal(3);
    let has_deltas = bits.flag();
    let has_values = has_deltas && bits.flag();
    let mut delta = |()| has_values.then(|| bits.optional_signed(6)).flatten();
    // By reference frame, of which a key frame has the first, then by mode, of which it has the first.
    let [all, .., subblocks, _, _, _] = [(); 8].map(|()| delta(()).unwrap_or(0));
    FilterHeader {
        simple,
        level,
        sharpness,
        deltas: has_deltas.then_some((all, subblocks)),
    }
}

fn read_coefficients(bits: &mut BoolDecoder<'_>) -> CoefficientProbabilities {
    let mut probabilities = COEFFICIENT;
    let all = probabilities.as_flattened_mut().as_flattened_mut();
    let update = COEFFICIENT_UPDATE.as_flattened().as_flattened();
    for (probability, &update) in all.as_flattened_mut().iter_mut().zip(update.as_flattened()) {
        if bits.bit(update) {
            *probability = bits.literal(8);
        }
    }
    probabilities
}
