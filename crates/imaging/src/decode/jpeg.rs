//! JPEG by `jpeg-decoder`, reduced by its scaled inverse DCT.

use jpeg_decoder::{Decoder, Error, PixelFormat};

use crate::ImageError;
use crate::probe::Inspected;
use crate::raster::{Layout, Raster};

/// The picture, and by how much it is reduced: at most `reduction`.
pub(super) fn decode(
    bytes: &[u8],
    source: &Inspected,
    reduction: u32,
) -> Result<(Raster, u32), ImageError> {
    check_scans(source)?;
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
        data: rgb(pixels, format, has_adobe_marker(bytes))?,
    };
    // A side of a few pixels can match several reductions: what came out is what counts.
    let reduction = [1, 2, 4, 8]
        .into_iter()
        .find(|&by| full.width.div_ceil(by) == width && full.height.div_ceil(by) == height);
    Ok((raster, reduction.unwrap_or(1).into()))
}

/// Every scan of a progressive JPEG visits every block, so a small file with many scans can keep a decoder busy for
/// minutes. Encoders write 6 to 14 scans; this allows 100 for 15 megapixels and fewer above.
///
/// Without its end marker a progressive file may lack whole scans and would come out blurred.
fn check_scans(source: &Inspected) -> Result<(), ImageError> {
    const MAX_SCANS: u64 = 100;
    const MAX_SCANNED_PIXELS: u64 = 1_500_000_000;
    let pixels = u64::from(source.probe.width) * u64::from(source.probe.height);
    let scans = source.scans.ends.len() as u64;
    if scans > MAX_SCANS || scans * pixels > MAX_SCANNED_PIXELS {
        return Err(ImageError::TooComplex);
    }
    if scans == 0 || (source.scans.progressive && !source.complete) {
        return Err(ImageError::Truncated);
    }
    Ok(())
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

fn rgb(pixels: Vec<u8>, format: PixelFormat, adobe: bool) -> Result<Vec<u8>, ImageError> {
    match format {
        PixelFormat::RGB24 => Ok(pixels),
        PixelFormat::L8 => Ok(pixels.into_iter().flat_map(|luma| [luma; 3]).collect()),
        PixelFormat::CMYK32 => Ok(pixels
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|&inks| light(inks, adobe))
            .collect()),
        PixelFormat::L16 => Err(ImageError::UnsupportedFormat {
            detected: "Lossless JPEG",
        }),
    }
}

/// Light from ink, without a profile. The decoder inverts all it reads; only files with Adobe's marker are stored
/// inverted, so without it the values are inverted back.
fn light(inks: [u8; 4], adobe: bool) -> [u8; 3] {
    let inks = if adobe {
        inks
    } else {
        inks.map(|ink| 255 - ink)
    };
    let [cyan, magenta, yellow, black] = inks.map(|ink| 255 - u32::from(ink));
    [cyan, magenta, yellow].map(|light| ((light * black + 127) / 255) as u8)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::inspect;
    use roundel_fixtures::{Fixture, scene};

    fn decoded(json: &str, reduction: u32) -> Result<(Raster, u32), ImageError> {
        let bytes = json.parse::<Fixture>().unwrap().bytes().unwrap();
        decode(&bytes, &inspect(&bytes).unwrap(), reduction)
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
    fn each_reduction_halves_the_sides_and_rounds_up() {
        let json =
            r#"{"fixture":"sampled_jpeg","width":1001,"height":333,"horizontal":2,"vertical":2}"#;
        for (reduction, size) in [
            (1, (1001, 333)),
            (2, (501, 167)),
            (4, (251, 84)),
            (8, (126, 42)),
        ] {
            let (raster, reduced) = decoded(json, reduction).unwrap();
            assert_eq!(
                (raster.width, raster.height, reduced),
                (size.0, size.1, reduction)
            );
            assert_eq!(raster.data.len(), (size.0 * size.1 * 3) as usize);
            assert_scene(&raster, 6);
        }
    }

    #[test]
    fn inks_become_light_with_and_without_adobe_s_marker() {
        for (adobe, ycck) in [(true, false), (true, true), (false, false)] {
            let json = format!(
                r#"{{"fixture":"cmyk_jpeg","width":64,"height":64,"adobe":{adobe},"ycck":{ycck}}}"#
            );
            assert_scene(&decoded(&json, 1).unwrap().0, 12);
        }
    }

    #[test]
    fn one_component_becomes_three_equal_ones() {
        let (raster, _) = decoded(r#"{"fixture":"grey_jpeg","width":64,"height":48}"#, 1).unwrap();
        assert_eq!(raster.layout, Layout::Rgb);
        assert!(
            raster
                .data
                .as_chunks::<3>()
                .0
                .iter()
                .all(|[r, g, b]| r == g && g == b)
        );
    }

    #[test]
    fn a_file_that_repeats_its_scans_is_refused() {
        let error = decoded(r#"{"fixture":"scan_bomb","side":4000,"scans":101}"#, 8).unwrap_err();
        assert_eq!(error, ImageError::TooComplex);
    }

    #[test]
    fn data_shorter_than_the_header_claims_is_an_error() {
        let claimed = decoded(
            r#"{"fixture":"claimed_jpeg","width":4000,"height":3000}"#,
            1,
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
                1,
            )
        };
        assert_eq!(short(2, false).unwrap(), short(0, false).unwrap());
        for by in [6, 10, 100, 5000] {
            assert_eq!(short(by, false), Err(ImageError::Truncated), "{by}");
        }
        for by in [2, 10, 3000] {
            assert_eq!(short(by, true), Err(ImageError::Truncated), "{by}");
        }
    }

    #[test]
    fn a_cut_that_was_given_an_end_marker_is_still_noticed() {
        let photo = roundel_fixtures::photo_jpeg(200, 150, 0, false).unwrap();
        let mut cut = photo[..photo.len() / 2].to_vec();
        cut.extend([0xFF, 0xD9]);
        let error = decode(&cut, &inspect(&cut).unwrap(), 1).unwrap_err();
        assert_eq!(error.code(), "corrupt");
    }
}
