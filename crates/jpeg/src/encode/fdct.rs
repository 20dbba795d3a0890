//! The forward DCT in integers: Loeffler, Ligtenberg and Moschytz with 13 bits of fraction, as accurate as libjpeg's
//! `jfdctint.c`, and equal on every platform. One pass handles four columns at once.

use bytemuck::{cast, cast_slice};
use wide::i32x4;

use super::Block;
use crate::zigzag::NATURAL_ORDER;

/// Bits of fraction of the constants.
const CONST_BITS: i32 = 13;
/// Bits of fraction kept between the passes.
const PASS_BITS: i32 = 2;

const FIX_0_298631336: i32 = 2446;
const FIX_0_390180644: i32 = 3196;
const FIX_0_541196100: i32 = 4433;
const FIX_0_765366865: i32 = 6270;
const FIX_0_899976223: i32 = 7373;
const FIX_1_175875602: i32 = 9633;
const FIX_1_501321110: i32 = 12_299;
const FIX_1_847759065: i32 = 15_137;
const FIX_1_961570560: i32 = 16_069;
const FIX_2_053119869: i32 = 16_819;
const FIX_2_562915447: i32 = 20_995;
const FIX_3_072711026: i32 = 25_172;

/// Where the result holds the coefficient that is coded `k`-th: quarter by quarter, of each its four rows.
static PLACES: [u8; 64] = {
    let mut places = [0; 64];
    let mut k = 0;
    while k < 64 {
        let (row, column) = (NATURAL_ORDER[k] / 8, NATURAL_ORDER[k] % 8);
        places[k] = row / 4 * 32 + column / 4 * 16 + row % 4 * 4 + column % 4;
        k += 1;
    }
    places
};

/// How much a pass's results are shifted.
#[derive(Clone, Copy)]
struct Descale {
    /// What the odd part's products, and the even part's, gained and lose again.
    products: i32,
    /// Up in the first pass,
    sums_up: i32,
    /// and down in the second.
    sums_down: i32,
}

const FIRST: Descale = Descale {
    products: CONST_BITS - PASS_BITS,
    sums_up: PASS_BITS,
    sums_down: 0,
};

const SECOND: Descale = Descale {
    products: CONST_BITS + PASS_BITS,
    sums_up: 0,
    sums_down: PASS_BITS,
};

/// The coefficients of a block of samples, eight times too large, in the order of coding.
pub(super) fn forward(samples: &[[u8; 8]; 8]) -> Block {
    let mut centred = [[0; 8]; 8];
    for (to, from) in centred
        .as_flattened_mut()
        .iter_mut()
        .zip(samples.as_flattened())
    {
        *to = i32::from(*from) - 128;
    }
    let rows: [[i32x4; 2]; 8] = cast(centred);
    let half = |half: usize| {
        let column = |y: usize| rows[y][half];
        [0, 1, 2, 3, 4, 5, 6, 7].map(column)
    };
    let [[a, b], [c, d]] = [pass(&half(0), FIRST), pass(&half(1), FIRST)];
    let lines = |[left, right]: [[i32x4; 4]; 2]| {
        let ([a, b, c, d], [e, f, g, h]) = (left, right);
        pass(&[a, b, c, d, e, f, g, h], SECOND)
    };
    let quarters = [lines([a, c]), lines([b, d])];
    let flat: &[i32] = cast_slice(quarters.as_flattened().as_flattened());
    let mut block = [0; 64];
    for (value, &index) in block.iter_mut().zip(&PLACES) {
        // The largest coefficient is 8 * 8 * 128: 16 bits hold it.
        *value = flat[usize::from(index) & 63] as i16;
    }
    block
}

/// One pass down four columns, which come out as rows: the first halves of all four, and the second ones. A function for
/// itself: of four calls one is downloaded.
#[inline(never)]
fn pass(x: &[i32x4; 8], descale: Descale) -> [[i32x4; 4]; 2] {
    let [a, b, c, d, e, f, g, h] = *x;
    let sum = [a + h, b + g, c + f, d + e];
    let difference = [a - h, b - g, c - f, d - e];
    let [y0, y2, y4, y6] = even(&sum, descale);
    let [y1, y3, y5, y7] = odd(&difference, descale);
    [[y0, y1, y2, y3], [y4, y5, y6, y7]].map(i32x4::transpose)
}

#[inline(always)]
fn even(s: &[i32x4; 4], descale: Descale) -> [i32x4; 4] {
    let (outer, inner) = (s[0] + s[3], s[1] + s[2]);
    let (outer_difference, inner_difference) = (s[0] - s[3], s[1] - s[2]);
    let z = (outer_difference + inner_difference) * FIX_0_541196100;
    let y2 = z + outer_difference * FIX_0_765366865;
    let y6 = z - inner_difference * FIX_1_847759065;
    [
        descale.sum(outer + inner),
        descale.product(y2),
        descale.sum(outer - inner),
        descale.product(y6),
    ]
}

#[inline(always)]
fn odd(d: &[i32x4; 4], descale: Descale) -> [i32x4; 4] {
    let [t4, t5, t6, t7] = [d[3], d[2], d[1], d[0]];
    let (z3, z4) = (t4 + t6, t5 + t7);
    let z5 = (z3 + z4) * FIX_1_175875602;
    let z1 = (t4 + t7) * -FIX_0_899976223;
    let z2 = (t5 + t6) * -FIX_2_562915447;
    let z3 = z3 * -FIX_1_961570560 + z5;
    let z4 = z4 * -FIX_0_390180644 + z5;
    let y7 = t4 * FIX_0_298631336 + z1 + z3;
    let y5 = t5 * FIX_2_053119869 + z2 + z4;
    let y3 = t6 * FIX_3_072711026 + z2 + z3;
    let y1 = t7 * FIX_1_501321110 + z1 + z4;
    [
        descale.product(y1),
        descale.product(y3),
        descale.product(y5),
        descale.product(y7),
    ]
}

impl Descale {
    #[inline(always)]
    fn product(self, a: i32x4) -> i32x4 {
        (a + (1 << (self.products - 1))) >> self.products
    }

    #[inline(always)]
    fn sum(self, a: i32x4) -> i32x4 {
        ((a << self.sums_up) + ((1 << self.sums_down) >> 1)) >> self.sums_down
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The transform by its definition (T.81 A.3.3), times eight.
    fn reference(samples: &[[u8; 8]; 8], index: usize) -> f64 {
        let (u, v) = ((index % 8) as f64, (index / 8) as f64);
        let basis = |x: usize, u: f64| {
            let norm = if u == 0.0 { 0.125f64.sqrt() } else { 0.5 };
            norm * ((2 * x + 1) as f64 * u * std::f64::consts::PI / 16.0).cos()
        };
        let mut sum = 0.0;
        for (y, row) in samples.iter().enumerate() {
            for (x, &sample) in row.iter().enumerate() {
                sum += (f64::from(sample) - 128.0) * basis(x, u) * basis(y, v);
            }
        }
        sum * 8.0
    }

    #[test]
    fn every_coefficient_is_within_one_eighth_of_the_definition() {
        let mut state = 1u32;
        for round in 0..200 {
            let samples: [[u8; 8]; 8] = std::array::from_fn(|_| {
                std::array::from_fn(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    if round % 2 == 0 {
                        (state >> 24) as u8
                    } else {
                        ((state >> 31) * 255) as u8
                    }
                })
            });
            let block = forward(&samples);
            for (k, &index) in NATURAL_ORDER.iter().enumerate() {
                let expected = reference(&samples, usize::from(index));
                assert!(
                    (f64::from(block[k]) - expected).abs() < 1.2,
                    "{k}: {} {expected}",
                    block[k]
                );
            }
        }
    }

    #[test]
    fn flat_blocks_have_no_ac_coefficients() {
        for level in [0u8, 1, 127, 128, 255] {
            let block = forward(&[[level; 8]; 8]);
            assert_eq!(i32::from(block[0]), (i32::from(level) - 128) * 64);
            assert!(block[1..].iter().all(|&coefficient| coefficient == 0));
        }
    }
}
