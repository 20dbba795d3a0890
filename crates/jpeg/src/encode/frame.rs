//! The frame: which blocks each component has and in which order a scan takes them (T.81 A.1, A.2).

use alloc::vec::Vec;

use super::EncodeError;
use crate::{ColourModel, Planar, Plane};

/// Longest side a frame header can say (T.81 B.2.2).
const LONGEST_SIDE: usize = 65_535;

/// Luma's sampling factors where chroma's are 1x1, in the order in which they are tried: a picture one sample wide
/// fits several.
const SAMPLINGS: [(u8, u8); 4] = [(1, 1), (2, 2), (2, 1), (1, 2)];

/// A picture whose sizes have been checked.
pub(super) struct Frame {
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) components: Vec<Component>,
    pub(super) mcus_across: usize,
    pub(super) mcus_down: usize,
}

/// One component's share of the frame.
#[derive(Clone, Copy)]
pub(super) struct Component {
    /// Horizontal sampling factor.
    pub(super) h: u8,
    /// Vertical sampling factor.
    pub(super) v: u8,
    /// Blocks in a row, without those that only fill the last MCU.
    pub(super) across: usize,
    /// Rows of blocks, likewise.
    pub(super) down: usize,
    /// Quantisation and Huffman tables: 0 for luma, 1 for chroma.
    pub(super) table: usize,
}

impl Frame {
    pub(super) fn new(picture: &Planar) -> Result<Self, EncodeError> {
        let (width, height) = sides(picture)?;
        check_planes(picture)?;
        let (h, v) = sampling(picture)?;
        let components = components(picture, h, v);
        Ok(Self {
            width,
            height,
            components,
            mcus_across: picture.width.div_ceil(8 * usize::from(h)),
            mcus_down: picture.height.div_ceil(8 * usize::from(v)),
        })
    }

    /// Every MCU's column and row, in scan order.
    pub(super) fn each_mcu(&self, mut each: impl FnMut(usize, usize)) {
        for row in 0..self.mcus_down {
            for column in 0..self.mcus_across {
                each(column, row);
            }
        }
    }
}

impl Component {
    /// Indices of this component's blocks in one MCU; `None` is a block that only fills the MCU.
    #[inline]
    pub(super) fn each_block(
        &self,
        column: usize,
        row: usize,
        mut each: impl FnMut(Option<usize>),
    ) {
        let (h, v) = (usize::from(self.h), usize::from(self.v));
        for y in row * v..row * v + v {
            for x in column * h..column * h + h {
                let is_inside = x < self.across && y < self.down;
                each(is_inside.then_some(y * self.across + x));
            }
        }
    }
}

fn sides(picture: &Planar) -> Result<(u16, u16), EncodeError> {
    let (width, height) = (picture.width, picture.height);
    if width == 0 || height == 0 {
        return Err(EncodeError::Empty { width, height });
    }
    match (u16::try_from(width), u16::try_from(height)) {
        (Ok(across), Ok(down)) if width.max(height) <= LONGEST_SIDE => Ok((across, down)),
        _ => Err(EncodeError::TooLarge { width, height }),
    }
}

fn check_planes(picture: &Planar) -> Result<(), EncodeError> {
    let colour = picture.colour;
    let expected = match colour {
        ColourModel::Grey => 1,
        ColourModel::YCbCr => 3,
        _ => return Err(EncodeError::Colour { colour }),
    };
    if picture.planes.len() != expected {
        let planes = picture.planes.len();
        return Err(EncodeError::PlaneCount { colour, planes });
    }
    let mut planes = picture.planes.iter().enumerate();
    planes.try_for_each(|(index, plane)| check_samples(index, plane))
}

fn check_samples(index: usize, plane: &Plane) -> Result<(), EncodeError> {
    let needed = plane.stride.checked_mul(plane.height);
    let enough = needed.is_some_and(|needed| plane.samples.len() >= needed);
    if enough && plane.stride >= plane.width {
        return Ok(());
    }
    Err(EncodeError::PlaneSamples {
        plane: index,
        stride: plane.stride,
        samples: plane.samples.len(),
    })
}

/// Luma's sampling factors, chroma's being 1x1.
fn sampling(picture: &Planar) -> Result<(u8, u8), EncodeError> {
    let fits = |plane: &Plane, h: u8, v: u8| {
        plane.width == picture.width.div_ceil(usize::from(h))
            && plane.height == picture.height.div_ceil(usize::from(v))
    };
    let refuse = |index: usize, plane: &Plane| EncodeError::PlaneSize {
        plane: index,
        width: plane.width,
        height: plane.height,
    };
    match picture.planes.as_slice() {
        [luma, ..] if !fits(luma, 1, 1) => Err(refuse(0, luma)),
        [_, blue, red] => {
            let mut samplings = SAMPLINGS.into_iter();
            let found = samplings.find(|&(h, v)| fits(blue, h, v));
            let (h, v) = found.ok_or_else(|| refuse(1, blue))?;
            fits(red, h, v)
                .then_some((h, v))
                .ok_or_else(|| refuse(2, red))
        }
        _ => Ok((1, 1)),
    }
}

fn components(picture: &Planar, h: u8, v: u8) -> Vec<Component> {
    let planes = picture.planes.iter().enumerate();
    planes
        .map(|(index, plane)| Component {
            h: if index == 0 { h } else { 1 },
            v: if index == 0 { v } else { 1 },
            across: plane.width.div_ceil(8),
            down: plane.height.div_ceil(8),
            table: index.min(1),
        })
        .collect()
}
