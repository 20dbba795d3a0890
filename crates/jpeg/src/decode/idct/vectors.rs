//! The transforms of 8 x 8, 4 x 4 and 3 x 3 coefficients, several columns at a time. Two products of sixteen bits are added at a
//! time (`pmaddwd`, `i32x4.dot_i16x8_s`): nothing overflows, and between the passes sums that no picture has are clamped.

use bytemuck::cast;
use wide::{f32x4, i16x8, i32x4, i32x8, u8x16};

use super::Steps;

/// Fractional bits of the factors.
const CONST_BITS: i32 = 13;
/// Fractional bits kept between the passes.
const PASS1_BITS: i32 = 2;
/// What the first pass takes away.
const FIRST_SHIFT: i32 = CONST_BITS - PASS1_BITS;
/// What the second pass takes away, 8 for the two-dimensional transform included.
const SECOND_SHIFT: i32 = CONST_BITS + PASS1_BITS + 3;

/// Rounds to the nearest, halves up.
const FIRST: Descale = Descale {
    add: 1 << (FIRST_SHIFT - 1),
    shift: FIRST_SHIFT,
};
/// The same, with T.81 A.3.1's level shift.
const SECOND: Descale = Descale {
    add: (1 << (SECOND_SHIFT - 1)) + (128 << SECOND_SHIFT),
    shift: SECOND_SHIFT,
};

/// What makes a pass's results of its sums.
#[derive(Clone, Copy)]
struct Descale {
    add: i32,
    shift: i32,
}

#[inline(always)]
pub(super) fn idct4(block: &[i16; 16], steps: &Steps) -> [[u8; 4]; 4] {
    idct_of_two_pairs(block, steps, pass4)
}

/// As that of four, whose last row and column are no part of it.
#[inline(always)]
pub(super) fn idct3(block: &[i16; 16], steps: &Steps) -> [[u8; 3]; 3] {
    let [a, b, c, _] = idct_of_two_pairs(block, steps, pass3);
    [a, b, c].map(|[a, b, c, _]| [a, b, c])
}

#[inline(always)]
fn idct_of_two_pairs(
    block: &[i16; 16],
    steps: &Steps,
    pass: impl Fn(i16x8, i16x8, Descale) -> [i32x4; 4],
) -> [[u8; 4]; 4] {
    let [even, odd] = [0, 1].map(|at| dequantised(block, steps, at));
    let [a, b, c, d] = pass(even, odd, FIRST);
    let (ac, bd): (f32x4, f32x4) = (cast(pack(a, b)), cast(pack(c, d)));
    let (low, high) = (ac.unpack_lo(bd), ac.unpack_hi(bd));
    let (even, odd) = (cast(low.unpack_lo(high)), cast(low.unpack_hi(high)));
    let [a, b, c, d] = transposed(pass(even, odd, SECOND));
    cast(u8x16::narrow_i16x8(pack(a, b), pack(c, d)))
}

#[inline(never)]
pub(super) fn idct8(block: &[i16; 64], steps: &Steps) -> [[u8; 8]; 8] {
    let pairs = |half: usize| [0, 2, 4, 6].map(|at| dequantised(block, steps, at + half));
    let (left, right) = (pass8(pairs(0), FIRST), pass8(pairs(1), FIRST));
    let rows = |from: usize| [0, 1, 2, 3].map(|y| pack(left[from + y], right[from + y]));
    let upper = pass8(transposed(rows(0)), SECOND);
    let lower = pass8(transposed(rows(4)), SECOND);
    let [a, b, c, d, e, f, g, h] = core::array::from_fn(|x| pack(upper[x], lower[x]));
    rows_of_columns([
        u8x16::narrow_i16x8(a, b),
        u8x16::narrow_i16x8(c, d),
        u8x16::narrow_i16x8(e, f),
        u8x16::narrow_i16x8(g, h),
    ])
}

/// One dimension of 4 values: 0 beside 2, and 1 beside 3.
#[inline(always)]
fn pass4(even: i16x8, odd: i16x8, descale: Descale) -> [i32x4; 4] {
    let sums = [even.dot(pair(8192, 8192)), even.dot(pair(8192, -8192))];
    let [e0, e1] = sums.map(|sum| sum + descale.add);
    let (o0, o1) = (odd.dot(pair(10703, 4433)), odd.dot(pair(4433, -10704)));
    [e0 + o0, e1 + o1, e1 - o1, e0 - o0].map(|sum| sum >> descale.shift)
}

/// One dimension of 3 values: 0 beside 2, and 1 beside nothing.
#[inline(always)]
fn pass3(even: i16x8, odd: i16x8, descale: Descale) -> [i32x4; 4] {
    let sums = [even.dot(pair(8192, 5793)), even.dot(pair(8192, -11585))];
    let [outer, inner] = sums.map(|sum| sum + descale.add);
    let odd = odd.dot(pair(10033, 0));
    let [a, b, c] = [outer + odd, inner, outer - odd].map(|sum| sum >> descale.shift);
    [a, b, c, i32x4::ZERO]
}

/// One dimension of 8 values: 0 beside 4, 2 beside 6, 1 beside 3, and 5 beside 7.
#[inline(always)]
fn pass8([v04, v26, v13, v57]: [i16x8; 4], descale: Descale) -> [i32x4; 8] {
    let sums = [v04.dot(pair(8192, 8192)), v04.dot(pair(8192, -8192))];
    let [t0, t1] = sums.map(|sum| sum + descale.add);
    let (t3, t2) = (v26.dot(pair(10703, 4433)), v26.dot(pair(4433, -10704)));
    let o0 = v13.dot(pair(11363, 9633)) + v57.dot(pair(6437, 2260));
    let o1 = v13.dot(pair(9633, -2259)) + v57.dot(pair(-11362, -6436));
    let o2 = v13.dot(pair(6437, -11362)) + v57.dot(pair(2261, 9633));
    let o3 = v13.dot(pair(2260, -6436)) + v57.dot(pair(9633, -11363));
    let [e0, e1, e2, e3] = [t0 + t3, t1 + t2, t1 - t2, t0 - t3];
    [
        e0 + o0,
        e1 + o1,
        e2 + o2,
        e3 + o3,
        e3 - o3,
        e2 - o2,
        e1 - o1,
        e0 - o0,
    ]
    .map(|sum| sum >> descale.shift)
}

/// The factors of both members of four pairs.
const fn pair(first: i16, second: i16) -> i16x8 {
    i16x8::new([first, second, first, second, first, second, first, second])
}

/// The `at`-th eight coefficients; those that no picture has wrap around.
#[inline(always)]
fn dequantised<const N: usize>(block: &[i16; N], steps: &Steps, at: usize) -> i16x8 {
    let eight = |values: &[i16]| i16x8::new(values.as_chunks().0[at]);
    eight(block) * eight(steps)
}

#[inline(always)]
fn pack(low: i32x4, high: i32x4) -> i16x8 {
    i16x8::from_i32x8_saturate(cast::<[i32x4; 2], i32x8>([low, high]))
}

/// Four vectors of four values of 32 bits.
#[inline(always)]
fn transposed<V: bytemuck::Pod>(rows: [V; 4]) -> [V; 4] {
    f32x4::transpose(rows.map(cast)).map(cast)
}

/// Of columns 0 beside 1, 2 beside 3 and so on, the rows.
#[inline(always)]
fn rows_of_columns([c01, c23, c45, c67]: [u8x16; 4]) -> [[u8; 8]; 8] {
    let (c04, c15) = (u8x16::unpack_low(c01, c45), u8x16::unpack_high(c01, c45));
    let (c26, c37) = (u8x16::unpack_low(c23, c67), u8x16::unpack_high(c23, c67));
    let (even, odd) = (u8x16::unpack_low(c04, c26), u8x16::unpack_low(c15, c37));
    let (r01, r23) = (u8x16::unpack_low(even, odd), u8x16::unpack_high(even, odd));
    let (even, odd) = (u8x16::unpack_high(c04, c26), u8x16::unpack_high(c15, c37));
    let (r45, r67) = (u8x16::unpack_low(even, odd), u8x16::unpack_high(even, odd));
    cast([r01, r23, r45, r67])
}
