//! Which scans a progressive frame has.

/// What one AC scan carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::encode) struct Band {
    /// First coefficient, at least 1.
    pub(in crate::encode) first: u8,
    /// Last coefficient, at most 63.
    pub(in crate::encode) last: u8,
    /// Low bits that are left to later scans.
    pub(in crate::encode) low: u8,
    /// Whether an earlier scan carried the bits above the lowest one.
    pub(in crate::encode) refines: bool,
}

impl Band {
    const fn first(first: u8, last: u8, low: u8) -> Self {
        Self {
            first,
            last,
            low,
            refines: false,
        }
    }

    const fn refinement(low: u8) -> Self {
        Self {
            first: 1,
            last: 63,
            low,
            refines: true,
        }
    }

    /// The band's coefficients, bit `k` for the one coded `k`-th.
    pub(in crate::encode) fn mask(self) -> u64 {
        u64::MAX >> (63 - self.last) & u64::MAX << self.first
    }
}

/// Ways to divide a component's AC coefficients into scans, of which the smallest is taken. The first of each is
/// libjpeg's default (`jpeg_simple_progression`).
pub(in crate::encode) const LUMA: [&[Band]; 4] = [
    &[
        Band::first(1, 5, 2),
        Band::first(6, 63, 2),
        Band::refinement(1),
        Band::refinement(0),
    ],
    &[Band::first(1, 8, 0), Band::first(9, 63, 0)],
    &[Band::first(1, 63, 1), Band::refinement(0)],
    &[Band::first(1, 63, 0)],
];

/// The same for chroma.
pub(in crate::encode) const CHROMA: [&[Band]; 2] = [
    &[Band::first(1, 63, 1), Band::refinement(0)],
    &[Band::first(1, 63, 0)],
];
