//! The inverse DCT (T.81 A.3.3) at full and reduced sizes, in integers: the same samples everywhere.
//!
//! At full size this is Loeffler, Ligtenberg and Moschytz's transform as in libjpeg's `jidctint.c` ("islow"), its sums
//! multiplied out. The reduced sizes are transforms of the lowest 4x4, 3x3, 2x2 or 1x1 coefficients, as in the same file
//! of libjpeg 7.

mod kept;
mod vectors;

use core::array::from_fn;

pub(super) use kept::{DROPPED, Kept, Steps, kept_steps};
use vectors::{idct3, idct4, idct8};

/// Room for a block's kept coefficients, and at [`DROPPED`] for those that are not.
pub(super) type Block = [i16; 128];

/// Dequantises and transforms the `size` x `size` coefficients in front of `block`, in the order of [`Kept`], into
/// samples from the start of `out`, whose rows are `stride` apart.
#[inline(always)]
pub(super) fn inverse_dct(
    size: usize,
    block: &[i16],
    steps: &Steps,
    out: &mut [u8],
    stride: usize,
) {
    match (size, block) {
        (8, block) => {
            if let Some(block) = block.first_chunk() {
                store(idct8(block, steps), out, stride);
            }
        }
        (4, block) => {
            if let Some(block) = block.first_chunk() {
                store(idct4(block, steps), out, stride);
            }
        }
        (3, block) => {
            if let Some(block) = block.first_chunk() {
                store(idct3(block, steps), out, stride);
            }
        }
        (2, block) => {
            if let Some(block) = block.first_chunk() {
                store(idct2(block, steps), out, stride);
            }
        }
        (_, &[dc, ..]) => out[0] = flat_sample(dc, steps),
        _ => (),
    }
}

/// Zeroes the coefficients that [`inverse_dct`] took; of known lengths, each is a few stores and no call.
#[inline(always)]
pub(super) fn clear(size: usize, block: &mut Block) {
    match size {
        8 => block.first_chunk_mut().map(|kept| *kept = [0; 64]),
        4 | 3 => block.first_chunk_mut().map(|kept| *kept = [0; 16]),
        _ => block.first_chunk_mut().map(|kept| *kept = [0; 4]),
    };
}

/// What a block gives whose only coefficient is the first: samples all the same.
#[inline(always)]
pub(super) fn flat(size: usize, dc: i16, steps: &Steps, out: &mut [u8], stride: usize) {
    let sample = flat_sample(dc, steps);
    match size {
        8 => store([[sample; 8]; 8], out, stride),
        4 => store([[sample; 4]; 4], out, stride),
        3 => store([[sample; 3]; 3], out, stride),
        2 => store([[sample; 2]; 2], out, stride),
        _ => out[0] = sample,
    }
}

#[inline(always)]
fn flat_sample(dc: i16, steps: &Steps) -> u8 {
    sample(dequantise(dc, steps[0]))
}

#[inline(always)]
fn store<const N: usize>(rows: [[u8; N]; N], out: &mut [u8], stride: usize) {
    for (row, out) in rows.iter().zip(out.chunks_mut(stride)) {
        out[..N].copy_from_slice(row);
    }
}

/// A coefficient; what no picture has wraps around.
#[inline(always)]
fn dequantise(coefficient: i16, step: i16) -> i32 {
    coefficient.wrapping_mul(step).into()
}

/// An eighth, with T.81 A.3.1's level shift, clamped.
#[inline(always)]
fn sample(sum: i32) -> u8 {
    (((sum + 4) >> 3) + 128).clamp(0, 255) as u8
}

#[inline(always)]
fn idct2(block: &[i16; 4], steps: &Steps) -> [[u8; 2]; 2] {
    // Column by column, as two rows side by side are.
    let [a, b, c, d] = from_fn(|i| dequantise(block[i], steps[i]));
    [
        [sample(a + b + c + d), sample(a + b - c - d)],
        [sample(a - b + c - d), sample(a - b - c + d)],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zigzag::NATURAL_ORDER;
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

    /// Of coefficients row by row those that are kept, as they are.
    fn as_kept(block: &[i16], size: usize) -> Block {
        let mut kept = [0; 128];
        for (k, &natural) in NATURAL_ORDER.iter().enumerate() {
            let (row, column) = (usize::from(natural) / 8, usize::from(natural) % 8);
            if row < size && column < size {
                kept[usize::from(Kept::for_size(size).to[k])] = block[row * size + column];
            }
        }
        kept
    }

    #[test]
    fn every_size_is_the_transform_of_t81() {
        for size in [8, 4, 3, 2, 1] {
            for block in blocks(size) {
                let mut out = vec![0; size * size];
                inverse_dct(size, &as_kept(&block, size), &[1; 64], &mut out, size);
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
        for size in [8, 4, 3, 2, 1] {
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
        for size in [8, 4, 3, 2, 1] {
            inverse_dct(size, &[i16::MIN; 64], &[-1; 64], &mut out, 8);
        }
    }
}
