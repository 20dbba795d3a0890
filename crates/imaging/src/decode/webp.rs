//! WebP, lossy and lossless.

use alloc::string::ToString;

use roundel_webp::{DecodeError, Pixels};

use crate::ImageError;
use crate::probe::Inspected;
use crate::raster::{Layout, Raster};

/// The picture, or the first frame of an animated one.
///
/// A file shorter than its container says is refused at once, even where only metadata are missing.
pub(super) fn decode(bytes: &[u8], source: &Inspected) -> Result<Raster, ImageError> {
    if !source.complete {
        return Err(ImageError::Truncated);
    }
    // No more than the headers announced, which the limits let pass.
    let pixels = u64::from(source.probe.width) * u64::from(source.probe.height);
    let picture = roundel_webp::decode(bytes, pixels)?;
    let (layout, data) = match picture.pixels {
        Pixels::Rgb(data) => (Layout::Rgb, data),
        Pixels::Rgba(data) => (Layout::Rgba, data),
    };
    Ok(Raster {
        width: picture.width,
        height: picture.height,
        layout,
        data,
    })
}

impl From<DecodeError> for ImageError {
    fn from(error: DecodeError) -> Self {
        match error {
            DecodeError::Truncated => Self::Truncated,
            DecodeError::TooComplex => Self::TooComplex,
            error => Self::corrupt(error.to_string()),
        }
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
        assert_eq!(raster.pixel_at(0.25, 0.25), scene::TOP_LEFT);
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
