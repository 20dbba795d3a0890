//! Step: find the square that a person would cut out.
//!
//! The decoded picture is looked at through a grid of at most 96 cells a side. Each cell's interest is how likely it
//! is skin, how much it differs from its neighbours, and how strong its colour is. The square with the most of it
//! wins, most of all in its middle, least at its border; little of it should be left outside. All in integers, so
//! that the same picture has the same square everywhere. After smartcrop.js by Jonas Wagner, with sums over any box
//! in four steps (Crow, Summed-area tables for texture mapping, 1984).

mod boxes;
mod cells;
mod interest;
mod sums;

use crate::decode::Decoded;
use crate::{CropBox, Orientation};
use boxes::{Found, best};
use cells::Cells;
use interest::{Interest, Kind};

/// Where attention found its square, and why there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attention {
    /// The square, in pixels of the upright source.
    pub crop: CropBox,
    /// What drew it there.
    pub reason: Reason,
    /// How much of all that looks like skin it holds, 0 to 100.
    pub skin: u8,
    /// How much of all detail it holds, 0 to 100.
    pub detail: u8,
    /// How much of all strong colour it holds, 0 to 100.
    pub colour: u8,
}

/// What draws attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Most of it is skin.
    Skin,
    /// Most of it is detail: edges, texture.
    Detail,
    /// Most of it is strong colour.
    Colour,
    /// Nothing stands out, or as much in the middle as anywhere else: the square is the centred one.
    Nothing,
}

impl Reason {
    /// A lower-case name, the same in every version.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Skin => "skin",
            Self::Detail => "detail",
            Self::Colour => "colour",
            Self::Nothing => "nothing",
        }
    }
}

/// The square of `area`, in pixels of the upright source, that `decoded` shows; its side is three quarters of the
/// largest one at least, and not below `side` where it can be avoided.
pub(crate) fn attention(
    decoded: &Decoded,
    area: CropBox,
    orientation: Orientation,
    side: u32,
) -> Attention {
    let cells = Cells::of(decoded, area, orientation);
    let interest = Interest::of(&cells);
    let found = best(&interest, area, side);
    Attention {
        crop: found.crop,
        reason: reason(&interest, &found),
        skin: interest.share(Kind::Skin, &found.cells),
        detail: interest.share(Kind::Detail, &found.cells),
        colour: interest.share(Kind::Colour, &found.cells),
    }
}

/// The smallest square of an area is so many quarters of its largest.
pub(crate) const LEAST_QUARTERS: u32 = 3;

fn reason(interest: &Interest, found: &Found) -> Reason {
    if found.centred {
        return Reason::Nothing;
    }
    let weight = |kind| interest.weight(kind, &found.cells);
    let (skin, detail, colour) = (
        weight(Kind::Skin),
        weight(Kind::Detail),
        weight(Kind::Colour),
    );
    if skin >= detail.max(colour) {
        Reason::Skin
    } else if detail >= colour {
        Reason::Detail
    } else {
        Reason::Colour
    }
}

#[cfg(test)]
mod tests;
