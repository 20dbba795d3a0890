//! What of encoding does not depend on quality: the frame and the coefficients of every block.

use alloc::vec::Vec;

use super::{Block, EncodeError, Frame, Options, fdct, file};
use crate::{Planar, Plane};

/// A picture transformed once, to be written at any number of qualities.
///
/// ```
/// use roundel_jpeg::{ColourModel, Planar, Plane, encode::{Options, Prepared}};
/// # fn main() -> Result<(), roundel_jpeg::encode::EncodeError> {
/// let samples = (0..=255).collect();
/// let luma = Plane { width: 16, height: 16, stride: 16, samples };
/// let picture = Planar { width: 16, height: 16, colour: ColourModel::Grey, planes: vec![luma] };
/// let prepared = Prepared::new(&picture)?;
/// let good = prepared.encode(&Options { quality: 90, ..Options::default() })?;
/// let small = prepared.encode(&Options { quality: 30, ..Options::default() })?;
/// assert!(small.len() < good.len());
/// # Ok(())
/// # }
/// ```
pub struct Prepared {
    frame: Frame,
    /// Each component's blocks, row by row.
    coefficients: Vec<Vec<Block>>,
}

impl Prepared {
    /// Transforms the picture: 128 bytes for each block of 64 samples.
    ///
    /// # Errors
    /// Every cause but [`EncodeError::Quality`].
    pub fn new(picture: &Planar) -> Result<Self, EncodeError> {
        let frame = Frame::new(picture)?;
        let coefficients = picture.planes.iter().map(transform).collect();
        Ok(Self {
            frame,
            coefficients,
        })
    }

    /// Writes the file: JFIF with no metadata.
    ///
    /// # Errors
    /// [`EncodeError::Quality`].
    pub fn encode(&self, options: &Options) -> Result<Vec<u8>, EncodeError> {
        file::write(&self.frame, &self.coefficients, options)
    }
}

fn transform(plane: &Plane) -> Vec<Block> {
    let (across, down) = (plane.width.div_ceil(8), plane.height.div_ceil(8));
    let mut blocks = Vec::with_capacity(across * down);
    for row in 0..down {
        for column in 0..across {
            blocks.push(fdct::forward(&samples(plane, column * 8, row * 8)));
        }
    }
    blocks
}

/// The samples of a block; the last ones are repeated where the plane ends.
fn samples(plane: &Plane, left: usize, top: usize) -> [[u8; 8]; 8] {
    let mut block = [[0; 8]; 8];
    for (y, eight) in (top..).zip(&mut block) {
        let start = y.min(plane.height - 1) * plane.stride;
        let row = &plane.samples[start..start + plane.width];
        match row[left..].first_chunk() {
            Some(samples) => *eight = *samples,
            None => {
                for (x, sample) in (left..).zip(eight) {
                    *sample = row[x.min(plane.width - 1)];
                }
            }
        }
    }
    block
}
