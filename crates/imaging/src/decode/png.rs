//! PNG (PNG Third Edition, W3C): every depth, colour type and order of rows, a row at a time.
//!
//! Ours and not the crate `png`, because that would be a quarter of what a browser downloads, and because rows that
//! are averaged as they come never make a whole picture. Inflating is `fdeflate`'s.

use alloc::vec::Vec;

mod adam7;
mod chunks;
mod filter;
mod header;
mod pixels;
mod scanlines;

use super::Decoded;
use super::gather::Gather;
use crate::{CropBox, ImageError};
use chunks::Chunks;
use header::Header;
use pixels::Pixels;
use scanlines::Scanlines;

/// The picture, or the default image of an animated one.
pub(super) fn decode(
    bytes: &[u8],
    region: CropBox,
    target: (u32, u32),
) -> Result<Decoded, ImageError> {
    let mut chunks = Chunks::new(bytes);
    let header = Header::read(&chunks.next()?)?;
    let pixels = Pixels::read(&header, &mut chunks)?;
    let mut gather = Gather::new(region, target, pixels.layout());
    let mut lines = Scanlines::new(&header, chunks);
    if header.interlaced {
        adam7::decode(&header, &pixels, &mut lines, &mut gather)?;
    } else {
        let (mut samples, mut row) = (Vec::new(), pixels.row(header.width));
        while gather.wants_more() {
            pixels.expand(lines.next(header.width)?, &mut samples, &mut row);
            gather.push(&row);
        }
    }
    Ok(gather.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{Layout, Raster};
    use roundel_fixtures::{Fixture, scene};

    fn decoded(json: &str) -> Result<Raster, ImageError> {
        let bytes = json.parse::<Fixture>().unwrap().bytes().unwrap();
        let probe = crate::probe(&bytes).unwrap();
        let (width, height) = probe.orientation.exchanged(probe.width, probe.height);
        let whole = CropBox {
            x: 0,
            y: 0,
            width,
            height,
        };
        match decode(&bytes, whole, (width, height))? {
            Decoded::Raster(raster, _) => Ok(raster),
            other => panic!("not in full size: {other:?}"),
        }
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

    /// RGB or RGBA of the crate `png`.
    fn reference(bytes: &[u8]) -> Vec<u8> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut data).unwrap();
        data.truncate(frame.buffer_size());
        match frame.color_type {
            png::ColorType::Grayscale => data.iter().flat_map(|&luma| [luma; 3]).collect(),
            _ => data,
        }
    }

    #[test]
    fn every_pixel_is_what_another_decoder_reads() {
        for (colour, depths) in [
            ("grey", &[1, 2, 4, 8, 16][..]),
            ("rgb", &[8, 16]),
            ("rgb_key", &[8, 16]),
            ("rgba", &[8, 16]),
            ("palette", &[4, 8]),
            ("palette_alpha", &[4, 8]),
        ] {
            for (depth, side) in depths
                .iter()
                .flat_map(|depth| (1..19).map(move |side| (depth, side)))
            {
                for interlaced in [false, true] {
                    let json = format!(
                        r#"{{"fixture":"png","width":{side},"height":{},"colour":"{colour}","depth":{depth},"interlaced":{interlaced}}}"#,
                        20 - side
                    );
                    let bytes = json.parse::<Fixture>().unwrap().bytes().unwrap();
                    assert_eq!(decoded(&json).unwrap().data, reference(&bytes), "{json}");
                }
            }
        }
    }

    #[test]
    fn a_damaged_byte_is_noticed() {
        let png = r#"{"fixture":"png","width":40,"height":40,"colour":"rgb"}"#;
        let mut bytes = png.parse::<Fixture>().unwrap().bytes().unwrap();
        let at = bytes.len() - 40;
        bytes[at] ^= 1;
        let whole = CropBox {
            x: 0,
            y: 0,
            width: 40,
            height: 40,
        };
        assert_eq!(
            decode(&bytes, whole, (40, 40)).unwrap_err().code(),
            "corrupt"
        );
    }
}
