//! All coefficients of a macroblock (RFC 6386, 13 and 14.2).

use alloc::vec;
use alloc::vec::Vec;

use super::bool_decoder::BoolDecoder;
use super::inverse;
use super::quantiser::Steps;
use super::tables::CoefficientProbabilities;
use super::tokens::{self, Block};

/// Coefficients of 16 blocks of luma, 4 of U and 4 of V.
pub(super) struct Residue {
    pub(super) blocks: [Block; 24],
    /// Whether any were read.
    pub(super) any: bool,
}

impl Residue {
    pub(super) const NONE: Self = Self {
        blocks: [[0; 16]; 24],
        any: false,
    };
}

/// Whether the blocks at an edge have coefficients: 4 of luma, 2 of U, 2 of V and the second-order one.
type Edge = [u8; 9];

const SECOND_ORDER: usize = 8;

/// Reads residues from left to right, row by row.
pub(super) struct ResidueReader {
    above: Vec<Edge>,
    left: Edge,
}

impl ResidueReader {
    /// For rows of a number of macroblocks.
    pub(super) fn new(columns: usize) -> Self {
        Self {
            above: vec![[0; 9]; columns],
            left: [0; 9],
        }
    }

    pub(super) fn start_row(&mut self) {
        self.left = [0; 9];
    }

    /// Notes a macroblock without coefficients; one without a second-order block leaves that edge as it was.
    pub(super) fn skip(&mut self, column: usize, second_order: bool) {
        for edge in [&mut self.above[column], &mut self.left] {
            let length = if second_order { 9 } else { SECOND_ORDER };
            edge[..length].fill(0);
        }
    }

    pub(super) fn read(
        &mut self,
        bits: &mut BoolDecoder<'_>,
        probabilities: &CoefficientProbabilities,
        steps: &Steps,
        column: usize,
        second_order: bool,
    ) -> Residue {
        let mut residue = Residue::NONE;
        let mut pass = Pass {
            bits,
            above: &mut self.above[column],
            left: &mut self.left,
        };
        let (luma, first) = if second_order {
            let mut dc = [0; 16];
            let steps = steps.second_order;
            residue.any |= pass.block(
                SECOND_ORDER,
                SECOND_ORDER,
                &probabilities[1],
                0,
                steps,
                &mut dc,
            );
            inverse::walsh_hadamard(&dc, &mut residue.blocks);
            (&probabilities[0], 1)
        } else {
            (&probabilities[3], 0)
        };
        let (lumas, chromas) = residue.blocks.split_at_mut(16);
        for (at, block) in lumas.iter_mut().enumerate() {
            residue.any |= pass.block(at % 4, at / 4, luma, first, steps.luma, block);
        }
        for (at, block) in chromas.iter_mut().enumerate() {
            let plane = 4 + at / 4 * 2;
            let (x, y) = (plane + at % 2, plane + at / 2 % 2);
            residue.any |= pass.block(x, y, &probabilities[2], 0, steps.chroma, block);
        }
        residue
    }
}

/// What reading the blocks of one macroblock needs.
struct Pass<'a, 'b> {
    bits: &'a mut BoolDecoder<'b>,
    above: &'a mut Edge,
    left: &'a mut Edge,
}

impl Pass<'_, '_> {
    /// Reads a block below and to the right of two of the edge's, and says whether it has coefficients.
    fn block(
        &mut self,
        x: usize,
        y: usize,
        probabilities: &tokens::Probabilities,
        first: usize,
        steps: [i32; 2],
        block: &mut Block,
    ) -> bool {
        let context = self.above[x] + self.left[y];
        let read = tokens::read(self.bits, probabilities, context, first, steps, block);
        let any = read > first;
        self.above[x] = u8::from(any);
        self.left[y] = u8::from(any);
        any
    }
}
