//! The coefficients of a component that are kept between scans: of the region's blocks those that the scale needs.

use alloc::vec::Vec;

use crate::Plane;
use crate::decode::error::{DecodeError, OverLimit};
use crate::decode::geometry::{Area, Component, Layout};
use crate::decode::idct::{self, DROPPED, Kept, Steps};
use crate::decode::sequential::MISSING;
use crate::decode::tables::QuantisationTable;

/// A component's coefficients.
pub(super) struct Coefficients {
    /// `area` of them for each block of the region, row by row.
    values: Vec<i16>,
    /// For each block down to the region's last, by zigzag index, whether the coefficient is known to be other than
    /// zero: refinement scans code such coefficients otherwise, wherever they are. Empty if no AC is kept.
    history: Vec<u64>,
    region: Area,
    /// Blocks across, padded to whole MCUs.
    across: usize,
    size: usize,
    kept: &'static Kept,
}

/// One block of them.
pub(super) struct BlockCoefficients<'a> {
    pub history: &'a mut u64,
    /// `None` outside the region.
    pub values: Option<&'a mut [i16]>,
    pub kept: &'static Kept,
}

impl Coefficients {
    pub fn new(component: &Component, layout: &Layout) -> Result<Self, OverLimit> {
        let size = component.block_size;
        let blocks = component.region.x.len() * component.region.y.len();
        let kept = Kept::for_size(size);
        let values = blocks.checked_mul(kept.room);
        Ok(Self {
            values: zeros(values.ok_or(OverLimit::Memory)?)?,
            history: zeros(history_length(component, layout))?,
            region: component.region.clone(),
            across: layout.across * component.frame.horizontal,
            size,
            kept,
        })
    }

    /// What [`Coefficients::new`] allocates.
    pub fn bytes(component: &Component, layout: &Layout) -> u64 {
        let area = Kept::for_size(component.block_size).room as u64;
        let blocks = (component.region.x.len() * component.region.y.len()) as u64;
        blocks * area * 2 + history_length(component, layout) as u64 * 8
    }

    pub fn keeps_ac(&self) -> bool {
        self.size > 1
    }

    /// The DC coefficient of a block in the region; blocks are counted in the whole component.
    #[inline(always)]
    pub fn dc(&mut self, x: usize, y: usize) -> Option<&mut i16> {
        let at = self.value_index(x, y)?;
        self.values.get_mut(at)
    }

    /// A block that is not below the region.
    #[inline(always)]
    pub fn block(&mut self, x: usize, y: usize) -> Option<BlockCoefficients<'_>> {
        let at = self.value_index(x, y);
        let area = self.kept.room;
        let values = at.and_then(|at| self.values.get_mut(at..at + area));
        let history = self.history.get_mut(y * self.across + x)?;
        Some(BlockCoefficients {
            history,
            values,
            kept: self.kept,
        })
    }

    #[inline(always)]
    fn value_index(&self, x: usize, y: usize) -> Option<usize> {
        let Area {
            x: columns,
            y: rows,
        } = &self.region;
        let is_inside = columns.contains(&x) && rows.contains(&y);
        let block = (y.wrapping_sub(rows.start))
            .wrapping_mul(columns.len())
            .wrapping_add(x.wrapping_sub(columns.start));
        is_inside.then(|| block * self.kept.room)
    }

    /// Dequantises and transforms all blocks.
    pub fn into_plane(
        self,
        component: &Component,
        table: &QuantisationTable,
    ) -> Result<Plane, DecodeError> {
        let steps = idct::kept_steps(table, self.size);
        let mut plane = component.empty_plane()?;
        let row_length = self.region.x.len() * self.kept.room;
        for row in self.values.chunks_exact(row_length) {
            let start = plane.samples.len();
            plane
                .samples
                .resize(start + plane.stride * self.size, MISSING);
            transform_row(
                row,
                (self.size, self.kept.room),
                &steps,
                &mut plane.samples[start..],
                plane.stride,
            );
        }
        Ok(plane)
    }
}

impl BlockCoefficients<'_> {
    /// Sets coefficient `k`, if it is kept.
    #[inline(always)]
    pub fn set(&mut self, k: u32, value: i16) {
        if let Some(kept) = self.value(k) {
            *kept = value;
        }
    }

    /// The value of coefficient `k`, if it is kept.
    #[inline(always)]
    pub fn value(&mut self, k: u32) -> Option<&mut i16> {
        let at = self.kept.to[k as usize & 127];
        self.values
            .as_deref_mut()
            .filter(|_| at != DROPPED)
            .and_then(|values| values.get_mut(usize::from(at)))
    }
}

fn history_length(component: &Component, layout: &Layout) -> usize {
    if component.block_size == 1 {
        return 0;
    }
    layout.across * component.frame.horizontal * component.region.y.end
}

fn zeros<T: Clone + Default>(length: usize) -> Result<Vec<T>, OverLimit> {
    let mut zeros = Vec::new();
    zeros
        .try_reserve_exact(length)
        .map_err(|_| OverLimit::Memory)?;
    zeros.resize(length, T::default());
    Ok(zeros)
}

#[inline(never)]
fn transform_row(
    row: &[i16],
    (size, room): (usize, usize),
    steps: &Steps,
    out: &mut [u8],
    stride: usize,
) {
    for (x, block) in row.chunks_exact(room).enumerate() {
        idct::inverse_dct(size, block, steps, &mut out[x * size..], stride);
    }
}
