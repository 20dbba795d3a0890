//! Step: write the output, as good as its byte budget allows.

use alloc::string::String;
use alloc::vec::Vec;

use crate::budget::encode_within;
use crate::encode::Draft;
use crate::preview::thumbhash;
use crate::process::Render;
use crate::{ImageError, Options, OutputFormat};

/// A file and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The file, free of metadata.
    pub bytes: Vec<u8>,
    /// Its type.
    pub format: OutputFormat,
    /// Its width in pixels, less than what came in where a byte budget demanded that.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The quality it has: what was asked for, or less where a byte budget demanded that.
    pub quality: u8,
    /// The result's ThumbHash, standard base64.
    pub thumbhash: String,
}

/// Renders at `size`, or smaller where the budget demands it, and encodes.
pub(crate) fn write(
    size: (u32, u32),
    options: &Options,
    render: &Render<'_>,
) -> Result<Encoded, ImageError> {
    let draft = |size| Draft::new(render(size), options.format);
    let fitted = encode_within(options, size, draft, Draft::encode)?;
    let picture = fitted.draft.picture();
    Ok(Encoded {
        format: options.format,
        width: picture.width(),
        height: picture.height(),
        quality: fitted.quality,
        thumbhash: thumbhash(picture),
        bytes: fitted.bytes,
    })
}
