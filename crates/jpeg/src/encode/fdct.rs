//! The forward DCT in integers: Loeffler, Ligtenberg and Moschytz with 13 bits of fraction, as accurate as libjpeg's
//! `jfdctint.c`, and equal on every platform. One pass handles eight columns at once, so that it becomes vectors.

use super::Block;
use crate::zigzag::NATURAL_ORDER;

/// Bits of fraction of the constants.
const CONST_BITS: u32 = 13;
/// Bits of fraction kept between the passes.
const PASS_BITS: u32 = 2;

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

/// Eight columns of one row.
type Lanes = [i32; 8];

/// Where the transposed result holds the coefficient that is coded `k`-th.
const TRANSPOSED_ORDER: [u8; 64] = {
    let mut order = [0; 64];
    let mut k = 0;
    while k < 64 {
        order[k] = (NATURAL_ORDER[k] % 8) * 8 + NATURAL_ORDER[k] / 8;
        k += 1;
    }
    order
};

/// The coefficients of a block of samples, eight times too large, in the order of coding.
pub(super) fn forward(samples: &[[u8; 8]; 8]) -> Block {
    let rows = samples.map(|row| row.map(|sample| i32::from(sample) - 128));
    let columns = transpose(&pass::<{ CONST_BITS - PASS_BITS }, true>(&rows));
    let result = pass::<{ CONST_BITS + PASS_BITS }, false>(&columns);
    let flat = result.as_flattened();
    // The largest coefficient is 8 * 8 * 128: 16 bits hold it.
    TRANSPOSED_ORDER.map(|index| flat[usize::from(index)] as i16)
}

/// One pass down eight columns; `DOWN` bits of what the odd part's products gained are dropped, and the even part's
/// sums are scaled alike: up by `PASS_BITS` in the first pass, down in the second.
fn pass<const DOWN: u32, const FIRST: bool>(x: &[Lanes; 8]) -> [Lanes; 8] {
    let sum: [Lanes; 4] = std::array::from_fn(|i| add(x[i], x[7 - i]));
    let difference: [Lanes; 4] = std::array::from_fn(|i| sub(x[i], x[7 - i]));
    let [y0, y2, y4, y6] = even::<DOWN, FIRST>(&sum);
    let [y1, y3, y5, y7] = odd::<DOWN>(&difference);
    [y0, y1, y2, y3, y4, y5, y6, y7]
}

fn even<const DOWN: u32, const FIRST: bool>(s: &[Lanes; 4]) -> [Lanes; 4] {
    let (outer, inner) = (add(s[0], s[3]), add(s[1], s[2]));
    let (outer_difference, inner_difference) = (sub(s[0], s[3]), sub(s[1], s[2]));
    let z = scale(add(outer_difference, inner_difference), FIX_0_541196100);
    let y2 = add(z, scale(outer_difference, FIX_0_765366865));
    let y6 = sub(z, scale(inner_difference, FIX_1_847759065));
    [
        whole::<FIRST>(add(outer, inner)),
        descale::<DOWN>(y2),
        whole::<FIRST>(sub(outer, inner)),
        descale::<DOWN>(y6),
    ]
}

fn odd<const DOWN: u32>(d: &[Lanes; 4]) -> [Lanes; 4] {
    let [t4, t5, t6, t7] = [d[3], d[2], d[1], d[0]];
    let (z3, z4) = (add(t4, t6), add(t5, t7));
    let z5 = scale(add(z3, z4), FIX_1_175875602);
    let z1 = scale(add(t4, t7), -FIX_0_899976223);
    let z2 = scale(add(t5, t6), -FIX_2_562915447);
    let z3 = add(scale(z3, -FIX_1_961570560), z5);
    let z4 = add(scale(z4, -FIX_0_390180644), z5);
    let y7 = add(add(scale(t4, FIX_0_298631336), z1), z3);
    let y5 = add(add(scale(t5, FIX_2_053119869), z2), z4);
    let y3 = add(add(scale(t6, FIX_3_072711026), z2), z3);
    let y1 = add(add(scale(t7, FIX_1_501321110), z1), z4);
    [y1, y3, y5, y7].map(descale::<DOWN>)
}

fn whole<const FIRST: bool>(a: Lanes) -> Lanes {
    if FIRST {
        a.map(|a| a << PASS_BITS)
    } else {
        descale::<PASS_BITS>(a)
    }
}

fn descale<const BITS: u32>(a: Lanes) -> Lanes {
    a.map(|a| (a + (1 << (BITS - 1))) >> BITS)
}

fn add(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] + b[i])
}

fn sub(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|i| a[i] - b[i])
}

fn scale(a: Lanes, factor: i32) -> Lanes {
    a.map(|a| a * factor)
}

fn transpose(rows: &[Lanes; 8]) -> [Lanes; 8] {
    std::array::from_fn(|column| std::array::from_fn(|row| rows[row][column]))
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
