//! Step: encode. One file a format; none of them knows a way to write metadata.

mod jpeg;
mod png;
#[cfg(not(target_arch = "wasm32"))]
mod webp;

pub(crate) use jpeg::chroma;

use roundel_avatar::VariantFormat;

use crate::picture::Picture;
use crate::planes::Chroma;
use crate::{ImageError, Options, OutputFormat};

/// `picture` in `format`. Quality, 1 to 100, says nothing to PNG; JPEG takes opaque pictures only.
pub(crate) fn encode(
    picture: &Picture,
    format: OutputFormat,
    quality: u8,
) -> Result<Vec<u8>, ImageError> {
    match format {
        OutputFormat::Jpeg => jpeg::encode(picture, quality),
        OutputFormat::Png => Ok(png::encode(&picture.raster())),
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
