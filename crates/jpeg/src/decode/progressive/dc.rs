//! DC scans (T.81 G.1.2.1), which may be interleaved.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::Component;
use super::coefficients::Coefficients;
use crate::decode::bits::BitReader;
use crate::decode::error::DecodeError;
use crate::decode::geometry::{Grid, Layout};
use crate::decode::huffman::DcTable;
use crate::decode::scan::Scan;
use crate::decode::walk::McuCoder;

/// A component of the scan and its blocks in an MCU.
pub(super) struct Target<'a> {
    coefficients: &'a mut Coefficients,
    index: usize,
    horizontal: usize,
    vertical: usize,
}

/// The scan's way and its components, in the scan's order.
pub(super) fn targets<'a>(
    components: &'a mut [Component],
    scan: &Scan,
    layout: &Layout,
) -> (Grid, Vec<Target<'a>>) {
    let order = |index| {
        scan.components
            .iter()
            .position(|component| component.index == index)
    };
    let mut targets: Vec<Target> = Vec::with_capacity(4);
    for (index, (component, layout)) in components.iter_mut().zip(&layout.components).enumerate() {
        let Some(index) = order(index) else { continue };
        let (horizontal, vertical) = (layout.frame.horizontal, layout.frame.vertical);
        let place = targets.partition_point(|target| target.index < index);
        let coefficients = &mut component.coefficients;
        targets.insert(
            place,
            Target {
                coefficients,
                index,
                horizontal,
                vertical,
            },
        );
    }
    match (scan.only(), targets.as_mut_slice()) {
        (Some(only), [target]) => {
            (target.horizontal, target.vertical) = (1, 1);
            (layout.components[only.index].alone(), targets)
        }
        _ => (layout.interleaved(), targets),
    }
}

/// A first scan.
pub(super) struct First<'a> {
    targets: Vec<Target<'a>>,
    tables: &'a [Box<DcTable>],
    predictions: [i32; 4],
    low: u32,
}

impl<'a> First<'a> {
    pub fn new(targets: Vec<Target<'a>>, tables: &'a [Box<DcTable>], low: u32) -> Self {
        Self {
            targets,
            tables,
            predictions: [0; 4],
            low,
        }
    }
}

impl McuCoder for First<'_> {
    const SKIPS_INTERVALS: bool = true;
    const ALIKE: bool = true;

    fn begin_row(&mut self, _y: usize) -> Result<(), DecodeError> {
        Ok(())
    }

    fn restart(&mut self) {
        self.predictions = [0; 4];
    }

    #[inline(always)]
    fn decode(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        let Self {
            targets,
            tables,
            predictions,
            low,
        } = self;
        for ((target, table), prediction) in targets.iter_mut().zip(*tables).zip(predictions) {
            target.for_each_dc(x, y, |value| {
                *prediction = prediction.wrapping_add(table.difference(bits));
                if let Some(value) = value {
                    *value = (*prediction << *low) as i16;
                }
            });
        }
    }

    fn pass_over(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        self.decode(bits, x, y);
    }
}

/// A scan that adds a bit.
pub(super) struct Refinement<'a> {
    targets: Vec<Target<'a>>,
    low: u32,
}

impl<'a> Refinement<'a> {
    pub fn new(targets: Vec<Target<'a>>, low: u32) -> Self {
        Self { targets, low }
    }
}

impl McuCoder for Refinement<'_> {
    const SKIPS_INTERVALS: bool = true;
    const ALIKE: bool = true;

    fn begin_row(&mut self, _y: usize) -> Result<(), DecodeError> {
        Ok(())
    }

    fn restart(&mut self) {}

    #[inline(always)]
    fn decode(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        for target in &mut self.targets {
            target.for_each_dc(x, y, |value| {
                bits.refill_if_low();
                let bit = bits.take(1);
                if let Some(value) = value {
                    *value |= (bit << self.low) as i16;
                }
            });
        }
    }

    fn pass_over(&mut self, bits: &mut BitReader, x: usize, y: usize) {
        self.decode(bits, x, y);
    }
}

impl Target<'_> {
    /// The DC coefficients of MCU (`x`, `y`); `None` for those outside the region.
    #[inline(always)]
    fn for_each_dc(&mut self, x: usize, y: usize, mut each: impl FnMut(Option<&mut i16>)) {
        for down in 0..self.vertical {
            for across in 0..self.horizontal {
                each(
                    self.coefficients
                        .dc(x * self.horizontal + across, y * self.vertical + down),
                );
            }
        }
    }
}
