//! Which coefficients a scaled transform keeps, and in which order it wants them.

use crate::decode::tables::QuantisationTable;
use crate::zigzag::NATURAL_ORDER;

/// Where coefficients go that the reduced transform has no use for.
pub(in crate::decode) const DROPPED: u8 = 64;

/// Where the coefficients of a block go when only the lowest `size` x `size` are kept.
pub(in crate::decode) struct Kept {
    /// By zigzag index, which is at most 63 + 15 before it is checked: the place, or [`DROPPED`].
    pub to: [u8; 128],
    /// Zigzag index of the last one that is kept.
    pub last: u32,
    /// Room for those that are kept.
    pub room: usize,
}

impl Kept {
    /// For blocks of `size` 8, 4, 3, 2 or 1.
    pub fn for_size(size: usize) -> &'static Self {
        static KEPT: [Kept; 5] = [
            Kept::new(1),
            Kept::new(2),
            Kept::new(3),
            Kept::new(4),
            Kept::new(8),
        ];
        &KEPT[size.min(5) - 1]
    }

    const fn new(size: u8) -> Self {
        let mut kept = Self {
            to: [DROPPED; 128],
            last: 0,
            room: (grid(size) * grid(size)) as usize,
        };
        let mut k = 0;
        while k < 64 {
            let (row, column) = (NATURAL_ORDER[k] / 8, NATURAL_ORDER[k] % 8);
            if row < size && column < size {
                kept.to[k] = place(size, row, column);
                kept.last = k as u32;
            }
            k += 1;
        }
        kept
    }
}

/// Quantisation steps, in the order of the coefficients they belong to.
pub(in crate::decode) type Steps = [i16; 64];

/// The steps for the coefficients that are kept.
pub(in crate::decode) fn kept_steps(table: &QuantisationTable, size: usize) -> Steps {
    let mut steps = [0; 64];
    for row in 0..size {
        for column in 0..size {
            let place = place(size as u8, row as u8, column as u8);
            steps[usize::from(place)] = table[row * 8 + column] as i16;
        }
    }
    steps
}

/// Rows stand in pairs, sample beside sample, for a multiplication that adds them up; both rows of a pair have an even
/// number, or both an odd one. Columns come in the rows' order, because the second pass takes them as rows.
const fn place(size: u8, row: u8, column: u8) -> u8 {
    let size = grid(size);
    let (row, column) = (slot(size, row), slot(size, column));
    row / 2 * 2 * size + column * 2 + row % 2
}

/// Rows and columns that a transform takes: that of 3 x 3 has four, and zeros in the last.
const fn grid(size: u8) -> u8 {
    if size == 3 { 4 } else { size }
}

/// Where row or column `index` stands: even ones first, 0 4 2 6 and 1 3 5 7, or 0 2 and 1 3.
const fn slot(size: u8, index: u8) -> u8 {
    match (size, index) {
        (8, 4) => 1,
        (8, 6) => 3,
        (8 | 4, index) if index % 2 == 1 => (size + index) / 2,
        (4, 2) => 1,
        (_, index) => index,
    }
}
