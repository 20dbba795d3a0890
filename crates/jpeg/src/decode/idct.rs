//! The inverse DCT (T.81 A.3.3) at full and reduced sizes, in integers: the same samples everywhere.
//!
//! At full size this is Loeffler, Ligtenberg and Moschytz's transform as in libjpeg's `jidctint.c` ("islow"). The
//! reduced sizes are transforms of the lowest 4x4, 2x2 or 1x1 coefficients, as in the same file of libjpeg 7.

use std::array::from_fn;
use std::num::Wrapping;
use std::ops::{Add, Mul, Sub};

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use super::idct_simd128::{idct4, idct8};
use super::tables::QuantisationTable;
use crate::zigzag::NATURAL_ORDER;

/// Fractional bits of the constants.
const CONST_BITS: usize = 13;
/// Fractional bits kept between the passes.
const PASS1_BITS: usize = 2;
/// What the first pass takes away.
pub(super) const FIRST_SHIFT: usize = CONST_BITS - PASS1_BITS;
/// What the second pass takes away, 8 for the two-dimensional transform included.
pub(super) const SECOND_SHIFT: usize = CONST_BITS + PASS1_BITS + 3;

// 2^13 times 0.298631336 and so on, as libjpeg names them.
const FIX_0_298631336: Number = Wrapping(2446);
const FIX_0_390180644: Number = Wrapping(3196);
const FIX_0_541196100: Number = Wrapping(4433);
const FIX_0_765366865: Number = Wrapping(6270);
const FIX_0_899976223: Number = Wrapping(7373);
const FIX_1_175875602: Number = Wrapping(9633);
const FIX_1_501321110: Number = Wrapping(12299);
const FIX_1_847759065: Number = Wrapping(15137);
const FIX_1_961570560: Number = Wrapping(16069);
const FIX_2_053119869: Number = Wrapping(16819);
const FIX_2_562915447: Number = Wrapping(20995);
const FIX_3_072711026: Number = Wrapping(25172);

/// Room for a block's kept coefficients, and at [`DROPPED`] for those that are not.
pub(super) type Block = [i16; 128];
/// Where coefficients go that the reduced transform has no use for.
pub(super) const DROPPED: u8 = 64;

/// Where the coefficients of a block go when only the lowest `size` x `size` are kept.
pub(super) struct Kept {
    /// By zigzag index, which is at most 63 + 15 before it is checked: row by row, or [`DROPPED`].
    pub to: [u8; 128],
    /// Zigzag index of the last one that is kept.
    pub last: u32,
}

impl Kept {
    /// For blocks of `size` 8, 4, 2 or 1.
    pub fn for_size(size: usize) -> &'static Self {
        static KEPT: [Kept; 4] = [Kept::new(1), Kept::new(2), Kept::new(4), Kept::new(8)];
        &KEPT[size.trailing_zeros() as usize & 3]
    }

    const fn new(size: u8) -> Self {
        let mut kept = Self {
            to: [DROPPED; 128],
            last: 0,
        };
        let mut k = 0;
        while k < 64 {
            let (row, column) = (NATURAL_ORDER[k] / 8, NATURAL_ORDER[k] % 8);
            if row < size && column < size {
                kept.to[k] = row * size + column;
                kept.last = k as u32;
            }
            k += 1;
        }
        kept
    }
}

/// The steps for the coefficients that are kept, row by row.
pub(super) fn kept_steps(table: &QuantisationTable, size: usize) -> QuantisationTable {
    from_fn(|i| {
        if i < size * size {
            table[i / size * 8 + i % size]
        } else {
            0
        }
    })
}

/// Dequantises and transforms the `size` x `size` coefficients in front of `block`, into samples from the start of
/// `out`, whose rows are `stride` apart.
#[inline(always)]
pub(super) fn inverse_dct(
    size: usize,
    block: &[i16],
    steps: &QuantisationTable,
    out: &mut [u8],
    stride: usize,
) {
    match size {
        8 => block
            .first_chunk()
            .map(|block| store(idct8(block, steps), out, stride)),
        4 => block
            .first_chunk()
            .map(|block| store(idct4(block, steps), out, stride)),
        2 => block
            .first_chunk()
            .map(|block| store(idct2(block, steps), out, stride)),
        _ => block.first().map(|&dc| out[0] = flat_sample(dc, steps)),
    };
}

/// What a block gives whose only coefficient is the first: samples all the same.
#[inline(always)]
pub(super) fn flat(size: usize, dc: i16, steps: &QuantisationTable, out: &mut [u8], stride: usize) {
    let sample = flat_sample(dc, steps);
    match size {
        8 => store([[sample; 8]; 8], out, stride),
        4 => store([[sample; 4]; 4], out, stride),
        2 => store([[sample; 2]; 2], out, stride),
        _ => out[0] = sample,
    }
}

#[inline(always)]
fn flat_sample(dc: i16, steps: &QuantisationTable) -> u8 {
    sample(dequantise(dc, steps[0]).descale(3))
}

#[inline(always)]
fn store<const N: usize>(rows: [[u8; N]; N], out: &mut [u8], stride: usize) {
    for (row, out) in rows.iter().zip(out.chunks_mut(stride)) {
        out[..N].copy_from_slice(row);
    }
}

/// A number that wraps around: no coefficient that a file can hold makes it panic.
pub(super) type Number = Wrapping<i32>;

#[inline(always)]
fn dequantise(coefficient: i16, step: i32) -> Number {
    Wrapping(coefficient.into()) * Wrapping(step)
}

/// One number, or several side by side, that wrap around.
pub(super) trait Lane:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Number, Output = Self>
{
    /// Multiplies by 2^`bits`.
    fn scale(self, bits: usize) -> Self;
    /// Divides by 2^`bits`, rounding to the nearest, halves up.
    fn descale(self, bits: usize) -> Self;
}

impl Lane for Number {
    #[inline(always)]
    fn scale(self, bits: usize) -> Self {
        self << bits
    }

    #[inline(always)]
    fn descale(self, bits: usize) -> Self {
        (self + Wrapping(1 << (bits - 1))) >> bits
    }
}

/// T.81 A.3.1's level shift, clamped.
#[inline(always)]
fn sample(number: Number) -> u8 {
    (number + Wrapping(128)).0.clamp(0, 255) as u8
}

/// Transforms every column. Rows go in and out, and columns do not depend on each other: the loop becomes vectors.
#[inline(always)]
fn columns<const N: usize>(
    rows: &[[Number; N]; N],
    out: &mut [[Number; N]; N],
    transform: impl Fn([Number; N]) -> [Number; N],
) {
    for x in 0..N {
        let column = transform(from_fn(|y| rows[y][x]));
        for y in 0..N {
            out[y][x] = column[y];
        }
    }
}

#[inline(always)]
fn transpose<const N: usize>(rows: &[[Number; N]; N]) -> [[Number; N]; N] {
    from_fn(|y| from_fn(|x| rows[x][y]))
}

/// Both passes, and to samples.
#[inline(always)]
fn transform<const N: usize>(
    rows: [[Number; N]; N],
    first: impl Fn([Number; N]) -> [Number; N],
    second: impl Fn([Number; N]) -> [Number; N],
) -> [[u8; N]; N] {
    let mut out = [[Wrapping(0); N]; N];
    columns(&rows, &mut out, first);
    let rows = transpose(&out);
    columns(&rows, &mut out, second);
    transpose(&out).map(|row| row.map(sample))
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(never)]
fn idct8(block: &[i16; 64], steps: &QuantisationTable) -> [[u8; 8]; 8] {
    let rows = from_fn(|y| from_fn(|x| dequantise(block[y * 8 + x], steps[y * 8 + x])));
    transform(rows, |v| islow(v, FIRST_SHIFT), |v| islow(v, SECOND_SHIFT))
}

/// One dimension of 8 values.
#[inline(always)]
pub(super) fn islow<L: Lane>(v: [L; 8], shift: usize) -> [L; 8] {
    let even = islow_even([v[0], v[2], v[4], v[6]]);
    let odd = islow_odd([v[1], v[3], v[5], v[7]]);
    from_fn(|i| {
        if i < 4 {
            even[i] + odd[i]
        } else {
            even[7 - i] - odd[7 - i]
        }
        .descale(shift)
    })
}

#[inline(always)]
fn islow_even<L: Lane>([v0, v2, v4, v6]: [L; 4]) -> [L; 4] {
    let z1 = (v2 + v6) * FIX_0_541196100;
    let t2 = z1 - v6 * FIX_1_847759065;
    let t3 = z1 + v2 * FIX_0_765366865;
    let t0 = (v0 + v4).scale(CONST_BITS);
    let t1 = (v0 - v4).scale(CONST_BITS);
    [t0 + t3, t1 + t2, t1 - t2, t0 - t3]
}

#[inline(always)]
fn islow_odd<L: Lane>([v1, v3, v5, v7]: [L; 4]) -> [L; 4] {
    let z5 = (v7 + v3 + v5 + v1) * FIX_1_175875602;
    let z1 = (v7 + v1) * FIX_0_899976223;
    let z2 = (v5 + v3) * FIX_2_562915447;
    let z3 = z5 - (v7 + v3) * FIX_1_961570560;
    let z4 = z5 - (v5 + v1) * FIX_0_390180644;
    let t0 = v7 * FIX_0_298631336 - z1 + z3;
    let t1 = v5 * FIX_2_053119869 - z2 + z4;
    let t2 = v3 * FIX_3_072711026 - z2 + z3;
    let t3 = v1 * FIX_1_501321110 - z1 + z4;
    [t3, t2, t1, t0]
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(never)]
fn idct4(block: &[i16; 16], steps: &QuantisationTable) -> [[u8; 4]; 4] {
    let rows = from_fn(|y| from_fn(|x| dequantise(block[y * 4 + x], steps[y * 4 + x])));
    transform(rows, |v| four(v, FIRST_SHIFT), |v| four(v, SECOND_SHIFT))
}

/// One dimension of 4 values.
#[inline(always)]
pub(super) fn four<L: Lane>([v0, v1, v2, v3]: [L; 4], shift: usize) -> [L; 4] {
    let z1 = (v1 + v3) * FIX_0_541196100;
    let t0 = z1 + v1 * FIX_0_765366865;
    let t2 = z1 - v3 * FIX_1_847759065;
    let t10 = (v0 + v2).scale(CONST_BITS);
    let t12 = (v0 - v2).scale(CONST_BITS);
    [t10 + t0, t12 + t2, t12 - t2, t10 - t0].map(|value| value.descale(shift))
}

#[inline(always)]
fn idct2(block: &[i16; 4], steps: &QuantisationTable) -> [[u8; 2]; 2] {
    let rows = from_fn(|y| from_fn(|x| dequantise(block[y * 2 + x], steps[y * 2 + x])));
    transform(
        rows,
        |[v0, v1]| [v0 + v1, v0 - v1],
        |[v0, v1]| [(v0 + v1).descale(3), (v0 - v1).descale(3)],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    /// T.81 A.3.3 as it stands, for the lowest `size` x `size` coefficients.
    fn reference(block: &[i16], size: usize) -> Vec<f64> {
        let scale = |u: usize| if u == 0 { 0.5f64.sqrt() } else { 1.0 };
        let cosine =
            |x: usize, u: usize| ((2 * x + 1) as f64 * u as f64 * PI / (2 * size) as f64).cos();
        let sample = |x: usize, y: usize| -> f64 {
            let term = |i: usize| {
                let (u, v) = (i % size, i / size);
                scale(u) * scale(v) * f64::from(block[i]) * cosine(x, u) * cosine(y, v)
            };
            (0..size * size).map(term).sum::<f64>() / 4.0 + 128.0
        };
        (0..size * size)
            .map(|i| sample(i % size, i / size).clamp(0.0, 255.0))
            .collect()
    }

    /// Coefficients as pictures have them: smaller the higher their frequency.
    fn blocks(size: usize) -> impl Iterator<Item = Vec<i16>> {
        let mut seed = 1u32;
        (0..500).map(move |_| {
            let mut value = |i: usize| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let range = 600 / (1 + i % size + i / size) as i32;
                ((seed >> 8) as i32 % (2 * range + 1) - range) as i16
            };
            (0..size * size).map(&mut value).collect()
        })
    }

    #[test]
    fn every_size_is_the_transform_of_t81() {
        for size in [8, 4, 2, 1] {
            for block in blocks(size) {
                let mut out = vec![0; size * size];
                inverse_dct(size, &block, &[1; 64], &mut out, size);
                for (&sample, exact) in out.iter().zip(reference(&block, size)) {
                    assert!(
                        (f64::from(sample) - exact).abs() <= 1.0,
                        "size {size}: {sample} {exact}"
                    );
                }
            }
        }
    }

    #[test]
    fn flat_blocks_are_as_the_transform_makes_them() {
        for size in [8, 4, 2, 1] {
            for dc in -300..300 {
                let (mut by_transform, mut by_flat) = (vec![0; size * size], vec![1; size * size]);
                let mut block = [0; 64];
                block[0] = dc;
                inverse_dct(size, &block, &[7; 64], &mut by_transform, size);
                flat(size, dc, &[7; 64], &mut by_flat, size);
                assert_eq!(by_transform, by_flat);
            }
        }
    }

    #[test]
    fn impossible_coefficients_do_no_harm() {
        let mut out = [0; 64];
        for size in [8, 4, 2, 1] {
            inverse_dct(size, &[i16::MIN; 64], &[65_535; 64], &mut out, 8);
        }
    }
}
