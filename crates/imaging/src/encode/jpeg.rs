//! JPEG by `roundel-jpeg`: baseline, one interleaved scan, Huffman tables made for the picture.

use alloc::vec::Vec;

use alloc::borrow::Cow;

use roundel_jpeg::Planar;
use roundel_jpeg::encode::{EncodeError, Options, Prepared};

use super::internal;
use crate::ImageError;
use crate::picture::Picture;
use crate::planes::Chroma;
use crate::raster::Layout;
use crate::ycbcr::{halved, has_full_chroma, to_planar};

/// How finely chroma is worth keeping at a quality.
pub(crate) const fn chroma(quality: u8) -> Chroma {
    if quality >= 90 {
        Chroma::Full
    } else {
        Chroma::Half
    }
}

/// An opaque picture as JPEG; `quality` is 1 to 100.
pub(super) fn encode(picture: &Picture, quality: u8) -> Result<Vec<u8>, ImageError> {
    JpegDraft::default().encode(picture, quality)
}

/// What of encoding does not depend on quality, for each way to keep chroma.
#[derive(Default)]
pub(super) struct JpegDraft {
    half: Option<Prepared>,
    full: Option<Prepared>,
}

impl JpegDraft {
    /// As [`encode`], always of the same picture.
    pub(super) fn encode(&mut self, picture: &Picture, quality: u8) -> Result<Vec<u8>, ImageError> {
        let prepared = match chroma(quality) {
            Chroma::Half => &mut self.half,
            Chroma::Full => &mut self.full,
        };
        let prepared = match prepared {
            Some(prepared) => prepared,
            None => prepared.insert(
                Prepared::new(&*planar(picture, quality)?).map_err(|error| refusal(&error))?,
            ),
        };
        let options = Options {
            quality,
            ..Options::default()
        };
        prepared.encode(&options).map_err(|error| refusal(&error))
    }
}

fn refusal(error: &EncodeError) -> ImageError {
    internal(error.code())
}

fn planar(picture: &Picture, quality: u8) -> Result<Cow<'_, Planar>, ImageError> {
    let planar = match picture {
        Picture::Planes(planar) => Cow::Borrowed(planar),
        Picture::Raster(raster) if raster.layout == Layout::Rgb => Cow::Owned(to_planar(raster)),
        Picture::Raster(_) => {
            return Err(internal("a transparent picture came to the JPEG encoder"));
        }
    };
    if chroma(quality) == Chroma::Half && has_full_chroma(&planar) {
        return Ok(Cow::Owned(halved(&planar)));
    }
    Ok(planar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probe::inspect;
    use crate::raster::Raster;

    fn photo() -> Raster {
        Raster {
            width: 120,
            height: 90,
            layout: Layout::Rgb,
            data: roundel_fixtures::scene::photo_rgb(120, 90, 0),
        }
    }

    #[test]
    fn one_interleaved_scan_and_no_metadata_at_any_quality() {
        let mut last = 0;
        for quality in [1, 40, 85, 90, 100] {
            let jpeg = encode(&Picture::Raster(photo()), quality).unwrap();
            let inspected = inspect(&jpeg).unwrap();
            assert_eq!(inspected.scans.ends.len(), 1);
            assert_eq!(inspected.probe.metadata, []);
            assert!(jpeg.len() > last, "quality {quality}");
            last = jpeg.len();
        }
    }

    #[test]
    fn transparent_pixels_are_never_guessed_at() {
        let sheer = Raster {
            layout: Layout::Rgba,
            data: vec![0; 120 * 90 * 4],
            ..photo()
        };
        assert_eq!(
            encode(&Picture::Raster(sheer), 85).unwrap_err().code(),
            "internal"
        );
    }
}
