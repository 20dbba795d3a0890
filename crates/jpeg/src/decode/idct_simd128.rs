//! The inverse DCT with wasm's vectors: the arithmetic of [`super::idct`], four columns at a time. All of these
//! intrinsics are safe, loads and stores being left to the compiler.

use core::arch::wasm32::{
    i16x8_narrow_i32x4, i32x4, i32x4_add, i32x4_mul, i32x4_shl, i32x4_shr, i32x4_shuffle,
    i32x4_splat, i32x4_sub, i64x2_shuffle, u8x16_narrow_i16x8, u32x4_extract_lane,
    u64x2_extract_lane, v128,
};
use std::array::from_fn;
use std::ops::{Add, Mul, Sub};

use super::idct::{FIRST_SHIFT, Lane, Number, SECOND_SHIFT, four, islow};
use super::tables::QuantisationTable;

/// Four numbers.
#[derive(Clone, Copy)]
struct Four(v128);

impl Add for Four {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(i32x4_add(self.0, other.0))
    }
}

impl Sub for Four {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(i32x4_sub(self.0, other.0))
    }
}

impl Mul<Number> for Four {
    type Output = Self;
    #[inline(always)]
    fn mul(self, factor: Number) -> Self {
        Self(i32x4_mul(self.0, i32x4_splat(factor.0)))
    }
}

impl Lane for Four {
    #[inline(always)]
    fn scale(self, bits: usize) -> Self {
        Self(i32x4_shl(self.0, bits as u32))
    }

    #[inline(always)]
    fn descale(self, bits: usize) -> Self {
        Self(i32x4_shr(
            i32x4_add(self.0, i32x4_splat(1 << (bits - 1))),
            bits as u32,
        ))
    }
}

#[inline(always)]
pub(super) fn idct4(block: &[i16; 16], steps: &QuantisationTable) -> [[u8; 4]; 4] {
    let rows = four(from_fn(|y| dequantise(block, steps, y * 4)), FIRST_SHIFT);
    let [a, b, c, d] = transpose(four(transpose(rows), SECOND_SHIFT));
    let all = u8x16_narrow_i16x8(narrow(a, b), narrow(c, d));
    let rows = [
        u32x4_extract_lane::<0>(all),
        u32x4_extract_lane::<1>(all),
        u32x4_extract_lane::<2>(all),
        u32x4_extract_lane::<3>(all),
    ];
    rows.map(u32::to_le_bytes)
}

#[inline(never)]
pub(super) fn idct8(block: &[i16; 64], steps: &QuantisationTable) -> [[u8; 8]; 8] {
    let left = islow(from_fn(|y| dequantise(block, steps, y * 8)), FIRST_SHIFT);
    let right = islow(
        from_fn(|y| dequantise(block, steps, y * 8 + 4)),
        FIRST_SHIFT,
    );
    let (top, bottom) = transpose8(left, right);
    let (left, right) = transpose8(islow(top, SECOND_SHIFT), islow(bottom, SECOND_SHIFT));
    from_fn(|y| {
        let row = narrow(left[y], right[y]);
        u64x2_extract_lane::<0>(u8x16_narrow_i16x8(row, row)).to_le_bytes()
    })
}

/// Four coefficients from `at` on.
#[inline(always)]
fn dequantise<const N: usize>(block: &[i16; N], steps: &QuantisationTable, at: usize) -> Four {
    let [a, b, c, d] = from_fn(|i| i32::from(block[at + i]));
    let [e, f, g, h] = from_fn(|i| steps[at + i]);
    Four(i32x4_mul(i32x4(a, b, c, d), i32x4(e, f, g, h)))
}

/// With T.81 A.3.1's level shift, clamped to 16 bits.
#[inline(always)]
fn narrow(a: Four, b: Four) -> v128 {
    let shift = i32x4_splat(128);
    i16x8_narrow_i32x4(i32x4_add(a.0, shift), i32x4_add(b.0, shift))
}

#[inline(always)]
fn transpose([a, b, c, d]: [Four; 4]) -> [Four; 4] {
    let (ab, cd) = (
        i32x4_shuffle::<0, 4, 1, 5>(a.0, b.0),
        i32x4_shuffle::<0, 4, 1, 5>(c.0, d.0),
    );
    let (ef, gh) = (
        i32x4_shuffle::<2, 6, 3, 7>(a.0, b.0),
        i32x4_shuffle::<2, 6, 3, 7>(c.0, d.0),
    );
    [
        Four(i64x2_shuffle::<0, 2>(ab, cd)),
        Four(i64x2_shuffle::<1, 3>(ab, cd)),
        Four(i64x2_shuffle::<0, 2>(ef, gh)),
        Four(i64x2_shuffle::<1, 3>(ef, gh)),
    ]
}

/// Of eight rows, their left and right halves.
#[inline(always)]
fn transpose8(left: [Four; 8], right: [Four; 8]) -> ([Four; 8], [Four; 8]) {
    let [a, b, c, d, e, f, g, h] = left;
    let [i, j, k, l, m, n, o, p] = right;
    let (top_left, bottom_left) = (transpose([a, b, c, d]), transpose([e, f, g, h]));
    let (top_right, bottom_right) = (transpose([i, j, k, l]), transpose([m, n, o, p]));
    let stack = |upper: [Four; 4], lower: [Four; 4]| {
        from_fn(|y| if y < 4 { upper[y] } else { lower[y - 4] })
    };
    (stack(top_left, top_right), stack(bottom_left, bottom_right))
}
