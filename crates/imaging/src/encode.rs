//! Step: encode. One file a format; none of them knows a way to write metadata.

use alloc::borrow::Cow;
use alloc::vec::Vec;

mod jpeg;
#[cfg(feature = "png")]
mod png;
#[cfg(not(target_arch = "wasm32"))]
mod webp;

use jpeg::JpegDraft;
pub(crate) use jpeg::chroma;

use roundel_avatar::VariantFormat;

use crate::picture::Picture;
use crate::planes::Chroma;
use crate::{ImageError, Options, OutputFormat};

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
            #[cfg(feature = "png")]
            OutputFormat::Png => Ok(png::encode(&self.picture.raster())),
            #[cfg(not(feature = "png"))]
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

fn internal(reason: impl Into<Cow<'static, str>>) -> ImageError {
    ImageError::Internal {
        reason: reason.into(),
    }
}
