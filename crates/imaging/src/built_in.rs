//! What this build can do. A download may leave out what it never needs: see the features in `Cargo.toml`.

use crate::{ImageError, ImageType};

/// Whether profiles are followed; else every picture is taken as sRGB.
pub(crate) const ICC: bool = cfg!(feature = "icc");
/// Whether [`Gravity::Attention`](crate::Gravity::Attention) looks.
pub(crate) const ATTENTION: bool = cfg!(feature = "attention");

/// Whether any picture can be transparent.
pub(crate) const ALPHA: bool = cfg!(any(
    feature = "filters",
    feature = "gif",
    feature = "png",
    feature = "webp"
));

/// Whether a type is read, and PNG written.
pub(crate) const fn has(format: ImageType) -> bool {
    match format {
        ImageType::Jpeg => true,
        ImageType::Png => cfg!(feature = "png"),
        ImageType::Webp => cfg!(feature = "webp"),
        ImageType::Gif => cfg!(feature = "gif"),
    }
}

/// That a type is not read.
pub(crate) const fn lacks(format: ImageType) -> ImageError {
    let detected = match format {
        ImageType::Jpeg => "JPEG",
        ImageType::Png => "PNG",
        ImageType::Webp => "WebP",
        ImageType::Gif => "GIF",
    };
    ImageError::UnsupportedFormat { detected }
}
