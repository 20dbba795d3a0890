//! The picture as few cells.

use alloc::vec;
use alloc::vec::Vec;

use crate::decode::Decoded;
use crate::linear::to_srgb;
use crate::orient::turned;
use crate::planes::Part;
use crate::raster::{Raster, Region};
use crate::ycbcr::ycbcr;
use crate::{CropBox, Orientation};

/// Cells along the longer side.
pub(super) const LONGER: u32 = 96;
/// Samples that are looked at in a cell, along each side.
const SAMPLES: u32 = 4;

/// Upright means of luma, two of chroma, and opacity.
pub(super) struct Cells {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<[u8; 4]>,
}

impl Cells {
    /// The part of a decoded picture that was asked for; `area` is that part upright.
    pub(super) fn of(decoded: &Decoded, area: CropBox, orientation: Orientation) -> Self {
        let (width, height) = size(area);
        let stored = orientation.exchanged(width, height);
        let values = match decoded {
            Decoded::Planes(parts) => of_planes(parts, stored),
            Decoded::Raster(raster, region) => of_raster(raster, *region, stored),
            Decoded::Light(linear, region) => of_raster(&to_srgb(linear), *region, stored),
        };
        Self {
            width: width as usize,
            height: height as usize,
            values: turned(&values, stored, orientation),
        }
    }
}

/// Cells across and down.
fn size(area: CropBox) -> (u32, u32) {
    let longer = area.width.max(area.height);
    let cells = |side: u32| {
        let cells = u64::from(side) * u64::from(LONGER.min(longer)) / u64::from(longer);
        (cells as u32).max(1)
    };
    (cells(area.width), cells(area.height))
}

fn of_planes(parts: &[Part], size: (u32, u32)) -> Vec<[u8; 4]> {
    let mut values = vec![[0, 128, 128, 255]; size.0 as usize * size.1 as usize];
    for (channel, part) in parts.iter().enumerate().take(3) {
        let plane = &part.plane;
        let window = part.region.touched(plane.width, plane.height);
        let sample = |x, y| plane.samples[y * plane.stride + x];
        fill(&mut values, channel, window, size, &sample);
    }
    values
}

fn of_raster(raster: &Raster, region: Region, size: (u32, u32)) -> Vec<[u8; 4]> {
    let mut values = vec![[255; 4]; size.0 as usize * size.1 as usize];
    let (width, channels) = (raster.width as usize, raster.layout.channels());
    let window = region.touched(width, raster.height as usize);
    for channel in 0..channels {
        let sample = |x, y| raster.data[(y * width + x) * channels + channel];
        fill(&mut values, channel, window, size, &sample);
    }
    for value in &mut values {
        let [red, green, blue, _] = *value;
        [value[0], value[1], value[2]] = ycbcr([red, green, blue]);
    }
    values
}

/// Writes a channel of every cell: the mean of some samples of the window.
fn fill(
    values: &mut [[u8; 4]],
    channel: usize,
    window: CropBox,
    (width, height): (u32, u32),
    sample: &dyn Fn(usize, usize) -> u8,
) {
    let columns = positions(window.x, window.width, width);
    let rows = positions(window.y, window.height, height);
    let mut values = values.iter_mut();
    for rows in rows.chunks(SAMPLES as usize) {
        for (columns, value) in columns.chunks(SAMPLES as usize).zip(&mut values) {
            let mut sum = 0;
            for &y in rows {
                for &x in columns {
                    sum += u32::from(sample(x, y));
                }
            }
            value[channel] = (sum / (SAMPLES * SAMPLES)) as u8;
        }
    }
}

/// Where the samples of so many cells lie, evenly along a side.
fn positions(start: u32, length: u32, cells: u32) -> Vec<usize> {
    let samples = u64::from(cells * SAMPLES);
    let position = |at: u64| (2 * at + 1) * u64::from(length) / (2 * samples);
    (0..samples)
        .map(|at| start as usize + position(at) as usize)
        .collect()
}
