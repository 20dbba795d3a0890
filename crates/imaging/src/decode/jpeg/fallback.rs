//! JPEG that our own decoder does not know, by `jpeg-decoder`: sampling factors that are no whole parts of the first.
//!
//! Native only: such files are rare, and a browser would download the decoder for each visitor.

use alloc::string::ToString;
use alloc::vec::Vec;

use jpeg_decoder::{Decoder, Error, PixelFormat};

use crate::ImageError;
use crate::colour::Inks;
use crate::probe::Inspected;
use crate::raster::{Layout, Raster};

/// The picture, and by how much it is reduced: at most `reduction`.
pub(super) fn decode(
    bytes: &[u8],
    source: &Inspected,
    inks: &Inks,
    reduction: u32,
) -> Result<(Raster, u32), ImageError> {
    let guarded = guarded(bytes, source);
    let mut decoder = Decoder::new(guarded.as_slice());
    let cut = |error| refusal(error, source.complete);
    decoder.read_info().map_err(cut)?;
    let full = decoder.info().ok_or_else(no_frame)?;
    let part = |side: u16| side.div_ceil(reduction as u16);
    let (width, height) = decoder
        .scale(part(full.width), part(full.height))
        .map_err(cut)?;
    let pixels = decoder.decode().map_err(cut)?;
    let format = decoder.info().ok_or_else(no_frame)?.pixel_format;
    let raster = Raster {
        width: width.into(),
        height: height.into(),
        layout: Layout::Rgb,
        data: rgb(pixels, format, inks, has_adobe_marker(bytes))?,
    };
    // A side of a few pixels can match several reductions: what came out is what counts.
    let reduction = [1, 2, 4, 8]
        .into_iter()
        .find(|&by| full.width.div_ceil(by) == width && full.height.div_ceil(by) == height);
    Ok((raster, reduction.unwrap_or(1).into()))
}

/// The file with a run of ones behind each scan, and with an end.
///
/// Where a scan has less data than its picture needs, the decoder goes on with zeros and the rest comes out grey.
/// No Huffman code is all ones (ISO/IEC 10918-1, annex C.2), so with ones there instead the decoder stops with an
/// error, while a whole scan never gets to them. Nine bytes, because it reads eight ahead. That makes the end marker
/// dispensable: some cameras leave it out, and a picture with all its blocks is worth showing.
fn guarded(bytes: &[u8], source: &Inspected) -> Vec<u8> {
    const GUARD: [u8; 18] = *b"\xFF\0\xFF\0\xFF\0\xFF\0\xFF\0\xFF\0\xFF\0\xFF\0\xFF\0";
    const EOI: [u8; 2] = [0xFF, 0xD9];
    let ends = &source.scans.ends;
    let mut guarded = Vec::with_capacity(bytes.len() + ends.len() * GUARD.len() + EOI.len());
    let mut start = 0;
    for &end in ends {
        guarded.extend_from_slice(&bytes[start..end]);
        guarded.extend(GUARD);
        start = end;
    }
    if source.complete {
        guarded.extend_from_slice(&bytes[start..]);
    } else {
        guarded.extend(EOI);
    }
    guarded
}

fn rgb(
    pixels: Vec<u8>,
    format: PixelFormat,
    inks: &Inks,
    adobe: bool,
) -> Result<Vec<u8>, ImageError> {
    match format {
        PixelFormat::RGB24 => Ok(pixels),
        PixelFormat::L8 => Ok(pixels.into_iter().flat_map(|luma| [luma; 3]).collect()),
        PixelFormat::CMYK32 => Ok(pixels
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|&stored| {
                // The decoder has inverted what was stored, and Adobe stores inks inverted.
                inks.light(if adobe {
                    stored.map(|ink| 255 - ink)
                } else {
                    stored
                })
            })
            .collect()),
        PixelFormat::L16 => Err(ImageError::UnsupportedFormat {
            detected: "Lossless JPEG",
        }),
    }
}

/// Looks for APP14 among the segments before the first scan.
fn has_adobe_marker(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xFF, marker, high, low, ..] = *rest {
        let end = 2 + usize::from(u16::from_be_bytes([high, low]));
        if marker == 0xEE && rest[4..].starts_with(b"Adobe") {
            return true;
        }
        rest = match rest.get(end..) {
            Some(rest) if marker != 0xDA => rest,
            _ => return false,
        };
    }
    false
}

fn refusal(error: Error, complete: bool) -> ImageError {
    match error {
        Error::Io(_) => ImageError::Truncated,
        Error::Format(_) if !complete => ImageError::Truncated,
        Error::Unsupported(_) => ImageError::UnsupportedFormat {
            detected: "This kind of JPEG",
        },
        Error::Format(reason) => ImageError::corrupt(reason),
        Error::Internal(error) => ImageError::corrupt(error.to_string()),
    }
}

fn no_frame() -> ImageError {
    ImageError::corrupt("a JPEG without a frame")
}
