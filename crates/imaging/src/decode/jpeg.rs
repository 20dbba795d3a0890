//! JPEG by `roundel-jpeg`: the region alone, reduced by its scaled inverse DCT.

mod colours;
#[cfg(not(target_arch = "wasm32"))]
mod fallback;
mod scales;

use roundel_jpeg::ColourModel;
use roundel_jpeg::decode::{self as codec, DecodeError, read_header};

use super::Decoded;
use crate::colour::Inks;
use crate::planes::Chroma;
use crate::probe::Inspected;
use crate::{CropBox, ImageError};
use colours::colours;
use scales::{Scales, part_of};

/// Luma and chroma as they are; inks and RGB as colours.
pub(super) fn decode(
    bytes: &[u8],
    source: &Inspected,
    inks: &Inks,
    region: CropBox,
    target: (u32, u32),
    chroma: Chroma,
) -> Result<Decoded, ImageError> {
    if source.scans.ends.len() > max_scans(source) {
        return Err(ImageError::TooComplex);
    }
    let refused = |error| refusal(error, source.complete);
    let header = match read_header(bytes) {
        Err(DecodeError::Unsupported(_)) => {
            return unsupported(bytes, source, inks, region, target);
        }
        header => header.map_err(refused)?,
    };
    let scales = Scales::new(&header, region, target, chroma);
    let decoded = codec::decode(bytes, &scales.options(region)).map_err(refused)?;
    if decoded.warning.is_some() {
        return Err(incomplete(source.complete));
    }
    let origin = (
        scales.stored(decoded.offset_x),
        scales.stored(decoded.offset_y),
    );
    let planar = decoded.planar;
    Ok(match planar.colour {
        ColourModel::Grey | ColourModel::YCbCr => {
            Decoded::Planes(scales.parts(planar, region, origin))
        }
        _ => {
            let (across, down) = scales.pixels_a_sample(0);
            let whole = part_of(region, origin, across, down);
            let whole = whole.within(planar.width, planar.height);
            Decoded::Raster(colours(&planar, &scales.samplings(), inks), whole)
        }
    })
}

/// Every scan of a progressive JPEG visits every block, so a small file with many scans can keep a decoder busy for
/// minutes. Encoders write 6 to 14 scans; this allows 100 for 15 megapixels and fewer above.
fn max_scans(source: &Inspected) -> usize {
    const MAX_SCANS: u64 = 100;
    const MAX_SCANNED_PIXELS: u64 = 1_500_000_000;
    let pixels = u64::from(source.probe.width) * u64::from(source.probe.height);
    (MAX_SCANNED_PIXELS / pixels.max(1)).min(MAX_SCANS) as usize
}

#[cfg(not(target_arch = "wasm32"))]
fn unsupported(
    bytes: &[u8],
    source: &Inspected,
    inks: &Inks,
    region: CropBox,
    target: (u32, u32),
) -> Result<Decoded, ImageError> {
    let reduction = 8 / scales::largest_scale((1, 1), region, target).eighths();
    let (raster, reduction) = fallback::decode(bytes, source, inks, reduction)?;
    let (width, height) = (raster.width as usize, raster.height as usize);
    Ok(Decoded::Raster(
        raster,
        crate::raster::Region::of(region, reduction).within(width, height),
    ))
}

#[cfg(target_arch = "wasm32")]
fn unsupported(
    _: &[u8],
    _: &Inspected,
    _: &Inks,
    _: CropBox,
    _: (u32, u32),
) -> Result<Decoded, ImageError> {
    Err(UNKNOWN_KIND)
}

const UNKNOWN_KIND: ImageError = ImageError::UnsupportedFormat {
    detected: "This kind of JPEG",
};

fn refusal(error: DecodeError, complete: bool) -> ImageError {
    match error {
        DecodeError::Truncated => incomplete(complete),
        DecodeError::Unsupported(_) => UNKNOWN_KIND,
        DecodeError::OverLimit(_) => ImageError::TooComplex,
        // Whatever the end of a file was cut off from looks corrupt.
        _ if !complete => ImageError::Truncated,
        error => ImageError::corrupt(error.reason()),
    }
}

/// Data that are missing at the end of a file are still to come; those missing before its end marker are lost.
fn incomplete(complete: bool) -> ImageError {
    if complete {
        ImageError::corrupt("parts of a JPEG's picture are missing")
    } else {
        ImageError::Truncated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Orientation;
    use crate::probe::inspect;
    use crate::raster::Raster;
    use crate::source::Source;
    use roundel_fixtures::{Fixture, scene};

    /// The whole picture at no more than half of `target`, as RGB.
    fn decoded(json: &str, target: (u32, u32)) -> Result<(Decoded, Raster), ImageError> {
        let bytes = json.parse::<Fixture>().unwrap().bytes().unwrap();
        decoded_bytes(&bytes, target, Chroma::Full)
    }

    fn decoded_bytes(
        bytes: &[u8],
        target: (u32, u32),
        chroma: Chroma,
    ) -> Result<(Decoded, Raster), ImageError> {
        let source = inspect(bytes)?;
        let (width, height) = (source.probe.width, source.probe.height);
        let whole = CropBox {
            x: 0,
            y: 0,
            width,
            height,
        };
        let decoded = decode(bytes, &source, &Inks::default(), whole, target, chroma)?;
        let output = (width.min(target.0), height.min(target.1));
        let light = Source::new(&decoded, output, chroma, Orientation::UPRIGHT);
        let raster = light.resized(output).picture().raster().into_owned();
        Ok((decoded, raster))
    }

    fn assert_scene(raster: &Raster, tolerance: u8) {
        for (u, v, colour) in [
            (0.25, 0.25, scene::TOP_LEFT),
            (0.75, 0.25, scene::TOP_RIGHT),
            (0.25, 0.75, scene::BOTTOM_LEFT),
            (0.75, 0.75, scene::BOTTOM_RIGHT),
        ] {
            for (is, should) in raster.pixel_at(u, v).iter().zip(colour) {
                assert!(
                    is.abs_diff(should) <= tolerance,
                    "{is} is not {should} at {u},{v}"
                );
            }
        }
    }

    #[test]
    fn planes_come_as_small_as_twice_the_target_and_show_the_scene() {
        let json =
            r#"{"fixture":"sampled_jpeg","width":1001,"height":333,"horizontal":2,"vertical":2}"#;
        for (target, luma, chroma) in [
            ((1001, 333), (1001, 333), (501, 167)),
            ((250, 83), (501, 167), (501, 167)),
            ((125, 41), (251, 84), (251, 84)),
            ((62, 20), (126, 42), (126, 42)),
        ] {
            let (decoded, raster) = decoded(json, target).unwrap();
            let Decoded::Planes(parts) = decoded else {
                panic!("colours");
            };
            let sizes = parts
                .iter()
                .map(|part| (part.plane.width, part.plane.height));
            assert!(sizes.eq([luma, chroma, chroma]), "{target:?}");
            assert_scene(&raster, 6);
        }
    }

    #[test]
    fn inks_become_light_with_and_without_adobe_s_marker() {
        for (adobe, ycck) in [(true, false), (true, true), (false, false)] {
            let json = format!(
                r#"{{"fixture":"cmyk_jpeg","width":64,"height":64,"adobe":{adobe},"ycck":{ycck}}}"#
            );
            assert_scene(&decoded(&json, (64, 64)).unwrap().1, 12);
        }
    }

    #[test]
    fn every_sampling_is_read_and_grey_stays_grey() {
        // A bit 0 is "as before" to every table here, so zeros are grey in any sampling.
        let file = |sampling: [u8; 3]| {
            let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
            jpeg.extend([1; 64]);
            jpeg.extend([0xFF, 0xC0, 0, 17, 8, 0, 200, 0, 200, 3]);
            for (id, sampling) in (1..).zip(sampling) {
                jpeg.extend([id, sampling, 0]);
            }
            for class in [0x00, 0x10] {
                jpeg.extend([0xFF, 0xC4, 0, 20, class, 1]);
                jpeg.extend([0; 16]);
            }
            jpeg.extend([0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
            jpeg.extend([0; 4000]);
            jpeg.extend([0xFF, 0xD9]);
            jpeg
        };
        // The last has a first component that is not the finest: not ours, but read natively.
        for sampling in [
            [0x22, 0x11, 0x22],
            [0x41, 0x11, 0x21],
            [0x22, 0x21, 0x12],
            [0x11, 0x21, 0x11],
        ] {
            let bytes = file(sampling);
            for (size, chroma) in [(200, Chroma::Full), (60, Chroma::Half), (20, Chroma::Full)] {
                let (decoded, raster) = decoded_bytes(&bytes, (size, size), chroma).unwrap();
                let by_fallback = matches!(decoded, Decoded::Raster(..));
                assert_eq!(by_fallback, sampling[0] == 0x11);
                let grey = raster.data.iter().all(|value| value.abs_diff(128) <= 1);
                assert!(grey, "{sampling:?} at {size}");
            }
        }
    }

    #[test]
    fn grey_stays_one_plane() {
        let json = r#"{"fixture":"grey_jpeg","width":64,"height":48}"#;
        let Decoded::Planes(parts) = decoded(json, (64, 48)).unwrap().0 else {
            panic!("colours");
        };
        assert_eq!(parts.len(), 1);
    }

    #[test]
    fn only_the_region_is_decoded() {
        let photo = roundel_fixtures::photo_jpeg(400, 300, 0, false).unwrap();
        let region = CropBox {
            x: 201,
            y: 99,
            width: 70,
            height: 50,
        };
        let source = inspect(&photo).unwrap();
        let Decoded::Planes(parts) = decode(
            &photo,
            &source,
            &Inks::default(),
            region,
            (70, 50),
            Chroma::Half,
        )
        .unwrap() else {
            panic!("colours");
        };
        let luma = &parts[0];
        assert!(luma.plane.width <= 70 + 32 && luma.plane.height <= 50 + 32);
        assert_eq!(
            (luma.region.left, luma.region.top),
            (201.0 - 192.0, 99.0 - 96.0)
        );
        assert_eq!(parts[1].region.left, luma.region.left / 2.0);
    }

    #[test]
    fn a_file_that_repeats_its_scans_is_refused() {
        let error = decoded(
            r#"{"fixture":"scan_bomb","side":4000,"scans":101}"#,
            (64, 64),
        )
        .unwrap_err();
        assert_eq!(error, ImageError::TooComplex);
    }

    #[test]
    fn data_shorter_than_the_header_claims_is_an_error() {
        let claimed = decoded(
            r#"{"fixture":"claimed_jpeg","width":4000,"height":3000}"#,
            (64, 64),
        );
        assert_eq!(claimed.unwrap_err().code(), "corrupt");
    }

    #[test]
    fn only_the_end_marker_may_be_missing() {
        let short = |by: usize, progressive: bool| {
            decoded(
                &format!(
                    r#"{{"fixture":"short","by":{by},"of":{{"fixture":"photo_jpeg","width":200,"height":150,"progressive":{progressive}}}}}"#
                ),
                (200, 150),
            )
            .map(|(_, raster)| raster)
        };
        for progressive in [false, true] {
            let whole = short(0, progressive);
            assert!(whole.is_ok() && short(2, progressive) == whole);
            for by in [6, 10, 100, 3000] {
                assert_eq!(short(by, progressive), Err(ImageError::Truncated), "{by}");
            }
        }
    }

    #[test]
    fn a_cut_that_was_given_an_end_marker_is_still_noticed() {
        let photo = roundel_fixtures::photo_jpeg(200, 150, 0, false).unwrap();
        let mut cut = photo[..photo.len() / 2].to_vec();
        cut.extend([0xFF, 0xD9]);
        let whole = CropBox {
            x: 0,
            y: 0,
            width: 200,
            height: 150,
        };
        let error = decode(
            &cut,
            &inspect(&cut).unwrap(),
            &Inks::default(),
            whole,
            (200, 150),
            Chroma::Half,
        )
        .unwrap_err();
        assert_eq!(error.code(), "corrupt");
    }
}
