//! Trellis quantisation: of all ways to quantise, the one whose error and bits together cost least. The way is mozjpeg's
//! (`quantize_trellis` in `jcdctmgr.c`), the sums are ours. Single precision, but only sums and products in a fixed order:
//! the same bytes on every platform.

use alloc::vec::Vec;

mod ac;
mod dc;
mod rates;

use super::quantisation::QuantisationTable;
use super::sequential::{self, Extent};
use super::sink::Counter;
use super::{Block, Frame, Levels};
use rates::Rates;

/// Bits that an error of one quantisation step is worth in a flat block; mozjpeg says 2^4.25.
const STRENGTH: f32 = 18.0;
/// Mean square of the AC coefficients at which texture hides so much that errors are worth half.
const MASKING: f32 = 2500.0;
/// Errors are worth at least this share: sharp black on white has the energy of texture and hides nothing.
const LEAST_SHARE: f32 = 0.35;

/// Replaces the rounded levels by better ones, with the bits that coding the rounded ones would take.
pub(super) fn improve(
    frame: &Frame,
    coefficients: &[Vec<Block>],
    tables: &[QuantisationTable; 2],
    rounded: Vec<Levels>,
) -> Vec<Levels> {
    let mut counter = Counter::new();
    sequential::code(frame, &rounded, Extent::All, &mut counter);
    let huffman = counter.tables();
    let rates: [Rates; 2] = core::array::from_fn(|table| Rates::new(&huffman, table));
    let components = frame.components.iter().zip(coefficients).zip(rounded);
    let improved = components.map(|((component, coefficients), rounded)| {
        let reciprocals = tables[component.table].reciprocals();
        let rates = &rates[component.table];
        let worths: Vec<f32> = coefficients.iter().map(worth).collect();
        let mut blocks = ac::improve(coefficients, &rounded, &worths, &reciprocals, rates);
        dc::improve(
            frame,
            component,
            coefficients,
            &worths,
            reciprocals[0],
            rates,
            &mut blocks,
        );
        Levels::new(blocks)
    });
    improved.collect()
}

/// Bits that an error of one step is worth in this block: the more texture, the less.
fn worth(block: &Block) -> f32 {
    let energy: i32 = block[1..]
        .iter()
        .map(|&value| i32::from(value) * i32::from(value))
        .sum();
    // The coefficients are eight times too large.
    let mean_square = energy as f32 * (1.0 / (64.0 * 63.0));
    let share = MASKING / (MASKING + mean_square);
    STRENGTH
        * if share > LEAST_SHARE {
            share
        } else {
            LEAST_SHARE
        }
}
