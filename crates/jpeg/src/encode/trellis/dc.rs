//! DC levels: each is rounded up or down so that errors and differences together cost least.

use alloc::vec::Vec;

use super::rates::Rates;
use crate::encode::frame::Component;
use crate::encode::levels::size_of;
use crate::encode::quantisation::LARGEST;
use crate::encode::{Block, Frame};

/// Bits that an error of one step of DC is worth, over the same of AC: a step of brightness between blocks shows.
const DC_WEIGHT: f32 = 1.0;

/// One block's two choices: the level below and the one above.
#[derive(Clone, Copy, Default)]
struct Choice {
    levels: [i32; 2],
    costs: [f32; 2],
    /// Which choice of the block before leads to each.
    previous: [usize; 2],
}

/// Replaces the DC levels, following the order in which a scan codes the blocks.
pub(super) fn improve(
    frame: &Frame,
    component: &Component,
    coefficients: &[Block],
    worths: &[f32],
    reciprocal: f32,
    rates: &Rates,
    blocks: &mut [Block],
) {
    // Blocks that only fill an MCU repeat the level before them and change no choice.
    let mut order = Vec::with_capacity(blocks.len());
    frame.each_mcu(|column, row| {
        component.each_block(column, row, |index| order.extend(index));
    });
    let mut choices = Vec::with_capacity(order.len());
    let mut before = Choice {
        costs: [0.0, f32::MAX],
        ..Choice::default()
    };
    for &index in &order {
        let exact = f32::from(coefficients[index][0]) * reciprocal;
        before = choose(&before, exact, worths[index] * DC_WEIGHT, rates);
        choices.push(before);
    }
    let mut chosen = usize::from(before.costs[1] < before.costs[0]);
    for (&index, choice) in order.iter().zip(&choices).rev() {
        blocks[index][0] = choice.levels[chosen] as i16;
        chosen = choice.previous[chosen];
    }
}

fn choose(before: &Choice, exact: f32, worth: f32, rates: &Rates) -> Choice {
    // Towards zero, then one down for what is below: `floor` without the library's.
    let whole = exact as i32;
    let below = if exact < whole as f32 {
        whole - 1
    } else {
        whole
    };
    let mut choice = Choice::default();
    for (index, level) in [below, below + 1].into_iter().enumerate() {
        let level = level.clamp(-LARGEST, LARGEST);
        let error = exact - level as f32;
        let ways = [0, 1].map(|way| {
            let size = size_of(level.abs_diff(before.levels[way]));
            before.costs[way] + rates.dc[size as usize & 15]
        });
        let way = usize::from(ways[1] < ways[0]);
        choice.levels[index] = level;
        choice.costs[index] = ways[way] + worth * error * error;
        choice.previous[index] = way;
    }
    // Only the difference matters; sums over a large picture would lose it.
    let [first, second] = choice.costs;
    // `min` would be a call in wasm, for what is no number.
    let least = if second < first { second } else { first };
    choice.costs = choice.costs.map(|cost| cost - least);
    choice
}
