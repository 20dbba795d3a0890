//! A picture as planes of samples, one a component, each at its own resolution.

use alloc::vec::Vec;

/// One component's samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plane {
    /// Samples across, at least 1.
    pub width: usize,
    /// Rows, at least 1.
    pub height: usize,
    /// Samples from one row to the next, at least `width`.
    pub stride: usize,
    /// `stride * height` samples; those beyond `width` mean nothing.
    pub samples: Vec<u8>,
}

/// What the components are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourModel {
    /// Luma alone.
    Grey,
    /// Luma and two chroma differences (JFIF: BT.601, full range).
    YCbCr,
    /// Red, green, blue.
    Rgb,
    /// Four inks, 255 is no ink (Adobe's inversion already undone).
    Cmyk,
    /// YCbCr of the inks' complement, and black as in [`ColourModel::Cmyk`].
    Ycck,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planar {
    /// Width of the whole picture in samples of its most finely sampled component.
    pub width: usize,
    /// Height of the whole picture.
    pub height: usize,
    /// What the planes are.
    pub colour: ColourModel,
    /// One plane a component; chroma planes may be smaller by a whole factor (rounded up).
    pub planes: Vec<Plane>,
}
