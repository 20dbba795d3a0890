//! Every square that comes into question, and the best of them.

use super::LEAST_QUARTERS;
use super::interest::Interest;
use super::sums::CellBox;
use crate::{CropBox, Gravity};

/// The best square.
pub(super) struct Found {
    pub(super) crop: CropBox,
    pub(super) cells: CellBox,
    /// Whether it is the one in the middle because no other is better.
    pub(super) centred: bool,
}

/// Sides that are tried, in eighths of the largest.
const EIGHTHS: core::ops::RangeInclusive<u32> = LEAST_QUARTERS * 2..=8;
/// Places along each axis that are tried.
const PLACES: u32 = 32;

/// The best square of an area: in the middle where nothing is better by a twentieth.
pub(super) fn best(interest: &Interest, area: CropBox, side: u32) -> Found {
    let centre = Gravity::Center.square(area);
    let least = value(interest, area, centre);
    let mut best = (least + least.abs() / 20, centre);
    for candidate in candidates(area, side) {
        let value = value(interest, area, candidate);
        if value > best.0 {
            best = (value, candidate);
        }
    }
    let crop = best.1;
    let centred = crop == centre;
    Found {
        crop,
        cells: cells(interest, area, crop),
        centred,
    }
}

/// Squares of every side and place; the smaller ones only where they have `side` pixels.
fn candidates(area: CropBox, side: u32) -> impl Iterator<Item = CropBox> {
    let largest = area.width.min(area.height);
    let sides = EIGHTHS
        .rev()
        .map(move |eighths| (u64::from(largest) * u64::from(eighths) / 8) as u32);
    let sides = sides.filter(move |&length| length == largest || length >= side.max(1));
    sides.flat_map(move |length| {
        places(area.width - length).flat_map(move |x| {
            places(area.height - length).map(move |y| CropBox {
                x: area.x + x,
                y: area.y + y,
                width: length,
                height: length,
            })
        })
    })
}

fn places(spare: u32) -> impl Iterator<Item = u32> {
    let steps = spare.min(PLACES);
    (0..=steps)
        .map(move |step| (u64::from(spare) * u64::from(step) / u64::from(steps.max(1))) as u32)
}

/// What a square holds, its middle once more, less what it cuts and half of what it leaves; by its side.
fn value(interest: &Interest, area: CropBox, crop: CropBox) -> i64 {
    let sum = |by: u32| {
        i64::from(
            interest
                .total
                .within(&cells(interest, area, inset(crop, by))),
        )
    };
    let (held, middle, kept) = (sum(0), sum(4), sum(12));
    let left = i64::from(interest.total.all()) - held;
    let value = held + middle - 2 * (held - kept) - left / 2;
    value * 1024 / i64::from(crop.width)
}

/// The square without a part of its side, one in `by`, along every edge.
fn inset(crop: CropBox, by: u32) -> CropBox {
    let edge = crop.width.checked_div(by).unwrap_or(0);
    CropBox {
        x: crop.x + edge,
        y: crop.y + edge,
        width: crop.width - 2 * edge,
        height: crop.height - 2 * edge,
    }
}

/// The cells that a square covers, to the nearest.
fn cells(interest: &Interest, area: CropBox, crop: CropBox) -> CellBox {
    let cell = |pixels: u32, all: u32, cells: usize| {
        let nearest = (u64::from(pixels) * cells as u64 + u64::from(all) / 2) / u64::from(all);
        nearest as usize
    };
    let x = |pixels| cell(pixels, area.width, interest.width);
    let y = |pixels| cell(pixels, area.height, interest.height);
    let (left, top) = (crop.x - area.x, crop.y - area.y);
    CellBox {
        x: x(left)..x(left + crop.width),
        y: y(top)..y(top + crop.height),
    }
}
