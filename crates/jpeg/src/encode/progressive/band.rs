//! A progressive frame's AC scans (T.81 G.1.2.2, G.1.2.3): one component, a band of coefficients, some of their bits.

use alloc::vec::Vec;

use super::script::Band;
use crate::encode::levels::size_of;
use crate::encode::sink::{Sink, TableId};
use crate::encode::{Block, Levels};

/// The longest run of blocks that end early (T.81 table G.1).
const LONGEST_RUN: u32 = 0x7FFF;

/// Codes one component's band.
pub(super) fn code(levels: &Levels, band: Band, table: TableId, sink: &mut impl Sink) {
    let mut run = EndOfBandRun {
        table,
        blocks: 0,
        corrections: Vec::new(),
    };
    for (block, &nonzero) in levels.blocks.iter().zip(&levels.nonzero) {
        let coefficients = Coefficients {
            block,
            left: nonzero & band.mask(),
            shift: band.low,
        };
        if band.refines {
            code_refinement(coefficients, band, &mut run, sink);
        } else {
            code_first(coefficients, band, &mut run, sink);
        }
    }
    run.flush(sink);
}

/// A block's coefficients that are not zero when cut to the scan's bits.
struct Coefficients<'a> {
    block: &'a Block,
    left: u64,
    shift: u8,
}

impl Iterator for Coefficients<'_> {
    /// Position, magnitude, and whether it is negative.
    type Item = (u32, u32, bool);

    fn next(&mut self) -> Option<Self::Item> {
        while self.left != 0 {
            let k = self.left.trailing_zeros();
            self.left &= self.left - 1;
            let value = self.block[k as usize & 63];
            let magnitude = u32::from(value.unsigned_abs()) >> self.shift;
            if magnitude != 0 {
                return Some((k, magnitude, value < 0));
            }
        }
        None
    }
}

/// Blocks with nothing more in the band, coded together when the run ends (T.81 G.1.2.2).
struct EndOfBandRun {
    table: TableId,
    blocks: u32,
    /// Correction bits of these blocks' known coefficients.
    corrections: Vec<bool>,
}

impl EndOfBandRun {
    fn extend(&mut self, corrections: &mut Vec<bool>, sink: &mut impl Sink) {
        self.blocks += 1;
        self.corrections.append(corrections);
        if self.blocks == LONGEST_RUN {
            self.flush(sink);
        }
    }

    fn flush(&mut self, sink: &mut impl Sink) {
        if self.blocks > 0 {
            let size = size_of(self.blocks) - 1;
            let bits = self.blocks & !(1 << size);
            sink.symbol(self.table, (size << 4) as u8, bits, size);
            self.blocks = 0;
        }
        write_corrections(&mut self.corrections, sink);
    }
}

fn write_corrections(corrections: &mut Vec<bool>, sink: &mut impl Sink) {
    corrections
        .drain(..)
        .for_each(|bit| sink.bits(u32::from(bit), 1));
}

/// T.81 figure G.3.
fn code_first(
    coefficients: Coefficients,
    band: Band,
    run: &mut EndOfBandRun,
    sink: &mut impl Sink,
) {
    let mut next = u32::from(band.first);
    for (k, magnitude, negative) in coefficients {
        run.flush(sink);
        let mut zeros = k - next;
        while zeros > 15 {
            sink.symbol(run.table, 0xF0, 0, 0);
            zeros -= 16;
        }
        let size = size_of(magnitude);
        let bits = if negative { !magnitude } else { magnitude };
        sink.symbol(
            run.table,
            (zeros << 4 | size) as u8,
            bits & ((1 << size) - 1),
            size,
        );
        next = k + 1;
    }
    if next <= u32::from(band.last) {
        run.extend(&mut Vec::new(), sink);
    }
}

/// T.81 figure G.7: a new coefficient is coded with the zeros before it and the correction bits of the known ones among
/// them; what remains after the last new one goes into the run.
fn code_refinement(
    coefficients: Coefficients,
    band: Band,
    run: &mut EndOfBandRun,
    sink: &mut impl Sink,
) {
    let found: Vec<_> = coefficients.collect();
    let last_new = found
        .iter()
        .rev()
        .find(|&&(_, magnitude, _)| magnitude == 1);
    let last_new = last_new.map_or(0, |&(k, ..)| k);
    let mut corrections = Vec::new();
    let (mut next, mut zeros) = (u32::from(band.first), 0);
    for (k, magnitude, negative) in found {
        zeros += k - next;
        next = k + 1;
        while zeros > 15 && k <= last_new {
            run.flush(sink);
            sink.symbol(run.table, 0xF0, 0, 0);
            write_corrections(&mut corrections, sink);
            zeros -= 16;
        }
        if magnitude > 1 {
            corrections.push(magnitude & 1 == 1);
            continue;
        }
        run.flush(sink);
        sink.symbol(run.table, (zeros << 4 | 1) as u8, u32::from(!negative), 1);
        write_corrections(&mut corrections, sink);
        zeros = 0;
    }
    if next <= u32::from(band.last) || zeros > 0 || !corrections.is_empty() {
        run.extend(&mut corrections, sink);
    }
}
