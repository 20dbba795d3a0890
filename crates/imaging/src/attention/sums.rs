//! Sums over any box of cells.

use alloc::vec;
use alloc::vec::Vec;

use core::ops::Range;

/// A box of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellBox {
    pub(super) x: Range<usize>,
    pub(super) y: Range<usize>,
}

/// For every corner the sum of all that is above and left of it.
pub(super) struct Sums {
    width: usize,
    height: usize,
    corners: Vec<u32>,
}

impl Sums {
    /// Of `width` x `height` values of 16 bits at most; with 96 a side, the sum of all has room in 32.
    pub(super) fn of(width: usize, height: usize, values: impl Iterator<Item = u16>) -> Self {
        let stride = width + 1;
        let mut corners = vec![0; stride];
        let mut row = 0;
        for (at, value) in values.enumerate() {
            if at % width == 0 {
                corners.push(0);
                row = 0;
            }
            row += u32::from(value);
            corners.push(corners[corners.len() - stride] + row);
        }
        Self {
            width,
            height,
            corners,
        }
    }

    pub(super) fn all(&self) -> u32 {
        let whole = CellBox {
            x: 0..self.width,
            y: 0..self.height,
        };
        self.within(&whole)
    }

    pub(super) fn within(&self, cells: &CellBox) -> u32 {
        let corner = |x: usize, y: usize| self.corners[y * (self.width + 1) + x];
        let (left, right) = (cells.x.start, cells.x.end);
        let (top, bottom) = (cells.y.start, cells.y.end);
        corner(right, bottom) + corner(left, top) - corner(left, bottom) - corner(right, top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_box_has_the_sum_of_its_cells() {
        let (width, height) = (7, 5);
        let value = |x: usize, y: usize| (x * x + 3 * y + 1) as u16;
        let values = (0..width * height).map(|at| value(at % width, at / width));
        let sums = Sums::of(width, height, values);
        for top in 0..height {
            for bottom in top..=height {
                for left in 0..width {
                    for right in left..=width {
                        let cells = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
                        let should: u32 = cells.map(|(x, y)| u32::from(value(x, y))).sum();
                        let (x, y) = (left..right, top..bottom);
                        assert_eq!(sums.within(&CellBox { x, y }), should);
                    }
                }
            }
        }
        assert_eq!(sums.all(), sums.within(&CellBox { x: 0..7, y: 0..5 }));
    }
}
