//! AC levels: the cheapest path over a block's coefficients.

use alloc::vec::Vec;

use super::rates::Rates;
use crate::encode::levels::size_of;
use crate::encode::{Block, Levels};

/// A coefficient whose loss would cost this many bits more than keeping it is kept without looking at paths around it: no
/// symbol has more than 26.
const MUST_KEEP: f32 = 40.0;

/// The last kept coefficient of a path, and what the path costs more than a block of zeros.
#[derive(Clone, Copy, Default)]
struct Node {
    cost: f32,
    magnitude: i16,
    position: u8,
    /// Index of the node before.
    previous: u8,
}

/// Each block's best AC levels; DC stays as it is rounded.
pub(super) fn improve(
    coefficients: &[Block],
    rounded: &Levels,
    worths: &[f32],
    reciprocals: &[f32; 64],
    rates: &Rates,
) -> Vec<Block> {
    let blocks = coefficients
        .iter()
        .zip(&rounded.blocks)
        .zip(&rounded.nonzero)
        .zip(worths);
    let mut path = Path::new(rates);
    let improved = blocks.map(|(((coefficients, rounded), &nonzero), &worth)| {
        path.restart(worth);
        let mut rest = nonzero & !1;
        while rest != 0 {
            let k = rest.trailing_zeros();
            rest &= rest - 1;
            let index = k as usize & 63;
            let exact = f32::from(coefficients[index]).abs() * reciprocals[index];
            path.extend(index as u8, exact, rounded[index].unsigned_abs());
        }
        path.levels(coefficients, rounded[0])
    });
    improved.collect()
}

struct Path<'a> {
    rates: &'a Rates,
    /// Bits that an error of one step is worth.
    worth: f32,
    /// The empty path, then the best one to each coefficient.
    nodes: [Node; 64],
    count: usize,
    /// The last node that every good path goes through.
    barrier: usize,
}

impl<'a> Path<'a> {
    fn new(rates: &'a Rates) -> Self {
        Self {
            rates,
            worth: 0.0,
            nodes: [Node::default(); 64],
            count: 1,
            barrier: 0,
        }
    }

    /// Forgets all but the empty path.
    fn restart(&mut self, worth: f32) {
        self.worth = worth;
        self.count = 1;
        self.barrier = 0;
    }

    /// Adds a coefficient: its position, its exact magnitude in steps, and that rounded, at least 1.
    #[inline]
    fn extend(&mut self, position: u8, exact: f32, rounded: u16) {
        let dropped = self.worth * exact * exact;
        let mut best = self.reach(position, rounded, exact);
        // Only where it saves a bit is the next lower magnitude worth a look.
        if rounded.is_power_of_two() && rounded > 1 {
            let lower = self.reach(position, rounded - 1, exact);
            best = if lower.cost < best.cost { lower } else { best };
        }
        best.cost -= dropped;
        self.nodes[self.count & 63] = best;
        let error = exact - f32::from(rounded);
        if dropped - self.worth * error * error > MUST_KEEP {
            self.barrier = self.count;
        }
        self.count += 1;
    }

    /// The cheapest way to code this magnitude here.
    #[inline]
    fn reach(&self, position: u8, magnitude: u16, exact: f32) -> Node {
        let size = size_of(u32::from(magnitude));
        let mut best = Node {
            cost: f32::MAX,
            magnitude: magnitude as i16,
            position,
            previous: 0,
        };
        for index in self.barrier..self.count {
            let node = &self.nodes[index & 63];
            let run = u32::from(position - node.position - 1);
            let long_runs = (run >> 4) as f32 * self.rates.ac[0xF0];
            let cost =
                node.cost + long_runs + self.rates.ac[((run & 15) << 4 | size) as usize & 255];
            if cost < best.cost {
                best.cost = cost;
                best.previous = index as u8;
            }
        }
        let error = exact - f32::from(magnitude);
        best.cost += self.worth * error * error;
        best
    }

    /// The levels of the cheapest path, with the end-of-block symbol it needs.
    fn levels(&self, coefficients: &Block, dc: i16) -> Block {
        let mut levels = [0; 64];
        levels[0] = dc;
        let mut index = self.last();
        while index > 0 {
            let node = &self.nodes[index & 63];
            let k = usize::from(node.position) & 63;
            levels[k] = if coefficients[k] < 0 {
                -node.magnitude
            } else {
                node.magnitude
            };
            index = usize::from(node.previous);
        }
        levels
    }

    fn last(&self) -> usize {
        let mut best = (f32::MAX, 0);
        for index in self.barrier..self.count {
            let node = &self.nodes[index & 63];
            let end = if node.position < 63 {
                self.rates.ac[0]
            } else {
                0.0
            };
            if node.cost + end < best.0 {
                best = (node.cost + end, index);
            }
        }
        best.1
    }
}
