//! The rows that a plane is resized from.

use alloc::boxed::Box;

use roundel_jpeg::Plane;
use roundel_resize::{Pair, Rows, pair, pair_looked_up};

use super::Samples;
use crate::CropBox;

/// A plane that was decoded, as light or as chroma, or one that was resized before.
pub(super) enum Lines<'a> {
    Stored {
        plane: &'a Plane,
        window: CropBox,
        table: Box<[i16; 256]>,
    },
    Made(Samples),
}

impl Rows for Lines<'_> {
    fn width(&self) -> usize {
        match self {
            Self::Stored { window, .. } => window.width as usize,
            Self::Made(samples) => samples.width,
        }
    }

    fn height(&self) -> usize {
        match self {
            Self::Stored { window, .. } => window.height as usize,
            Self::Made(samples) => samples.height,
        }
    }

    fn channels(&self) -> usize {
        1
    }

    fn read(&self, rows: [usize; 2], pairs: &mut [Pair]) {
        match self {
            Self::Stored {
                plane,
                window,
                table,
            } => {
                let rows = rows.map(|row| {
                    let start = (window.y as usize + row) * plane.stride + window.x as usize;
                    &plane.samples[start..start + window.width as usize]
                });
                pair_looked_up(rows, table, pairs);
            }
            Self::Made(samples) => {
                let width = samples.width;
                let rows = rows.map(|row| &samples.values[row * width..][..width]);
                pair(rows, pairs);
            }
        }
    }
}

/// Chroma with seven bits behind the point. Made and not kept: a table is what compresses worst in a download.
pub(super) fn chroma() -> [i16; 256] {
    core::array::from_fn(|value| (value as i16) << 7)
}
