//! Lossy WebP by libwebp. Native only.

use webp::{Encoder, PixelLayout, WebPConfig};

use super::internal;
use crate::ImageError;
use crate::raster::{Layout, Raster};

/// Half the time of libwebp's default 4 for 2 % more bytes.
const METHOD: i32 = 2;

/// The picture as lossy WebP; `quality` is 1 to 100.
pub(super) fn encode(picture: &Raster, quality: u8) -> Result<Vec<u8>, ImageError> {
    let layout = match picture.layout {
        Layout::Rgb => PixelLayout::Rgb,
        Layout::Rgba => PixelLayout::Rgba,
    };
    let mut config = WebPConfig::new().map_err(|()| internal("libwebp has another version"))?;
    config.quality = quality.into();
    config.method = METHOD;
    let webp = Encoder::new(&picture.data, layout, picture.width, picture.height)
        .encode_advanced(&config)
        .map_err(|error| internal(format!("libwebp: {error:?}")))?;
    Ok(webp.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe;

    #[test]
    fn quality_counts_and_no_metadata_is_written() {
        let photo = Raster {
            width: 120,
            height: 90,
            layout: Layout::Rgb,
            data: roundel_fixtures::scene::photo_rgb(120, 90, 0),
        };
        let small = encode(&photo, 40).unwrap();
        let large = encode(&photo, 95).unwrap();
        assert!(small.len() < large.len());
        let probe = probe(&small).unwrap();
        assert_eq!((probe.width, probe.height, probe.alpha), (120, 90, false));
        assert_eq!(probe.metadata, []);
    }
}
