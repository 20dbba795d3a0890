//! WebP by `image-webp`, lossy and lossless.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use crate::ImageError;
use crate::probe::Inspected;
use crate::raster::{Layout, Raster};

/// The picture, or the first frame of an animated one.
///
/// A file shorter than its container says is refused at once: the lossy decoder fills what is missing with zeros.
pub(super) fn decode(bytes: &[u8], source: &Inspected) -> Result<Raster, ImageError> {
    if !source.complete {
        return Err(ImageError::Truncated);
    }
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    let size = decoder
        .output_buffer_size()
        .ok_or_else(|| ImageError::corrupt("a WebP that no memory holds"))?;
    let mut data = vec![0; size];
    decoder.read_image(&mut data).map_err(refusal)?;
    let layout = if decoder.has_alpha() {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    Ok(Raster {
        width,
        height,
        layout,
        data,
    })
}

fn refusal(error: DecodingError) -> ImageError {
    match error {
        DecodingError::IoError(_) => ImageError::Truncated,
        DecodingError::MemoryLimitExceeded | DecodingError::ImageTooLarge => ImageError::TooComplex,
        error => ImageError::corrupt(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::inspect;
    use roundel_fixtures::{Fixture, scene};

    fn decoded(json: &str) -> Result<Raster, ImageError> {
        let bytes = json.parse::<Fixture>().unwrap().bytes().unwrap();
        decode(&bytes, &inspect(&bytes).unwrap())
    }

    #[test]
    fn lossy_and_lossless_show_the_scene_with_and_without_alpha() {
        for (lossless, alpha) in [(false, false), (false, true), (true, false), (true, true)] {
            let raster = decoded(&format!(
                r#"{{"fixture":"webp","width":60,"height":40,"lossless":{lossless},"alpha":{alpha}}}"#
            ))
            .unwrap();
            assert_eq!((raster.width, raster.height), (60, 40));
            assert_eq!(raster.layout == Layout::Rgba, alpha);
            let [red, _, blue] = scene::BOTTOM_LEFT;
            let pixel = raster.pixel_at(0.3, 0.7);
            let tolerance = if lossless { 0 } else { 50 };
            assert!(pixel[0].abs_diff(red) <= tolerance && pixel[2].abs_diff(blue) <= tolerance);
            if alpha {
                assert_eq!(raster.pixel_at(0.0, 0.0)[3], 0);
            }
        }
    }

    #[test]
    fn the_first_frame_of_an_animation_counts() {
        let raster = decoded(r#"{"fixture":"animated_webp","width":20,"height":20}"#).unwrap();
        // Blending a frame into its canvas may cost a step.
        for (is, should) in raster.pixel_at(0.25, 0.25).iter().zip(scene::TOP_LEFT) {
            assert!(is.abs_diff(should) <= 1);
        }
    }

    #[test]
    fn a_cut_file_is_truncated() {
        for lossless in [false, true] {
            let cut = decoded(&format!(
                r#"{{"fixture":"cut","keep":0.7,"of":{{"fixture":"webp","width":60,"height":40,"lossless":{lossless},"alpha":false}}}}"#
            ));
            assert_eq!(cut, Err(ImageError::Truncated));
        }
    }
}
