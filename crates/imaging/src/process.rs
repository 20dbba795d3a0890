//! One picture for one place.

use alloc::string::String;
use alloc::vec::Vec;

use crate::colour::colours;
use crate::crop::output_size;
use crate::decode::decode;
use crate::encode::chroma;
use crate::framing::Framing;
use crate::limits::Allowance;
use crate::picture::Picture;
use crate::planes::Chroma;
use crate::probe::inspect;
use crate::source::Source;
use crate::write::write;
use crate::{
    Attention, CropBox, ImageError, Limits, MetadataKind, Options, OutputFormat, Probe, Warning,
    metadata_kinds,
};

/// What [`process`] made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Processed {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its type.
    pub format: OutputFormat,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The quality it has: what was asked for, or less where a byte budget demanded that.
    pub quality: u8,
    /// What was cut out, in pixels of the upright source.
    pub crop: CropBox,
    /// Why, with [`Gravity::Attention`](crate::Gravity::Attention).
    pub attention: Option<Attention>,
    /// What the source told beside its pixels and the result does not.
    pub removed: Vec<MetadataKind>,
    /// What was met on the way and did not stop it.
    pub warnings: Vec<Warning>,
    /// What the source was.
    pub source: Probe,
    /// The result's ThumbHash, standard base64.
    pub thumbhash: String,
}

/// Makes one picture: upright, cut, resized in linear light, free of metadata.
///
/// Never enlarges: a source smaller than [`Options::size`] keeps its size.
///
/// # Errors
/// Every [`ImageError`] but none by surprise: what is checked from the header is refused before pixels are
/// allocated, and what the decoder finds later is [`ImageError::Truncated`] or [`ImageError::Corrupt`].
pub fn process(bytes: &[u8], options: &Options, limits: &Limits) -> Result<Processed, ImageError> {
    rendered(bytes, options, limits, |ready| {
        let written = write(ready.size, options, ready.render)?;
        let left = metadata_kinds(&written.bytes)?;
        Ok(Processed {
            bytes: written.bytes,
            format: written.format,
            width: written.width,
            height: written.height,
            quality: written.quality,
            crop: ready.crop,
            attention: ready.attention,
            removed: ready
                .source
                .metadata
                .iter()
                .copied()
                .filter(|kind| !left.contains(kind))
                .collect(),
            warnings: ready.warnings,
            thumbhash: written.thumbhash,
            source: ready.source,
        })
    })
}

/// A picture that is decoded and can be made at its size, or at a smaller one.
pub(crate) struct Ready<'a> {
    pub(crate) size: (u32, u32),
    pub(crate) render: &'a Render<'a>,
    pub(crate) crop: CropBox,
    pub(crate) attention: Option<Attention>,
    pub(crate) warnings: Vec<Warning>,
    pub(crate) source: Probe,
}

/// Makes the output at a size, opaque where its format is.
pub(crate) type Render<'a> = dyn Fn((u32, u32)) -> Picture + 'a;

/// The steps up to the encoder, then `finish`.
pub(crate) fn rendered<T>(
    bytes: &[u8],
    options: &Options,
    limits: &Limits,
    finish: impl FnOnce(Ready<'_>) -> Result<T, ImageError>,
) -> Result<T, ImageError> {
    options.check()?;
    let mut allowance = Allowance::of(limits);
    allowance.check_bytes(bytes)?;
    let source = inspect(bytes)?;
    allowance.take_picture(&source.probe)?;
    let colours = colours(bytes, &source, &mut allowance)?;
    let Options {
        crop, fit, gravity, ..
    } = *options;
    let framing = Framing::new(&source.probe, crop, fit, gravity, options.size)?;
    let (region, target, chroma) = (framing.stored(), framing.target(), finest_chroma(options));
    let decoded = decode(bytes, &source, &colours.inks, region, target, chroma)?;
    let (framed, decoded) = framing.framed(decoded);
    let (width, height) = output_size(framed.crop, options.size);
    let size = source.probe.orientation.exchanged(width, height);
    let orientation = source.probe.orientation;
    let orientation = orientation.turned(options.rotation.quarter_turns());
    let pixels = Source::new(&decoded, size, chroma, orientation);
    let render = |size| {
        colours
            .in_srgb(pixels.resized(size).picture())
            .writable(options)
    };
    finish(Ready {
        size,
        render: &render,
        crop: framed.crop,
        attention: framed.attention,
        warnings: colours.warning.into_iter().collect(),
        source: source.probe,
    })
}

/// How finely chroma may be wanted.
fn finest_chroma(options: &Options) -> Chroma {
    match options.format {
        OutputFormat::Jpeg => chroma(options.quality),
        _ => Chroma::Full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::colour::Inks;
    use crate::linear::to_srgb;
    use crate::raster::{Layout, Raster, Region};
    use crate::resize::ColourSource;
    use crate::{Fit, Matte, Rotation};
    use roundel_fixtures::{Fixture, scene};

    fn bytes(json: &str) -> Vec<u8> {
        json.parse::<Fixture>().unwrap().bytes().unwrap()
    }

    fn made(json: &str, options: &Options) -> Processed {
        process(&bytes(json), options, &Limits::DEVICE).unwrap()
    }

    /// The pixels of a JPEG or PNG result.
    fn pixels(made: &Processed) -> Raster {
        let inspected = inspect(&made.bytes).unwrap();
        let whole = CropBox {
            x: 0,
            y: 0,
            width: made.width,
            height: made.height,
        };
        let size = (made.width, made.height);
        let inks = Inks::default();
        let decoded = decode(&made.bytes, &inspected, &inks, whole, size, Chroma::Full).unwrap();
        let source = Source::new(&decoded, size, Chroma::Full, crate::Orientation::UPRIGHT);
        source.resized(size).picture().raster().into_owned()
    }

    /// The colour at a position of a result, 0 to 1 across and down.
    fn colour(made: &Processed, u: f64, v: f64) -> [u8; 3] {
        let raster = pixels(made);
        let pixel = raster.pixel_at(u, v);
        [pixel[0], pixel[1], pixel[2]]
    }

    fn assert_near(is: [u8; 3], should: [u8; 3]) {
        let near = is.iter().zip(should).all(|(a, b)| a.abs_diff(b) < 45);
        assert!(near, "{is:?} is not near {should:?}");
    }

    #[test]
    fn every_orientation_comes_out_upright_and_clean() {
        for orientation in 1..=8 {
            let photo = format!(
                r#"{{"fixture":"photo_jpeg","width":600,"height":400,"orientation":{orientation},"gps":true}}"#
            );
            let made = made(
                &photo,
                &Options {
                    size: 128,
                    ..Options::default()
                },
            );
            assert_eq!((made.width, made.height), (128, 128));
            assert_near(colour(&made, 0.2, 0.2), scene::TOP_LEFT);
            assert_near(colour(&made, 0.8, 0.2), scene::TOP_RIGHT);
            assert_near(colour(&made, 0.2, 0.8), scene::BOTTOM_LEFT);
            assert_near(colour(&made, 0.8, 0.8), scene::BOTTOM_RIGHT);
            assert_eq!(metadata_kinds(&made.bytes), Ok(Vec::new()));
            assert_eq!(made.removed, [MetadataKind::Exif, MetadataKind::Gps]);
        }
    }

    #[test]
    fn crops_are_of_the_upright_picture_whatever_its_orientation() {
        for orientation in 1..=8 {
            let (width, height) = if orientation > 4 {
                (400, 600)
            } else {
                (600, 400)
            };
            let photo = format!(
                r#"{{"fixture":"photo_jpeg","width":{width},"height":{height},"orientation":{orientation}}}"#
            );
            // The lower right quadrant of the upright 600 x 400.
            let crop = CropBox {
                x: 320,
                y: 220,
                width: 160,
                height: 160,
            };
            let options = Options {
                size: 64,
                crop: Some(crop),
                ..Options::default()
            };
            let made = made(&photo, &options);
            for (u, v) in [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)] {
                assert_near(colour(&made, u, v), scene::BOTTOM_RIGHT);
            }
        }
    }

    #[test]
    fn every_sampling_crop_and_size_shows_what_a_full_decode_shows() {
        for (horizontal, vertical) in [(1, 1), (2, 1), (1, 2), (2, 2), (4, 1)] {
            let photo = bytes(&format!(
                r#"{{"fixture":"sampled_jpeg","width":301,"height":203,"horizontal":{horizontal},"vertical":{vertical}}}"#
            ));
            let full = Raster {
                width: 301,
                height: 203,
                layout: Layout::Rgb,
                data: jpeg_decoder::Decoder::new(photo.as_slice())
                    .decode()
                    .unwrap(),
            };
            for (x, y, width, height) in [
                (0, 0, 301, 203),
                (17, 33, 101, 77),
                (202, 101, 99, 102),
                (300, 202, 1, 1),
            ] {
                let crop = CropBox {
                    x,
                    y,
                    width,
                    height,
                };
                for size in [400, 60] {
                    let options = Options {
                        size,
                        fit: Fit::Inside,
                        crop: Some(crop),
                        format: OutputFormat::Png,
                        ..Options::default()
                    };
                    let made = process(&photo, &options, &Limits::DEVICE).unwrap();
                    let size = output_size(crop, size);
                    let region = Region::of(crop, 1);
                    let should = ColourSource::new(&full, region, size).resized(size);
                    let off = mean_difference(&pixels(&made), &to_srgb(&should));
                    assert!(
                        off < 1.5,
                        "{horizontal}x{vertical} {crop} to {size:?}: {off}"
                    );
                }
            }
        }
    }

    fn mean_difference(one: &Raster, other: &Raster) -> f64 {
        assert_eq!((one.width, one.height), (other.width, other.height));
        let differences = one.data.iter().zip(&other.data);
        let sum: u64 = differences.map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        sum as f64 / one.data.len() as f64
    }

    #[test]
    fn turning_is_clockwise_and_comes_last() {
        let photo = r#"{"fixture":"photo_jpeg","width":300,"height":200,"orientation":3}"#;
        let options = Options {
            size: 150,
            fit: Fit::Inside,
            rotation: Rotation::Quarter,
            ..Options::default()
        };
        let made = made(photo, &options);
        assert_eq!((made.width, made.height), (100, 150));
        assert_near(colour(&made, 0.8, 0.2), scene::TOP_LEFT);
        assert_near(colour(&made, 0.2, 0.2), scene::BOTTOM_LEFT);
    }

    #[test]
    fn a_small_picture_is_not_enlarged() {
        let made = made(
            r#"{"fixture":"photo_jpeg","width":224,"height":168}"#,
            &Options::default(),
        );
        assert_eq!((made.width, made.height), (168, 168));
    }

    #[test]
    fn transparent_becomes_the_matte_as_jpeg_and_stays_as_png() {
        let disc = r#"{"fixture":"png","width":300,"height":300,"colour":"rgba"}"#;
        let jpeg = made(disc, &Options::default());
        assert!(colour(&jpeg, 0.01, 0.01).iter().all(|&value| value > 250));
        let red = Options {
            matte: Matte([255, 0, 0]),
            ..Options::default()
        };
        assert_near(colour(&made(disc, &red), 0.01, 0.01), [255, 0, 0]);
        let png = Options {
            format: OutputFormat::Png,
            ..Options::default()
        };
        assert!(crate::probe(&made(disc, &png).bytes).unwrap().alpha);
    }

    #[test]
    fn a_budget_is_kept() {
        let photo = r#"{"fixture":"photo_jpeg","width":800,"height":800}"#;
        for max_bytes in [40_000, 20_000, 5_000] {
            let options = Options {
                max_bytes: Some(max_bytes),
                ..Options::default()
            };
            let made = made(photo, &options);
            assert!(made.bytes.len() as u64 <= max_bytes);
            assert!(made.quality >= 40);
        }
    }

    #[test]
    fn a_budget_is_kept_by_every_format_or_refused() {
        let photo = r#"{"fixture":"photo_jpeg","width":800,"height":800}"#;
        for format in [OutputFormat::Jpeg, OutputFormat::Png, OutputFormat::Webp] {
            for max_bytes in [30_000, 3_000, 300] {
                let options = Options {
                    max_bytes: Some(max_bytes),
                    format,
                    ..Options::default()
                };
                match process(&bytes(photo), &options, &Limits::DEVICE) {
                    Ok(made) => {
                        assert!(made.bytes.len() as u64 <= max_bytes, "{format:?}");
                        assert_eq!(
                            crate::probe(&made.bytes).unwrap().format.mime(),
                            format.mime()
                        );
                    }
                    Err(error) => assert_eq!((max_bytes, error.code()), (300, "over_budget")),
                }
            }
        }
    }

    #[test]
    fn nothing_but_pixels_comes_out_of_any_format_and_what_went_is_said() {
        use MetadataKind::{Comment, Exif, Gps, Icc, Iptc, Other, Text, Trailer, Xmp};
        for (source, orientation, should) in [
            (
                r#"{"fixture":"photo_jpeg","width":64,"height":48,"orientation":6,"gps":true,"extras":true}"#,
                6,
                vec![Exif, Gps, Xmp, Iptc, Icc, Comment, Other, Trailer],
            ),
            (
                r#"{"fixture":"png","width":48,"height":32,"colour":"rgb","orientation":5,"text":true}"#,
                5,
                vec![Exif, Xmp, Icc, Text],
            ),
            (
                r#"{"fixture":"profiled","profile":"display_p3","of":{"fixture":"webp","width":60,"height":40,"lossless":true,"alpha":true,"orientation":8}}"#,
                8,
                vec![Exif, Gps, Icc],
            ),
        ] {
            for format in [OutputFormat::Jpeg, OutputFormat::Png, OutputFormat::Webp] {
                let options = Options {
                    format,
                    ..Options::default()
                };
                let made = made(source, &options);
                assert_eq!(made.source.orientation.exif(), orientation);
                assert_eq!(metadata_kinds(&made.bytes), Ok(Vec::new()), "{format:?}");
                assert_eq!(made.removed, should, "{format:?}");
            }
        }
    }

    #[test]
    fn a_cut_photo_is_truncated_never_half_grey() {
        for keep in [0.3, 0.9, 0.9999] {
            let cut = format!(
                r#"{{"fixture":"cut","keep":{keep},"of":{{"fixture":"photo_jpeg","width":400,"height":300,"orientation":6}}}}"#
            );
            let error = process(&bytes(&cut), &Options::default(), &Limits::DEVICE);
            assert_eq!(error, Err(ImageError::Truncated), "{keep}");
        }
    }
}
