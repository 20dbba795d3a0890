//! Step: encode. One file a format; none of them knows a way to write metadata.

mod jpeg;
mod png;
#[cfg(not(target_arch = "wasm32"))]
mod webp;

use jpeg::JpegDraft;
pub(crate) use jpeg::chroma;

use roundel_avatar::VariantFormat;

use crate::built_in::has;
use crate::picture::Picture;
use crate::planes::Chroma;
use crate::{ImageError, ImageType, Options, OutputFormat};

/// A picture on its way into a file, at one quality or at several.
pub(crate) struct Draft {
    picture: Picture,
    format: OutputFormat,
    jpeg: JpegDraft,
}

impl Draft {
    /// JPEG takes opaque pictures only.
    pub(crate) fn new(picture: Picture, format: OutputFormat) -> Self {
        Self {
            picture,
            format,
            jpeg: JpegDraft::default(),
        }
    }

    pub(crate) fn picture(&self) -> &Picture {
        &self.picture
    }

    /// The file. Quality, 1 to 100, says nothing to PNG.
    pub(crate) fn encode(&mut self, quality: u8) -> Result<Vec<u8>, ImageError> {
        match self.format {
            OutputFormat::Jpeg => self.jpeg.encode(&self.picture, quality),
            OutputFormat::Png if has(ImageType::Png) => Ok(png::encode(&self.picture.raster())),
            OutputFormat::Png => Err(ImageError::option("format", "image/jpeg in this build")),
            #[cfg(not(target_arch = "wasm32"))]
            OutputFormat::Webp => webp::encode(&self.picture, quality),
        }
    }
}

/// How finely the chroma of variants is worth keeping; WebP halves it in any case.
pub(crate) fn variant_chroma(quality: Option<u8>) -> Chroma {
    chroma(quality.unwrap_or(Options::DEFAULT_QUALITY))
}

/// An opaque `picture` as a variant; without a `quality` 80 for WebP and 88 for JPEG, which look alike.
pub(crate) fn encode_variant(
    picture: &Picture,
    format: VariantFormat,
    quality: Option<u8>,
) -> Result<Vec<u8>, ImageError> {
    match format {
        VariantFormat::Jpeg => jpeg::encode(picture, quality.unwrap_or(Options::DEFAULT_QUALITY)),
        #[cfg(not(target_arch = "wasm32"))]
        VariantFormat::Webp => webp::encode(picture, quality.unwrap_or(80)),
        #[cfg(target_arch = "wasm32")]
        VariantFormat::Webp => Err(ImageError::option(
            "formats",
            "jpeg: a browser has its own WebP encoder",
        )),
    }
}

fn internal(error: impl std::fmt::Display) -> ImageError {
    ImageError::Internal {
        reason: error.to_string(),
    }
}
