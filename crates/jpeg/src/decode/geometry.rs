//! Where blocks, MCUs, the region and the planes lie (T.81 A.2), at the scale that was asked for.

use alloc::vec::Vec;

use core::ops::Range;

use super::error::{DecodeError, OverLimit};
use super::header::{Frame, FrameComponent};
use super::{Options, Region, Scale};
use crate::Plane;

/// A rectangle of MCUs or blocks.
#[derive(Clone, Debug)]
pub(super) struct Area {
    pub x: Range<usize>,
    pub y: Range<usize>,
}

/// The picture's layout.
#[derive(Debug)]
pub(super) struct Layout {
    /// MCUs of an interleaved scan, across.
    pub across: usize,
    /// The region, aligned out to MCUs.
    pub region: Area,
    pub components: Vec<Component>,
}

/// One component's layout.
#[derive(Clone, Debug)]
pub(super) struct Component {
    pub frame: FrameComponent,
    /// Blocks of a scan of this component alone, across and down.
    pub blocks_across: usize,
    pub blocks_down: usize,
    /// The blocks of the region.
    pub region: Area,
    /// Samples that a block gives across and down: 8, 4, 3, 2 or 1.
    pub block_size: usize,
    /// Visible samples of the region.
    pub width: usize,
    pub height: usize,
}

/// What a scan goes through: MCUs, row by row, up to the end of the region.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub across: usize,
    pub region: Area,
}

impl Layout {
    pub fn new(frame: &Frame, options: &Options) -> Result<Self, DecodeError> {
        let (horizontal, vertical) = frame.max_sampling();
        let region = region(frame, options.region)?;
        let across = frame.width.div_ceil(8 * horizontal);
        let region = Area {
            x: region.x as usize / (8 * horizontal)
                ..end(region.x, region.width).div_ceil(8 * horizontal),
            y: region.y as usize / (8 * vertical)
                ..end(region.y, region.height).div_ceil(8 * vertical),
        };
        let components = 0..frame.components.len();
        let components = components
            .map(|index| component(frame, index, &region, options))
            .collect();
        Ok(Self {
            across,
            region,
            components,
        })
    }

    /// What an interleaved scan goes through.
    pub fn interleaved(&self) -> Grid {
        Grid {
            across: self.across,
            region: self.region.clone(),
        }
    }

    /// Where the first sample of the first plane lies in the whole, scaled picture.
    pub fn offset(&self) -> (usize, usize) {
        let first = &self.components[0];
        (
            first.region.x.start * first.block_size,
            first.region.y.start * first.block_size,
        )
    }
}

impl Component {
    /// What a scan of this component alone goes through (T.81 A.2.2).
    pub fn alone(&self) -> Grid {
        let Area { x, y } = &self.region;
        let x = x.start..x.end.min(self.blocks_across);
        let y = y.start..y.end.min(self.blocks_down);
        Grid {
            across: self.blocks_across,
            region: Area { x, y },
        }
    }

    pub fn stride(&self) -> usize {
        self.region.x.len() * self.block_size
    }

    /// Rows of samples, aligned out to MCUs.
    fn rows(&self) -> usize {
        self.region.y.len() * self.block_size
    }

    /// A plane with room for all of its rows, and none of them yet.
    pub fn empty_plane(&self) -> Result<Plane, OverLimit> {
        let length = self
            .stride()
            .checked_mul(self.rows())
            .ok_or(OverLimit::Memory)?;
        let mut samples = Vec::new();
        samples
            .try_reserve_exact(length)
            .map_err(|_| OverLimit::Memory)?;
        Ok(Plane {
            width: self.width,
            height: self.height,
            stride: self.stride(),
            samples,
        })
    }
}

impl Area {
    pub fn contains_row(&self, y: usize) -> bool {
        self.y.contains(&y)
    }
}

fn end(start: u32, length: u32) -> usize {
    start as usize + length as usize
}

/// The region, or all of the picture.
fn region(frame: &Frame, region: Option<Region>) -> Result<Region, DecodeError> {
    let Some(region) = region else {
        return Ok(Region {
            x: 0,
            y: 0,
            width: frame.width as u32,
            height: frame.height as u32,
        });
    };
    let fits = |start: u32, length: u32, whole: usize| {
        length > 0 && u64::from(start) + u64::from(length) <= whole as u64
    };
    let fits =
        fits(region.x, region.width, frame.width) && fits(region.y, region.height, frame.height);
    if fits {
        Ok(region)
    } else {
        Err(DecodeError::InvalidRegion)
    }
}

fn component(frame: &Frame, index: usize, mcus: &Area, options: &Options) -> Component {
    let component = frame.components[index];
    let (horizontal, vertical) = (component.horizontal, component.vertical);
    let (max_horizontal, max_vertical) = frame.max_sampling();
    let block_size = block_size(frame, index, options);
    let blocks = |mcus: &Range<usize>, factor: usize| mcus.start * factor..mcus.end * factor;
    let region = Area {
        x: blocks(&mcus.x, horizontal),
        y: blocks(&mcus.y, vertical),
    };
    let samples = |whole: usize, factor: usize, max: usize| (whole * factor).div_ceil(max);
    let visible = |blocks: &Range<usize>, whole: usize, factor: usize, max: usize| {
        let whole = (whole * factor * block_size).div_ceil(max * 8);
        whole.min(blocks.end * block_size) - blocks.start * block_size
    };
    Component {
        frame: component,
        blocks_across: samples(frame.width, horizontal, max_horizontal).div_ceil(8),
        blocks_down: samples(frame.height, vertical, max_vertical).div_ceil(8),
        block_size,
        width: visible(&region.x, frame.width, horizontal, max_horizontal),
        height: visible(&region.y, frame.height, vertical, max_vertical),
        region,
    }
}

/// The scale's, for chroma its own, but never so large that a plane is larger than the first.
fn block_size(frame: &Frame, index: usize, options: &Options) -> usize {
    let first = options.scale.eighths() as usize;
    let is_chroma = frame.components.len() >= 3 && matches!(index, 1 | 2);
    let (Some(scale), true) = (options.chroma_scale, is_chroma) else {
        return first;
    };
    let (max_horizontal, max_vertical) = frame.max_sampling();
    let component = &frame.components[index];
    let spare = (max_horizontal / component.horizontal).min(max_vertical / component.vertical);
    let largest = first * spare;
    Scale::ALL
        .into_iter()
        .filter(|&smaller| smaller >= scale)
        .map(|smaller| smaller.eighths() as usize)
        .find(|&size| size <= largest)
        .unwrap_or(1)
}
