//! PNG by `png`: every depth and colour type becomes 8 bits of RGB or RGBA.

use std::io::Cursor;

use png::{ColorType, Decoder, DecodingError, Limits, Transformations};

use crate::ImageError;
use crate::raster::{Layout, Raster};

/// The picture, or the first frame of an animated one.
pub(super) fn decode(bytes: &[u8]) -> Result<Raster, ImageError> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    // Text and profiles can inflate to anything and are not needed.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_limits(Limits {
        bytes: MAX_DECODER_BYTES,
    });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(refusal)?;
    let size = reader
        .output_buffer_size()
        .ok_or_else(|| ImageError::corrupt("a PNG that no memory holds"))?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(refusal)?;
    data.truncate(frame.buffer_size());
    let (layout, data) = colour(frame.color_type, data)?;
    Ok(Raster {
        width: frame.width,
        height: frame.height,
        layout,
        data,
    })
}

/// What the decoder may allocate for itself: rows of 12,000 pixels of 8 bytes and its windows fit many times.
const MAX_DECODER_BYTES: usize = 8 * 1024 * 1024;

fn colour(kind: ColorType, data: Vec<u8>) -> Result<(Layout, Vec<u8>), ImageError> {
    match kind {
        ColorType::Rgb => Ok((Layout::Rgb, data)),
        ColorType::Rgba => Ok((Layout::Rgba, data)),
        ColorType::Grayscale => {
            let rgb = data.into_iter().flat_map(|luma| [luma; 3]).collect();
            Ok((Layout::Rgb, rgb))
        }
        ColorType::GrayscaleAlpha => {
            let pixels = data.as_chunks::<2>().0;
            let rgba = pixels
                .iter()
                .flat_map(|&[luma, alpha]| [luma, luma, luma, alpha]);
            Ok((Layout::Rgba, rgba.collect()))
        }
        ColorType::Indexed => Err(ImageError::corrupt("a PNG whose palette was not applied")),
    }
}

fn refusal(error: DecodingError) -> ImageError {
    match error {
        DecodingError::IoError(_) => ImageError::Truncated,
        DecodingError::LimitsExceeded => ImageError::TooComplex,
        error => ImageError::corrupt(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roundel_fixtures::{Fixture, scene};

    fn decoded(json: &str) -> Result<Raster, ImageError> {
        decode(&json.parse::<Fixture>().unwrap().bytes().unwrap())
    }

    #[test]
    fn every_colour_type_depth_and_order_shows_the_scene() {
        for (colour, depths) in [
            ("rgb", &[8, 16][..]),
            ("rgb_key", &[8, 16]),
            ("rgba", &[8, 16]),
            ("palette", &[4, 8]),
            ("palette_alpha", &[4, 8]),
        ] {
            for depth in depths {
                for interlaced in [false, true] {
                    let raster = decoded(&format!(
                        r#"{{"fixture":"png","width":33,"height":21,"colour":"{colour}","depth":{depth},"interlaced":{interlaced}}}"#
                    ))
                    .unwrap();
                    assert_eq!((raster.width, raster.height), (33, 21));
                    assert_eq!(
                        raster.pixel_at(0.4, 0.4)[..3],
                        scene::TOP_LEFT,
                        "{colour} {depth}"
                    );
                    assert_eq!(
                        raster.pixel_at(0.7, 0.7)[..3],
                        scene::BOTTOM_RIGHT,
                        "{colour} {depth}"
                    );
                    let transparent =
                        raster.layout == Layout::Rgba && raster.pixel_at(0.0, 0.0)[3] == 0;
                    assert_eq!(
                        transparent,
                        !matches!(colour, "rgb" | "palette"),
                        "{colour}"
                    );
                }
            }
        }
    }

    #[test]
    fn grey_of_every_depth_is_grey() {
        for depth in [1, 2, 4, 8, 16] {
            let raster = decoded(&format!(
                r#"{{"fixture":"png","width":32,"height":16,"colour":"grey","depth":{depth}}}"#
            ))
            .unwrap();
            assert!(
                raster
                    .data
                    .as_chunks::<3>()
                    .0
                    .iter()
                    .all(|[r, g, b]| r == g && g == b)
            );
            assert!(
                raster.pixel_at(0.75, 0.75) > raster.pixel_at(0.25, 0.75),
                "{depth}"
            );
        }
    }

    #[test]
    fn text_that_inflates_to_64_megabytes_is_passed_over() {
        assert!(decoded(r#"{"fixture":"text_bomb"}"#).is_ok());
    }

    #[test]
    fn a_cut_file_is_truncated() {
        let cut = r#"{"fixture":"cut","keep":0.6,"of":{"fixture":"png","width":64,"height":64,"colour":"rgb"}}"#;
        assert_eq!(decoded(cut), Err(ImageError::Truncated));
    }

    #[test]
    fn the_first_frame_of_an_animation_counts() {
        let raster = decoded(r#"{"fixture":"animated_png","width":20,"height":20}"#).unwrap();
        assert_eq!(raster.pixel_at(0.25, 0.25), scene::TOP_LEFT);
    }
}
