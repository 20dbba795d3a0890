//! From samples of any depth to 8 bits of RGB or RGBA: palette and transparency applied (11.2.2, 11.3.1.1).

use super::chunks::Chunks;
use super::header::{Colour, Header};
use crate::ImageError;
use crate::raster::Layout;

/// How a file's samples become pixels.
pub(super) struct Pixels {
    depth: u8,
    kind: Kind,
}

enum Kind {
    /// Luma, and the one value that is transparent.
    Grey(Option<u16>),
    GreyAlpha,
    /// And the one colour that is transparent.
    Rgb(Option<[u16; 3]>),
    Rgba,
    /// Always 256 entries: what the file leaves out is opaque black, as libpng has it.
    Palette {
        entries: Box<[[u8; 4]; 256]>,
        alpha: bool,
    },
}

impl Pixels {
    /// Reads what stands before the first IDAT, and leaves `chunks` there.
    pub(super) fn read(header: &Header, chunks: &mut Chunks<'_>) -> Result<Self, ImageError> {
        let (mut colours, mut transparency): (&[u8], Option<&[u8]>) = (&[], None);
        while let Some(chunk) = chunks.next_before(*b"IDAT")? {
            match &chunk.kind {
                b"PLTE" => colours = chunk.data,
                b"tRNS" => transparency = Some(chunk.data),
                b"IEND" => return Err(ImageError::corrupt("a PNG without a picture")),
                _ => (),
            }
        }
        let key = |at| {
            transparency
                .and_then(|data| data.get(at..at + 2))
                .map(clear)
        };
        let kind = match header.colour {
            Colour::Grey => Kind::Grey(key(0)),
            Colour::GreyAlpha => Kind::GreyAlpha,
            Colour::Rgb => Kind::Rgb(key(0).zip(key(2)).zip(key(4)).map(|((r, g), b)| [r, g, b])),
            Colour::Rgba => Kind::Rgba,
            Colour::Palette => palette(colours, transparency)?,
        };
        Ok(Self {
            depth: header.depth,
            kind,
        })
    }

    pub(super) fn layout(&self) -> Layout {
        match self.kind {
            Kind::Grey(None) | Kind::Rgb(None) | Kind::Palette { alpha: false, .. } => Layout::Rgb,
            _ => Layout::Rgba,
        }
    }

    /// Room for `width` pixels.
    pub(super) fn row(&self, width: u32) -> Vec<u8> {
        vec![0; width as usize * self.layout().channels()]
    }

    /// Makes the pixels of a line that was unfiltered.
    pub(super) fn expand(&self, line: &[u8], row: &mut [u8]) {
        match (self.depth, &self.kind) {
            (8, Kind::Rgb(None)) | (8, Kind::Rgba) => row.copy_from_slice(line),
            (8, kind) => expand(kind, line.iter().map(|&byte| byte.into()), 255, row),
            (16, kind) => {
                let samples = line.as_chunks().0.iter();
                expand(
                    kind,
                    samples.map(|&pair| u16::from_be_bytes(pair)),
                    65_535,
                    row,
                );
            }
            (depth, kind) => {
                let most = (1_u16 << depth) - 1;
                let samples = line.iter().flat_map(|&byte| {
                    let shifts = (0..8)
                        .step_by(depth.into())
                        .map(move |used| 8 - depth - used);
                    shifts.map(move |shift| u16::from(byte) >> shift & most)
                });
                expand(kind, samples, most, row);
            }
        }
    }
}

/// The value of a sample that counts as transparent, two bytes.
fn clear(bytes: &[u8]) -> u16 {
    bytes
        .iter()
        .fold(0, |value, &byte| value << 8 | u16::from(byte))
}

fn palette(colours: &[u8], transparency: Option<&[u8]>) -> Result<Kind, ImageError> {
    if colours.is_empty() {
        return Err(ImageError::corrupt("a PNG without its palette"));
    }
    let mut entries = Box::new([[0, 0, 0, 255]; 256]);
    for (entry, &[red, green, blue]) in entries.iter_mut().zip(colours.as_chunks().0) {
        *entry = [red, green, blue, 255];
    }
    for (entry, &alpha) in entries.iter_mut().zip(transparency.unwrap_or_default()) {
        entry[3] = alpha;
    }
    Ok(Kind::Palette {
        entries,
        alpha: transparency.is_some(),
    })
}

/// Samples of 0 to `most` become bytes. Those of sixteen bits lose their lower byte.
fn expand(kind: &Kind, mut samples: impl Iterator<Item = u16>, most: u16, row: &mut [u8]) {
    let mut next = || samples.next().unwrap_or_default();
    let byte = |sample: u16| {
        if most == 65_535 {
            (sample >> 8) as u8
        } else {
            (sample * (255 / most)) as u8
        }
    };
    let opacity = |clear: bool| if clear { 0 } else { 255 };
    match kind {
        Kind::Grey(None) => row
            .as_chunks_mut()
            .0
            .iter_mut()
            .for_each(|pixel| *pixel = [byte(next()); 3]),
        Kind::Grey(Some(clear)) => row.as_chunks_mut().0.iter_mut().for_each(|pixel| {
            let sample = next();
            let luma = byte(sample);
            *pixel = [luma, luma, luma, opacity(sample == *clear)];
        }),
        Kind::GreyAlpha => row.as_chunks_mut().0.iter_mut().for_each(|pixel| {
            let luma = byte(next());
            *pixel = [luma, luma, luma, byte(next())];
        }),
        Kind::Rgb(Some(clear)) => row.as_chunks_mut().0.iter_mut().for_each(|pixel| {
            let samples = [next(), next(), next()];
            let [red, green, blue] = samples.map(byte);
            *pixel = [red, green, blue, opacity(samples == *clear)];
        }),
        Kind::Rgb(None) | Kind::Rgba => row.iter_mut().for_each(|value| *value = byte(next())),
        Kind::Palette {
            entries,
            alpha: false,
        } => row.as_chunks_mut().0.iter_mut().for_each(|pixel| {
            let [red, green, blue, _] = entries[usize::from(next() & 255)];
            *pixel = [red, green, blue];
        }),
        Kind::Palette {
            entries,
            alpha: true,
        } => row
            .as_chunks_mut()
            .0
            .iter_mut()
            .for_each(|pixel| *pixel = entries[usize::from(next() & 255)]),
    }
}
