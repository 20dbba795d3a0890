//! From samples of any depth to 8 bits of RGB or RGBA: palette and transparency applied (11.2.2, 11.3.1.1).

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

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

    /// Makes the pixels of a line that was unfiltered. `samples` is room to work in.
    pub(super) fn expand(&self, line: &[u8], samples: &mut Vec<u16>, row: &mut [u8]) {
        if let (8, Kind::Rgb(None) | Kind::Rgba) = (self.depth, &self.kind) {
            return row.copy_from_slice(line);
        }
        samples.clear();
        match self.depth {
            8 => samples.extend(line.iter().map(|&byte| u16::from(byte))),
            16 => samples.extend(
                line.as_chunks()
                    .0
                    .iter()
                    .map(|&pair| u16::from_be_bytes(pair)),
            ),
            depth => {
                let most = (1 << depth) - 1;
                for &byte in line {
                    let shifts = (0..8).step_by(depth.into()).map(|used| 8 - depth - used);
                    samples.extend(shifts.map(|shift| u16::from(byte >> shift & most)));
                }
            }
        }
        self.kind.paint(samples, self.depth, row);
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

impl Kind {
    /// Samples of `depth` bits become bytes. Those of sixteen bits lose their lower byte.
    fn paint(&self, samples: &[u16], depth: u8, row: &mut [u8]) {
        let factor = if depth < 8 {
            255 / ((1 << depth) - 1)
        } else {
            1
        };
        let byte = |sample: u16| {
            if depth == 16 {
                (sample >> 8) as u8
            } else {
                (sample * factor) as u8
            }
        };
        let opacity = |clear: bool| if clear { 0 } else { 255 };
        match self {
            Self::Grey(None) => each(samples, row, |[luma]| [byte(luma); 3]),
            Self::Grey(Some(clear)) => each(samples, row, |[sample]| {
                let luma = byte(sample);
                [luma, luma, luma, opacity(sample == *clear)]
            }),
            Self::GreyAlpha => each(samples, row, |[luma, alpha]| {
                let luma = byte(luma);
                [luma, luma, luma, byte(alpha)]
            }),
            Self::Rgb(Some(clear)) => each(samples, row, |samples: [u16; 3]| {
                let [red, green, blue] = samples.map(byte);
                [red, green, blue, opacity(samples == *clear)]
            }),
            Self::Rgb(None) | Self::Rgba => each(samples, row, |[sample]| [byte(sample)]),
            Self::Palette { entries, alpha } => {
                let entry = |sample: u16| entries[usize::from(sample & 255)];
                if *alpha {
                    each(samples, row, |[sample]| entry(sample));
                } else {
                    each(samples, row, |[sample]| {
                        let [red, green, blue, _] = entry(sample);
                        [red, green, blue]
                    });
                }
            }
        }
    }
}

/// Makes a pixel of so many bytes from each so many samples.
fn each<const SAMPLES: usize, const BYTES: usize>(
    samples: &[u16],
    row: &mut [u8],
    pixel: impl Fn([u16; SAMPLES]) -> [u8; BYTES],
) {
    let pixels = row.as_chunks_mut().0.iter_mut();
    for (out, &samples) in pixels.zip(samples.as_chunks().0) {
        *out = pixel(samples);
    }
}
