//! A plane of samples with the borders that prediction looks at.

use alloc::vec;
use alloc::vec::Vec;

/// Samples of one colour, 8 bits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plane {
    width: usize,
    height: usize,
    samples: Vec<u8>,
    stride: usize,
}

/// What is to the right of the last macroblock: subblocks look there.
const RIGHT: usize = 4;

impl Plane {
    /// A plane of `width` x `height` samples that are there, in macroblocks of `side` x `side`.
    ///
    /// Above it samples are 127 and to the left of it 129 (RFC 6386, 12.2).
    pub(super) fn new(width: usize, height: usize, side: usize) -> Self {
        let stride = 1 + width.next_multiple_of(side) + RIGHT;
        let mut samples = vec![127; stride];
        samples.resize(stride * (1 + height.next_multiple_of(side)), 129);
        Self {
            width,
            height,
            samples,
            stride,
        }
    }

    /// How many samples a row has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many rows there are.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The samples of a row; none where there is no such row.
    #[must_use]
    pub fn row(&self, y: usize) -> &[u8] {
        if y >= self.height {
            return &[];
        }
        &self.samples[self.at(0, y)..][..self.width]
    }

    /// The position of a sample of a macroblock.
    pub(super) fn at(&self, x: usize, y: usize) -> usize {
        (y + 1) * self.stride + 1 + x
    }

    pub(super) fn stride(&self) -> usize {
        self.stride
    }

    pub(super) fn samples(&mut self) -> &mut [u8] {
        &mut self.samples
    }

    /// Repeats the last sample of a row to the right, where subblocks of the next macroblocks look.
    pub(super) fn extend_right(&mut self, y: usize) {
        let end = (y + 2) * self.stride - RIGHT;
        let last = self.samples[end - 1];
        self.samples[end..end + RIGHT].fill(last);
    }
}
