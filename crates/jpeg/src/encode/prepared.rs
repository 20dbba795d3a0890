//! What of encoding does not depend on quality: the frame and the coefficients of every block.

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
        transform_row(plane, row, &mut blocks);
    }
    blocks
}

fn transform_row(plane: &Plane, row: usize, blocks: &mut Vec<Block>) {
    let rows: [&[u8]; 8] = std::array::from_fn(|y| {
        let start = (row * 8 + y).min(plane.height - 1) * plane.stride;
        &plane.samples[start..start + plane.width]
    });
    let whole = plane.width / 8;
    for column in 0..whole {
        blocks.push(fdct::forward(&rows.map(|row| eight(&row[column * 8..]))));
    }
    if whole * 8 < plane.width {
        blocks.push(fdct::forward(&rows.map(|row| eight(&row[whole * 8..]))));
    }
}

/// The next eight samples; the last one is repeated where the row ends.
fn eight(row: &[u8]) -> [u8; 8] {
    match row.first_chunk() {
        Some(samples) => *samples,
        None => std::array::from_fn(|x| row[x.min(row.len() - 1)]),
    }
}
