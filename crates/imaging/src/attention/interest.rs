//! How much a cell draws attention, and why.

use alloc::vec::Vec;

use super::cells::Cells;
use super::sums::{CellBox, Sums};

/// Why a cell draws attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Skin,
    Detail,
    Colour,
}

/// Interest of every kind, and all of it together.
pub(super) struct Interest {
    pub(super) width: usize,
    pub(super) height: usize,
    kinds: [Sums; 3],
    pub(super) total: Sums,
}

/// How much each kind counts.
const WEIGHTS: [u16; 3] = [6, 3, 1];

impl Interest {
    pub(super) fn of(cells: &Cells) -> Self {
        let (width, height) = (cells.width, cells.height);
        let detail = details(cells);
        let near: Vec<u16> = (0..detail.len())
            .map(|at| around(&detail, width, at).into_iter().fold(0, u16::max))
            .collect();
        let kinds: Vec<[u16; 3]> = cells
            .values
            .iter()
            .zip(detail.iter().zip(near))
            .map(|(&[luma, blue, red, alpha], (&detail, near))| {
                // A face has eyes and an outline; a wall of its colour has not.
                let skin = skin(luma, blue, red) * (40 + near.min(215)) / 255;
                let colour = colour(luma, blue, red);
                [skin, detail, colour].map(|interest| interest * u16::from(alpha) / 255)
            })
            .collect();
        let sums = |kind: usize| Sums::of(width, height, kinds.iter().map(move |cell| cell[kind]));
        let weighted = kinds.iter().enumerate().map(|(at, cell)| {
            let interest: u16 = cell.iter().zip(WEIGHTS).map(|(kind, by)| kind * by).sum();
            let prior = prior(at % width, at / width, width, height);
            (u32::from(interest) * prior / 256) as u16
        });
        Self {
            width,
            height,
            total: Sums::of(width, height, weighted),
            kinds: [sums(0), sums(1), sums(2)],
        }
    }

    /// What the kind adds to the interest of a box.
    pub(super) fn weight(&self, kind: Kind, cells: &CellBox) -> u32 {
        self.kinds[kind as usize].within(cells) * u32::from(WEIGHTS[kind as usize])
    }

    /// How much of the kind a box holds, 0 to 100.
    pub(super) fn share(&self, kind: Kind, cells: &CellBox) -> u8 {
        let sums = &self.kinds[kind as usize];
        let (within, all) = (u64::from(sums.within(cells)), u64::from(sums.all()));
        (within * 100).checked_div(all).unwrap_or(0) as u8
    }
}

/// How much each cell differs from its neighbours in light, 0 to 255.
fn details(cells: &Cells) -> Vec<u16> {
    let luma: Vec<u16> = cells.values.iter().map(|cell| cell[0].into()).collect();
    let difference = |at: usize| {
        let differences = around(&luma, cells.width, at).map(|other| other.abs_diff(luma[at]));
        // What is below the noise of a photo is nothing.
        (differences.into_iter().fold(0, u16::max).saturating_sub(8) * 3).min(255)
    };
    (0..luma.len()).map(difference).collect()
}

/// The cell and the ones above, below and beside it; at an edge itself instead.
fn around(values: &[u16], width: usize, at: usize) -> [u16; 5] {
    let column = at % width;
    let left = at - usize::from(column > 0);
    let right = at + usize::from(column + 1 < width);
    let above = at.checked_sub(width).unwrap_or(at);
    let value = |at: usize| values.get(at).copied();
    let below = value(at + width).unwrap_or(values[at]);
    [
        values[at],
        values[left],
        values[right],
        values[above],
        below,
    ]
}

/// How likely it is skin, 0 to 255: an ellipse around the chroma that skin of every tone has under daylight and lamps
/// (after Hsu, Abdel-Mottaleb and Jain, Face detection in color images, 2002).
fn skin(luma: u8, blue: u8, red: u8) -> u16 {
    if !(35..=240).contains(&luma) {
        return 0;
    }
    let (blue, red) = (i32::from(blue) - 109, i32::from(red) - 152);
    let distance = blue * blue * 255 / (22 * 22) + red * red * 255 / (16 * 16);
    (255 - distance).max(0) as u16
}

/// How strong its colour is, 0 to 255, where it is neither black nor glaring.
fn colour(luma: u8, blue: u8, red: u8) -> u16 {
    if !(30..=230).contains(&luma) {
        return 0;
    }
    let chroma = u16::from(blue.abs_diff(128)) + u16::from(red.abs_diff(128));
    (chroma.saturating_sub(24) * 2).min(255)
}

/// People stand near the middle and a little above it: 256 there, 150 in the corners.
fn prior(x: usize, y: usize, width: usize, height: usize) -> u32 {
    let off = |at: usize, length: usize, middle: i64| {
        let place = (2 * at as i64 + 1) * 128 / length as i64 - middle;
        place * place
    };
    let distance = off(x, width, 128) + off(y, height, 115);
    (256 - (distance * 106 / (2 * 128 * 128)).min(106)) as u32
}
