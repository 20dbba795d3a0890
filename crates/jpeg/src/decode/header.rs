//! Frame headers (T.81 B.2.2) and what the application segments say of the colours.

use alloc::vec::Vec;

use super::error::{Corrupt, DecodeError, Unsupported};
use crate::{ColourModel, marker};

/// How often a component is sampled, relative to the others (T.81 A.1.1): 1 to 4 each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sampling {
    /// Horizontally.
    pub horizontal: u8,
    /// Vertically.
    pub vertical: u8,
}

/// What a file says of its picture before the first scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Width in pixels as stored: EXIF's orientation is not looked at.
    pub width: u32,
    /// Height in pixels as stored.
    pub height: u32,
    /// How many components: 1, 3 or 4.
    pub components: usize,
    /// The sampling factors of the first `components`; zeros after.
    pub sampling: [Sampling; 4],
    /// Whether the file is progressive: it then needs its coefficients in memory.
    pub progressive: bool,
    /// What the components are.
    pub colour: ColourModel,
}

/// A component as the frame header has it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FrameComponent {
    pub id: u8,
    pub horizontal: usize,
    pub vertical: usize,
    pub quantisation_table: u8,
}

/// A frame header that is supported and consistent.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub width: usize,
    pub height: usize,
    pub progressive: bool,
    pub components: Vec<FrameComponent>,
}

/// What APP0 and APP14 said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Application {
    jfif: bool,
    adobe_transform: Option<u8>,
}

impl Frame {
    /// Parses a SOF segment, any of them.
    pub fn parse(sof: u8, payload: &[u8]) -> Result<Self, DecodeError> {
        let progressive = supported_process(sof)?;
        let &[precision, y1, y0, x1, x0, count, ref specs @ ..] = payload else {
            return Err(Corrupt::SegmentLength(sof).into());
        };
        let [height, width] = [u16::from_be_bytes([y1, y0]), u16::from_be_bytes([x1, x0])];
        check_basics(precision, width, height, count)?;
        if specs.len() != usize::from(count) * 3 {
            return Err(Corrupt::SegmentLength(sof).into());
        }
        Ok(Self {
            width: width.into(),
            height: height.into(),
            progressive,
            components: components(specs)?,
        })
    }

    /// Sampling factors of the most finely sampled component, which is the first.
    pub fn max_sampling(&self) -> (usize, usize) {
        (self.components[0].horizontal, self.components[0].vertical)
    }

    pub fn header(&self, application: Application) -> Header {
        let mut sampling = [Sampling::default(); 4];
        for (to, from) in sampling.iter_mut().zip(&self.components) {
            *to = Sampling {
                horizontal: from.horizontal as u8,
                vertical: from.vertical as u8,
            };
        }
        Header {
            width: self.width as u32,
            height: self.height as u32,
            components: self.components.len(),
            sampling,
            progressive: self.progressive,
            colour: application.colour(&self.components),
        }
    }
}

impl Application {
    /// Notes an APPn segment, if it is JFIF's or Adobe's.
    pub fn note(&mut self, code: u8, payload: &[u8]) {
        match (code, payload) {
            (marker::APP0, [b'J', b'F', b'I', b'F', 0, ..]) => self.jfif = true,
            (
                marker::APP14,
                [
                    b'A',
                    b'd',
                    b'o',
                    b'b',
                    b'e',
                    _,
                    _,
                    _,
                    _,
                    _,
                    _,
                    transform,
                    ..,
                ],
            ) => {
                self.adobe_transform = Some(*transform);
            }
            _ => {}
        }
    }

    /// Whether inks are stored as T.81 leaves them, 0 for none, and not inverted as Adobe writes them.
    pub fn inks_need_inverting(self) -> bool {
        self.adobe_transform.is_none()
    }

    /// The same guesses as libjpeg's `default_decompress_parms`.
    fn colour(self, components: &[FrameComponent]) -> ColourModel {
        let ids: Vec<u8> = components.iter().map(|component| component.id).collect();
        match (ids.as_slice(), self.adobe_transform) {
            ([_], _) => ColourModel::Grey,
            ([_, _, _], _) if self.jfif => ColourModel::YCbCr,
            ([_, _, _], Some(0)) | ([b'R', b'G', b'B'], None) => ColourModel::Rgb,
            ([_, _, _], _) => ColourModel::YCbCr,
            (_, None | Some(0)) => ColourModel::Cmyk,
            (_, Some(_)) => ColourModel::Ycck,
        }
    }
}

/// Whether the process is progressive, or why it is none of ours (T.81 table B.1).
fn supported_process(sof: u8) -> Result<bool, Unsupported> {
    match sof {
        marker::SOF0 | marker::SOF1 => Ok(false),
        marker::SOF2 => Ok(true),
        0xC3 => Err(Unsupported::Lossless),
        0xC9..=0xCB => Err(Unsupported::ArithmeticCoding),
        _ => Err(Unsupported::Hierarchical),
    }
}

fn check_basics(precision: u8, width: u16, height: u16, count: u8) -> Result<(), DecodeError> {
    if precision != 8 {
        return Err(Unsupported::Precision(precision).into());
    }
    if width == 0 || count == 0 {
        return Err(Corrupt::Frame.into());
    }
    if height == 0 {
        return Err(Unsupported::Dnl.into());
    }
    if !matches!(count, 1 | 3 | 4) {
        return Err(Unsupported::Components(count).into());
    }
    Ok(())
}

fn components(specs: &[u8]) -> Result<Vec<FrameComponent>, DecodeError> {
    let mut components: Vec<FrameComponent> = Vec::with_capacity(4);
    for spec in specs.chunks_exact(3) {
        let component = component(spec)?;
        if components.iter().any(|other| other.id == component.id) {
            return Err(Corrupt::Frame.into());
        }
        components.push(component);
    }
    match components.as_mut_slice() {
        // A lone component is never interleaved, so its factors mean nothing (T.81 A.2.2).
        [only] => (only.horizontal, only.vertical) = (1, 1),
        all => check_sampling(all)?,
    }
    Ok(components)
}

fn component(spec: &[u8]) -> Result<FrameComponent, Corrupt> {
    let &[id, factors, quantisation_table] = spec else {
        return Err(Corrupt::Frame);
    };
    let (horizontal, vertical) = (factors >> 4, factors & 15);
    if !(1..=4).contains(&horizontal) || !(1..=4).contains(&vertical) || quantisation_table > 3 {
        return Err(Corrupt::Frame);
    }
    let (horizontal, vertical) = (horizontal.into(), vertical.into());
    Ok(FrameComponent {
        id,
        horizontal,
        vertical,
        quantisation_table,
    })
}

/// Planes may be smaller than the first by whole factors only.
fn check_sampling(components: &[FrameComponent]) -> Result<(), Unsupported> {
    let (horizontal, vertical) = (components[0].horizontal, components[0].vertical);
    let whole = |c: &FrameComponent| horizontal % c.horizontal == 0 && vertical % c.vertical == 0;
    if components.iter().all(whole) {
        Ok(())
    } else {
        Err(Unsupported::Sampling)
    }
}
