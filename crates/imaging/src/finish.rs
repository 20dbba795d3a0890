//! The pipeline in two halves, for who changes the pixels in between: a filter, or an encoder of the browser's.

use alloc::vec::Vec;

use crate::linear::to_srgb;
use crate::options::MAX_OUTPUT_SIDE;
use crate::picture::Picture;
use crate::process::rendered;
use crate::raster::{Layout, Raster, Region};
use crate::resize::ColourSource;
use crate::write::{Encoded, write};
use crate::{Attention, CropBox, ImageError, Limits, MetadataKind, Options, Probe, Warning};

/// What [`finish`] made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// Rows from the top, four bytes a pixel: red, green, blue, alpha; sRGB, alpha straight.
    pub pixels: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// What was cut out, in pixels of the upright source.
    pub crop: CropBox,
    /// Why, with [`Gravity::Attention`](crate::Gravity::Attention).
    pub attention: Option<Attention>,
    /// What the source told beside its pixels.
    pub removed: Vec<MetadataKind>,
    /// What was met on the way and did not stop it.
    pub warnings: Vec<Warning>,
    /// What the source was.
    pub source: Probe,
}

/// Does what [`process`](crate::process) does up to its encoder: upright, cut, resized, and put on the matte where
/// [`Options::format`] cannot be transparent.
///
/// # Errors
/// Those of [`process`](crate::process), except that nothing can be over a byte budget.
pub fn finish(bytes: &[u8], options: &Options, limits: &Limits) -> Result<Finished, ImageError> {
    rendered(bytes, options, limits, |ready| {
        let picture = (ready.render)(ready.size);
        Ok(Finished {
            width: picture.width(),
            height: picture.height(),
            pixels: rgba(&picture.raster()),
            crop: ready.crop,
            attention: ready.attention,
            removed: ready.source.metadata.clone(),
            warnings: ready.warnings,
            source: ready.source,
        })
    })
}

/// Does what [`process`](crate::process) does from its encoder on. Of the options those of the file count: format,
/// quality, matte and byte budget.
///
/// # Errors
/// [`ImageError::InvalidOption`] where an option is out of range, a side is 0 or above 4096, or `pixels` is not four
/// bytes for each pixel; [`ImageError::OverBudget`].
pub fn encode_pixels(
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    options: &Options,
) -> Result<Encoded, ImageError> {
    options.check()?;
    let whole = raster(pixels, width, height)?;
    let render = |size| Picture::Raster(at_size(&whole, size)).writable(options);
    write((width, height), options, &render)
}

fn rgba(raster: &Raster) -> Vec<u8> {
    match raster.layout {
        Layout::Rgba => raster.data.clone(),
        Layout::Rgb => {
            let pixels = raster.data.as_chunks::<3>().0.iter();
            pixels
                .flat_map(|&[red, green, blue]| [red, green, blue, 255])
                .collect()
        }
    }
}

fn raster(data: Vec<u8>, width: u32, height: u32) -> Result<Raster, ImageError> {
    let sides = 1..=MAX_OUTPUT_SIDE;
    if !sides.contains(&width) || !sides.contains(&height) {
        let expected = "1 to 4096 on each side";
        return Err(ImageError::option("width and height", expected));
    }
    if data.len() != width as usize * height as usize * Layout::Rgba.channels() {
        let expected = "four bytes for each of width x height pixels";
        return Err(ImageError::option("pixels", expected));
    }
    Ok(Raster {
        width,
        height,
        layout: Layout::Rgba,
        data,
    })
}

fn at_size(whole: &Raster, size: (u32, u32)) -> Raster {
    if size == (whole.width, whole.height) {
        return whole.clone();
    }
    to_srgb(&ColourSource::new(whole, Region::whole(whole), size).resized(size))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fit, OutputFormat, metadata_kinds, process};
    use roundel_fixtures::Fixture;

    fn bytes(json: &str) -> Vec<u8> {
        json.parse::<Fixture>().unwrap().bytes().unwrap()
    }

    fn halves(photo: &[u8], options: &Options) -> (Finished, Encoded) {
        let finished = finish(photo, options, &Limits::DEVICE).unwrap();
        let pixels = finished.pixels.clone();
        let encoded = encode_pixels(pixels, finished.width, finished.height, options).unwrap();
        (finished, encoded)
    }

    #[test]
    fn both_halves_make_a_png_of_the_very_pixels_that_the_whole_makes() {
        for source in [
            r#"{"fixture":"photo_jpeg","width":300,"height":200,"orientation":6,"gps":true}"#,
            r#"{"fixture":"png","width":90,"height":70,"colour":"rgba"}"#,
        ] {
            let options = Options {
                size: 64,
                fit: Fit::Inside,
                format: OutputFormat::Png,
                ..Options::default()
            };
            let whole = process(&bytes(source), &options, &Limits::DEVICE).unwrap();
            let (finished, encoded) = halves(&bytes(source), &options);
            assert_eq!(encoded.bytes, whole.bytes);
            // a JPEG's is made from its planes, and rounds otherwise
            if whole.source.alpha {
                assert_eq!(encoded.thumbhash, whole.thumbhash);
            }
            assert_eq!((encoded.width, encoded.height), (whole.width, whole.height));
            assert_eq!(
                (finished.removed, finished.source),
                (whole.removed, whole.source)
            );
        }
    }

    #[test]
    fn a_jpeg_is_opaque_before_it_is_changed() {
        let disc = bytes(r#"{"fixture":"png","width":90,"height":90,"colour":"rgba"}"#);
        let (finished, encoded) = halves(&disc, &Options::default());
        assert_eq!(
            &finished.pixels[..4],
            [255; 4],
            "the matte shows in the corner"
        );
        assert_eq!(metadata_kinds(&encoded.bytes), Ok(Vec::new()));
    }

    #[test]
    fn a_budget_is_kept_by_quality_and_then_by_size() {
        let photo = bytes(r#"{"fixture":"photo_jpeg","width":800,"height":800}"#);
        for (max_bytes, shrinks) in [(30_000, false), (4_000, true)] {
            let options = Options {
                max_bytes: Some(max_bytes),
                ..Options::default()
            };
            let (_, encoded) = halves(&photo, &options);
            assert!(encoded.bytes.len() as u64 <= max_bytes);
            assert_eq!(encoded.width < 512, shrinks, "{max_bytes}");
        }
    }

    #[test]
    fn pixels_that_are_no_picture_are_refused() {
        for (bytes, width, height) in [
            (0, 0, 0),
            (0, 0, 4),
            (15, 2, 2),
            (17, 2, 2),
            (0, u32::MAX, u32::MAX),
            (4097 * 4, 4097, 1),
        ] {
            let made = encode_pixels(vec![0; bytes], width, height, &Options::default());
            assert_eq!(
                made.unwrap_err().code(),
                "invalid_option",
                "{width}x{height}"
            );
        }
    }
}
