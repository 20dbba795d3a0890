//! From a file to a picture.

use alloc::vec;
use alloc::vec::Vec;

use crate::container::{Bitstream, Canvas, Chunk, Chunks, FrameBox};
use crate::lossless::Pixel;
use crate::lossy::Planes;
use crate::{Corrupt, DecodeError, alpha, lossless, lossy, rgb};

/// A decoded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row, 1 to 2^24.
    pub width: u32,
    /// Rows, 1 to 2^24.
    pub height: u32,
    /// What the pixels are.
    pub pixels: Pixels,
}

/// Pixels in rows from the top, `width * height` of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pixels {
    /// Red, green, blue: 3 bytes.
    Rgb(Vec<u8>),
    /// Red, green, blue, alpha: 4 bytes, not premultiplied.
    Rgba(Vec<u8>),
}

/// Decodes a still picture, or the first frame of an animation on a transparent canvas.
///
/// Metadata and colour profiles are left out; nothing is allocated for more than `max_pixels`.
///
/// # Errors
/// Whatever [`DecodeError`] says.
pub fn decode(bytes: &[u8], max_pixels: u64) -> Result<Picture, DecodeError> {
    let (canvas, still) = find(bytes)?;
    let pixels = u64::from(canvas.width) * u64::from(canvas.height);
    // Four bytes each must be addressable, whatever is allowed.
    let limit = max_pixels.min(isize::MAX as u64 / 4);
    if pixels > limit {
        return Err(DecodeError::TooManyPixels { pixels, limit });
    }
    let pixels = still.decode(canvas.alpha)?;
    let covered = still.frame.width == canvas.width && still.frame.height == canvas.height;
    Ok(Picture {
        width: canvas.width,
        height: canvas.height,
        pixels: if covered {
            pixels
        } else {
            Pixels::Rgba(on_canvas(pixels, &canvas, &still.frame))
        },
    })
}

/// The chunks of one picture.
struct Still<'a> {
    bitstream: Chunk<'a>,
    alpha: Option<Chunk<'a>>,
    frame: FrameBox,
}

/// The canvas and what is first on it.
fn find(bytes: &[u8]) -> Result<(Canvas, Still<'_>), DecodeError> {
    let mut chunks = Chunks::of_file(bytes)?;
    let all = chunks.clone();
    let first = chunks.next().ok_or(DecodeError::Truncated)?;
    if first.kind == b"VP8X" {
        let canvas = Canvas::read(first.data)?;
        return Ok((canvas, on(&canvas, chunks)?));
    }
    let Bitstream {
        width,
        height,
        alpha,
    } = Bitstream::read(&first)?.ok_or(Corrupt::NoPicture)?;
    if width == 0 || height == 0 {
        return Err(Corrupt::Size.into());
    }
    let canvas = Canvas {
        width,
        height,
        alpha,
    };
    Ok((canvas, on(&canvas, all)?))
}

/// The first picture on a canvas: of the file itself, or in its first frame.
fn on<'a>(canvas: &Canvas, chunks: Chunks<'a>) -> Result<Still<'a>, DecodeError> {
    let whole = FrameBox {
        x: 0,
        y: 0,
        width: canvas.width,
        height: canvas.height,
    };
    let frame = chunks.clone().find(|chunk| chunk.kind == b"ANMF");
    match (Still::of(chunks, whole)?, frame) {
        (Some(still), _) => Ok(still),
        (None, None) => Err(Corrupt::NoPicture.into()),
        (None, Some(frame)) => {
            let place = FrameBox::read(frame.data, canvas)?;
            let still = Still::of(Chunks::of_frame(frame.data), place)?;
            still.ok_or(Corrupt::NoPicture.into())
        }
    }
}

impl<'a> Still<'a> {
    /// The first bitstream among chunks and the alpha before it; its size must be that of its frame.
    fn of(chunks: Chunks<'a>, frame: FrameBox) -> Result<Option<Self>, DecodeError> {
        let mut alpha = None;
        for chunk in chunks {
            if chunk.kind == b"ALPH" {
                alpha = alpha.or(Some(chunk));
            }
            let Some(size) = Bitstream::read(&chunk)? else {
                continue;
            };
            if (size.width, size.height) != (frame.width, frame.height) {
                return Err(Corrupt::Size.into());
            }
            return Ok(Some(Self {
                bitstream: chunk,
                alpha,
                frame,
            }));
        }
        Ok(None)
    }

    fn decode(&self, alpha: bool) -> Result<Pixels, DecodeError> {
        let FrameBox { width, height, .. } = self.frame;
        if self.bitstream.kind == b"VP8L" {
            let pixels = lossless::decode(self.bitstream.data, width, height)?;
            return Ok(of_lossless(pixels, alpha));
        }
        let planes = lossy::decode(self.bitstream.data)?;
        match self.alpha.filter(|_| alpha) {
            Some(chunk) => {
                let alpha = alpha::decode(chunk.data, width, height)?;
                Ok(with_alpha(&planes, &alpha))
            }
            None => Ok(Pixels::Rgb(rgb::from_planes::<3>(&planes))),
        }
    }
}

/// Red, green and blue, and alpha where it counts: then in place.
fn of_lossless(mut pixels: Vec<Pixel>, alpha: bool) -> Pixels {
    if alpha {
        for pixel in &mut pixels {
            let [blue, green, red, alpha] = *pixel;
            *pixel = [red, green, blue, alpha];
        }
        return Pixels::Rgba(pixels.into_flattened());
    }
    let mut opaque = vec![[0; 3]; pixels.len()];
    for (opaque, &[blue, green, red, _]) in opaque.iter_mut().zip(&pixels) {
        *opaque = [red, green, blue];
    }
    Pixels::Rgb(opaque.into_flattened())
}

fn with_alpha(planes: &Planes, alpha: &[u8]) -> Pixels {
    let mut pixels = rgb::from_planes::<4>(planes);
    for (pixel, &alpha) in pixels.chunks_exact_mut(4).zip(alpha) {
        pixel[3] = alpha;
    }
    Pixels::Rgba(pixels)
}

/// The pixels of a frame, transparent black around them.
fn on_canvas(pixels: Pixels, canvas: &Canvas, frame: &FrameBox) -> Vec<u8> {
    let pixels = rgba(pixels);
    let (width, left) = (canvas.width as usize * 4, frame.x as usize * 4);
    let mut all = vec![0; width * canvas.height as usize];
    let rows = all.chunks_exact_mut(width).skip(frame.y as usize);
    let from = pixels.chunks_exact(frame.width as usize * 4);
    for (row, pixels) in rows.zip(from) {
        row[left..][..pixels.len()].copy_from_slice(pixels);
    }
    all
}

fn rgba(pixels: Pixels) -> Vec<u8> {
    match pixels {
        Pixels::Rgba(pixels) => pixels,
        Pixels::Rgb(pixels) => {
            let opaque = |pixel: &[u8]| [pixel[0], pixel[1], pixel[2], 255];
            pixels.chunks_exact(3).flat_map(opaque).collect()
        }
    }
}
