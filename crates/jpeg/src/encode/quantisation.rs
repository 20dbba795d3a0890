//! Quantisation tables on libjpeg's quality scale, and plain rounding by them.

use super::{Block, Tables};
use crate::zigzag::NATURAL_ORDER;

/// A table of divisors, in the order of coding, each 1 to 255 as baseline wants them.
#[derive(PartialEq, Eq)]
pub(super) struct QuantisationTable(pub(super) [u8; 64]);

/// T.81 table K.1, row by row.
const LUMA: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

/// T.81 table K.2.
const CHROMA: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/// mozjpeg's table 3 (`jcparam.c`), for luma and chroma alike.
const ROBIDOUX: [u16; 64] = [
    16, 16, 16, 18, 25, 37, 56, 85, 16, 17, 20, 27, 34, 40, 53, 75, 16, 20, 24, 31, 43, 62, 91,
    135, 18, 27, 31, 40, 53, 74, 106, 156, 25, 34, 43, 53, 69, 94, 131, 189, 37, 40, 62, 74, 94,
    124, 169, 238, 56, 53, 91, 106, 131, 169, 226, 311, 85, 75, 135, 156, 189, 238, 311, 418,
];

/// Robidoux's with a finer DC.
const TUNED_LUMA: [u16; 64] = tuned(9, 20);

/// The same, finer as a whole.
const TUNED_CHROMA: [u16; 64] = tuned(8, 17);

/// So many twentieths of Robidoux's table, and another DC. Chosen by ssimulacra2 at equal bytes over photos: a finer DC
/// helps smooth ones most.
const fn tuned(dc: u16, twentieths: u16) -> [u16; 64] {
    let mut table = ROBIDOUX;
    let mut index = 0;
    while index < 64 {
        table[index] = (table[index] * twentieths + 10) / 20;
        index += 1;
    }
    table[0] = dc;
    table
}

impl QuantisationTable {
    /// Luma's table and chroma's, for a quality of 1 to 100.
    pub(super) fn pair(tables: Tables, quality: u8) -> [Self; 2] {
        match tables {
            Tables::Standard => [Self::scaled(&LUMA, quality), Self::scaled(&CHROMA, quality)],
            Tables::Robidoux => [&ROBIDOUX; 2].map(|base| Self::scaled(base, quality)),
            Tables::Tuned => [&TUNED_LUMA, &TUNED_CHROMA].map(|base| Self::scaled(base, quality)),
        }
    }

    /// libjpeg's `jpeg_quality_scaling` and `jpeg_add_quant_table`.
    fn scaled(base: &[u16; 64], quality: u8) -> Self {
        let quality = u32::from(quality);
        let percent = if quality < 50 {
            5000 / quality.max(1)
        } else {
            200 - quality * 2
        };
        Self(NATURAL_ORDER.map(|index| {
            let value = (u32::from(base[usize::from(index)]) * percent + 50) / 100;
            value.clamp(1, 255) as u8
        }))
    }

    /// What to multiply a coefficient that is eight times too large by.
    pub(super) fn reciprocals(&self) -> [f32; 64] {
        self.0.map(|divisor| 1.0 / (8.0 * f32::from(divisor)))
    }
}

/// The largest AC coefficient baseline can code (T.81 table F.2); DC's range is the same.
pub(super) const LARGEST: i32 = 1023;

/// What a number below 2^22 is added to so that its nearest whole number is in the sum's low bits.
const ROUNDER: f32 = 8_388_608.0;

/// Divides by the table and rounds to the nearest, halves away from zero.
///
/// Exact in single precision too: a quarter of a unit is added to the magnitude, so that no quotient lies nearer to a half
/// than 1/(32 * divisor), far above the product's error.
pub(super) fn round(block: &Block, reciprocals: &[f32; 64]) -> Block {
    let mut levels = [0; 64];
    for (level, (&value, reciprocal)) in levels.iter_mut().zip(block.iter().zip(reciprocals)) {
        let magnitude = (f32::from(value).abs() + 0.25) * reciprocal;
        let rounded = (magnitude + ROUNDER).to_bits() - ROUNDER.to_bits();
        let rounded = (rounded as i16).min(LARGEST as i16);
        *level = if value < 0 { -rounded } else { rounded };
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_exact_for_every_coefficient_and_divisor() {
        for divisor in 1..=255u8 {
            let reciprocals = QuantisationTable([divisor; 64]).reciprocals();
            for start in (-8192..=8192i32).step_by(64) {
                let block: Block = std::array::from_fn(|k| (start + k as i32) as i16);
                let levels = round(&block, &reciprocals);
                for (&value, &level) in block.iter().zip(&levels) {
                    let unit = 8 * i32::from(divisor);
                    let magnitude = (i32::from(value).abs() + unit / 2) / unit;
                    let expected = magnitude.min(LARGEST) * i32::from(value).signum();
                    assert_eq!(i32::from(level), expected, "{value} by {divisor}");
                }
            }
        }
    }

    #[test]
    fn tables_follow_libjpegs_scale() {
        let [luma, chroma] = QuantisationTable::pair(Tables::Standard, 75);
        assert_eq!(luma.0[..6], [8, 6, 6, 7, 6, 5]);
        assert_eq!(chroma.0[..6], [9, 9, 9, 12, 11, 12]);
        let [best, _] = QuantisationTable::pair(Tables::Standard, 100);
        assert_eq!(best.0, [1; 64]);
        let [worst, _] = QuantisationTable::pair(Tables::Tuned, 1);
        assert_eq!(worst.0, [255; 64]);
    }
}
