//! JPEG by `jpeg-encoder`: baseline, interleaved, standard Huffman tables.
//!
//! Optimised tables would save some percent, but this encoder then writes one scan a component, which decoders built
//! on zune-jpeg 0.5 (the `image` crate among them) read as garbage.

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder, SamplingFactor};

use super::internal;
use crate::ImageError;
use crate::raster::{Layout, Raster};

/// Quality from which chroma is kept at full resolution.
const FULL_CHROMA_QUALITY: u8 = 90;

/// An opaque picture as JPEG; `quality` is 1 to 100.
pub(super) fn encode(picture: &Raster, quality: u8) -> Result<Vec<u8>, ImageError> {
    if picture.layout != Layout::Rgb {
        return Err(internal("a transparent picture came to the JPEG encoder"));
    }
    let width = u16::try_from(picture.width).map_err(internal)?;
    let height = u16::try_from(picture.height).map_err(internal)?;
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(if quality >= FULL_CHROMA_QUALITY {
        SamplingFactor::R_4_4_4
    } else {
        SamplingFactor::R_4_2_0
    });
    // The mean of four pixels, where the encoder's default takes the first of them.
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder
        .encode(&picture.data, width, height, ColorType::Rgb)
        .map_err(internal)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::inspect;

    fn photo() -> Raster {
        Raster {
            width: 120,
            height: 90,
            layout: Layout::Rgb,
            data: roundel_fixtures::scene::photo_rgb(120, 90, 0),
        }
    }

    #[test]
    fn one_interleaved_scan_and_no_metadata_at_any_quality() {
        let mut last = 0;
        for quality in [1, 40, 85, 90, 100] {
            let jpeg = encode(&photo(), quality).unwrap();
            let inspected = inspect(&jpeg).unwrap();
            assert_eq!(inspected.scans.ends.len(), 1);
            assert_eq!(inspected.probe.metadata, []);
            assert!(jpeg.len() > last, "quality {quality}");
            last = jpeg.len();
        }
    }

    #[test]
    fn transparent_pixels_are_never_guessed_at() {
        let sheer = Raster {
            layout: Layout::Rgba,
            data: vec![0; 120 * 90 * 4],
            ..photo()
        };
        assert_eq!(encode(&sheer, 85).unwrap_err().code(), "internal");
    }
}
