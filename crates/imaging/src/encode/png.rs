//! PNG by `png`, without any chunk that is not needed to show it.

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use super::internal;
use crate::ImageError;
use crate::raster::{Layout, Raster};

/// The picture as PNG. An alpha channel that is opaque everywhere is left out.
pub(super) fn encode(picture: &Raster) -> Result<Vec<u8>, ImageError> {
    match picture.layout {
        Layout::Rgb => write(picture, ColorType::Rgb, &picture.data),
        Layout::Rgba => {
            let pixels = picture.data.as_chunks::<4>().0;
            if pixels.iter().any(|pixel| pixel[3] < 255) {
                return write(picture, ColorType::Rgba, &picture.data);
            }
            let opaque: Vec<u8> = pixels
                .iter()
                .flat_map(|&[red, green, blue, _]| [red, green, blue])
                .collect();
            write(picture, ColorType::Rgb, &opaque)
        }
    }
}

fn write(picture: &Raster, colour: ColorType, data: &[u8]) -> Result<Vec<u8>, ImageError> {
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, picture.width, picture.height);
    encoder.set_color(colour);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::Adaptive);
    let mut writer = encoder.write_header().map_err(internal)?;
    writer.write_image_data(data).map_err(internal)?;
    writer.finish().map_err(internal)?;
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe;

    #[test]
    fn alpha_is_kept_where_it_says_something() {
        let with_alpha = |alpha| Raster {
            width: 2,
            height: 1,
            layout: Layout::Rgba,
            data: vec![1, 2, 3, 255, 4, 5, 6, alpha],
        };
        let kept = encode(&with_alpha(254)).unwrap();
        assert!(probe(&kept).unwrap().alpha);
        let dropped = probe(&encode(&with_alpha(255)).unwrap()).unwrap();
        assert!(!dropped.alpha);
        assert_eq!(dropped.metadata, []);
    }
}
