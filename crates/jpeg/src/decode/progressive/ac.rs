//! AC scans (T.81 G.1.2.2 and G.1.2.3), each of one component.

use super::coefficients::{BlockCoefficients, Coefficients};
use crate::decode::bits::BitReader;
use crate::decode::error::DecodeError;
use crate::decode::huffman::{Ac, AcTable};
use crate::decode::scan::Scan;
use crate::decode::walk::McuCoder;

/// Which bits of which coefficients a scan codes.
#[derive(Clone, Copy)]
pub(super) struct Band {
    start: u32,
    end: u32,
    low: u32,
}

impl Band {
    pub fn new(scan: &Scan) -> Self {
        Self {
            start: scan.start,
            end: scan.end,
            low: scan.low,
        }
    }
}

/// An AC scan: a first one, or one that adds a bit (`REFINES`).
pub(super) struct Coder<'a, const REFINES: bool> {
    coefficients: &'a mut Coefficients,
    table: &'a AcTable,
    band: Band,
    /// Blocks to come with no new coefficient in the band.
    end_of_band_run: u32,
}

impl<'a, const REFINES: bool> Coder<'a, REFINES> {
    pub fn new(coefficients: &'a mut Coefficients, table: &'a AcTable, band: Band) -> Self {
        Self {
            coefficients,
            table,
            band,
            end_of_band_run: 0,
        }
    }

    #[inline(always)]
    fn first(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        if self.end_of_band_run > 0 {
            self.end_of_band_run -= 1;
        } else if let Some(block) = self.coefficients.block(x, y) {
            self.end_of_band_run = first(bits, self.table, self.band, block);
        }
    }

    #[inline(always)]
    fn refinement(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        let Some(mut block) = self.coefficients.block(x, y) else {
            return;
        };
        let mut k = self.band.start;
        if self.end_of_band_run == 0 {
            (k, self.end_of_band_run) = refine(bits, self.table, self.band, &mut block);
        }
        if self.end_of_band_run > 0 {
            correct_rest(bits, self.band, &mut block, k);
            self.end_of_band_run -= 1;
        }
    }
}

impl<const REFINES: bool> McuCoder for Coder<'_, REFINES> {
    const SKIPS_INTERVALS: bool = false;
    const ALIKE: bool = true;

    fn begin_row(&mut self, _y: usize) -> Result<(), DecodeError> {
        Ok(())
    }

    fn restart(&mut self) {
        self.end_of_band_run = 0;
    }

    #[inline(always)]
    fn decode(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        if REFINES {
            self.refinement(bits, x, y);
        } else {
            self.first(bits, x, y);
        }
    }

    #[inline(always)]
    fn pass_over(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        self.decode(bits, x, y);
    }
}

/// A block's first scan; gives how many blocks after it are all zeros in the band.
#[inline(always)]
fn first(bits: &mut BitReader, table: &AcTable, band: Band, mut block: BlockCoefficients) -> u32 {
    let mut k = band.start;
    let set = |k: u32, value: i32| {
        if value != 0 && k <= band.end {
            *block.history |= 1 << k;
            block.set(k, (value << band.low) as i16);
        }
    };
    let size = table.band(bits, &mut k, band.end, set);
    size.map_or(0, |size| end_of_band_run(bits, size) - 1)
}

/// The length of a run of bands, this one included, after the code EOB`size`.
#[inline(always)]
fn end_of_band_run(bits: &mut BitReader, size: u32) -> u32 {
    (1 << size) + bits.take(size)
}

/// New coefficients of a block, and corrections of those before them, up to the end of the band or EOBn. Gives the
/// next coefficient and the run of bands, this one included.
#[inline(always)]
fn refine(
    bits: &mut BitReader,
    table: &AcTable,
    band: Band,
    block: &mut BlockCoefficients,
) -> (u32, u32) {
    let mut k = band.start;
    while k <= band.end {
        bits.refill_if_low();
        let (run, new) = match table.next(bits) {
            Ac::EndOfBand(size) => return (k, end_of_band_run(bits, size)),
            Ac::Value(run, new) => (run, new),
        };
        if new.abs() > 1 {
            bits.fail();
            return (k, 0);
        }
        k = correct_run(bits, band, block, k, run);
        if new != 0 && k <= band.end {
            *block.history |= 1 << k;
            block.set(k, (new << band.low) as i16);
        }
        k += 1;
    }
    (k, 0)
}

/// Corrects coefficients from the `k`-th on and passes over `run` zeros; gives the place of the zero after them.
#[inline(always)]
fn correct_run(
    bits: &mut BitReader,
    band: Band,
    block: &mut BlockCoefficients,
    mut k: u32,
    mut run: u32,
) -> u32 {
    while k <= band.end {
        if *block.history >> k & 1 == 1 {
            correct(bits, band, block, k);
        } else if run == 0 {
            return k;
        } else {
            run -= 1;
        }
        k += 1;
    }
    k
}

/// Corrects all coefficients of the band from the `k`-th on.
#[inline(always)]
fn correct_rest(bits: &mut BitReader, band: Band, block: &mut BlockCoefficients, k: u32) {
    if k > band.end {
        return;
    }
    let up_to_end = u64::MAX >> (63 - band.end);
    let mut known = *block.history & up_to_end & (u64::MAX << k);
    while known != 0 {
        correct(bits, band, block, known.trailing_zeros());
        known &= known - 1;
    }
}

/// One bit more of a coefficient that is not zero.
#[inline(always)]
fn correct(bits: &mut BitReader, band: Band, block: &mut BlockCoefficients, k: u32) {
    bits.refill_if_low();
    if bits.take(1) == 0 {
        return;
    }
    if let Some(value) = block.value(k) {
        let bit = 1 << band.low;
        if *value & bit == 0 {
            *value = value.wrapping_add(if *value < 0 { bit.wrapping_neg() } else { bit });
        }
    }
}
