//! Lossy WebP by libwebp. Native only.

use alloc::format;
use alloc::vec::Vec;

use alloc::borrow::Cow;

use roundel_jpeg::{Planar, Plane};
use webpx::{Encoder, EncoderConfig, Unstoppable, YuvPlanesRef};

use super::internal;
use crate::ImageError;
use crate::picture::Picture;
use crate::raster::{Layout, Raster};
use crate::ycbcr::{halved, has_full_chroma, in_studio_range};

/// Half the time of libwebp's default 4 for 2 % more bytes.
const METHOD: u8 = 2;

/// The picture as lossy WebP; `quality` is 1 to 100.
pub(super) fn encode(picture: &Picture, quality: u8) -> Result<Vec<u8>, ImageError> {
    match picture {
        Picture::Raster(raster) => write(of_raster(raster), quality),
        Picture::Planes(planar) => {
            let [luma, blue, red] = planes(planar);
            let size = (luma.width as u32, luma.height as u32);
            write(
                Encoder::new_yuv(planes_of(size, [&luma, &blue, &red])),
                quality,
            )
        }
    }
}

fn of_raster(raster: &Raster) -> Encoder<'_> {
    let new = match raster.layout {
        Layout::Rgb => Encoder::new_rgb,
        Layout::Rgba => Encoder::new_rgba,
    };
    new(&raster.data, raster.width, raster.height)
}

/// Planes as VP8 has them: chroma for each 2 x 2 pixels, all in the studio's range.
fn planes(planar: &Planar) -> [Plane; 3] {
    let planar = if has_full_chroma(planar) {
        Cow::Owned(halved(planar))
    } else {
        Cow::Borrowed(planar)
    };
    in_studio_range(&planar)
}

fn planes_of((width, height): (u32, u32), [luma, blue, red]: [&Plane; 3]) -> YuvPlanesRef<'_> {
    YuvPlanesRef {
        y: &luma.samples,
        y_stride: luma.stride,
        u: &blue.samples,
        u_stride: blue.stride,
        v: &red.samples,
        v_stride: red.stride,
        a: None,
        a_stride: 0,
        width,
        height,
    }
}

fn write(encoder: Encoder<'_>, quality: u8) -> Result<Vec<u8>, ImageError> {
    let config = EncoderConfig::new().quality(quality.into()).method(METHOD);
    encoder
        .config(config)
        .encode(Unstoppable)
        .map_err(|error| internal(format!("libwebp: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe;
    use crate::ycbcr::to_planar;
    use roundel_jpeg::ColourModel;
    use roundel_webp::{Pixels, decode};

    fn photo() -> Raster {
        Raster {
            width: 121,
            height: 90,
            layout: Layout::Rgb,
            data: roundel_fixtures::scene::photo_rgb(121, 90, 0),
        }
    }

    #[test]
    fn planes_show_what_pixels_show() {
        let planar = to_planar(&photo());
        let grey = Planar {
            colour: ColourModel::Grey,
            planes: planar.planes[..1].to_vec(),
            ..planar
        };
        let pixels = |picture: Picture| {
            let webp = encode(&picture, 100).unwrap();
            let Ok(Pixels::Rgb(data)) = decode(&webp, 121 * 90).map(|picture| picture.pixels)
            else {
                panic!("an opaque WebP");
            };
            data
        };
        let pictures = [
            Picture::Planes(planar.clone()),
            Picture::Planes(halved(&planar)),
            Picture::Planes(grey),
        ];
        for planes in pictures {
            let should = pixels(Picture::Raster(planes.raster().into_owned()));
            let is = pixels(planes);
            let off: u64 = is
                .iter()
                .zip(&should)
                .map(|(a, b)| u64::from(a.abs_diff(*b)))
                .sum();
            assert!(
                off < is.len() as u64 * 3,
                "{}",
                off as f64 / is.len() as f64
            );
        }
    }

    #[test]
    fn quality_counts_and_no_metadata_is_written() {
        let photo = Picture::Raster(photo());
        let small = encode(&photo, 40).unwrap();
        let large = encode(&photo, 95).unwrap();
        assert!(small.len() < large.len());
        let probe = probe(&small).unwrap();
        assert_eq!((probe.width, probe.height, probe.alpha), (121, 90, false));
        assert_eq!(probe.metadata, []);
    }
}
