//! What callers may ask for.

use alloc::vec::Vec;

use roundel_avatar::{VARIANT_SIZES, VariantFormat};

use crate::{CropBox, Gravity, ImageError, Matte};

/// The longest side that is ever written, in pixels.
pub(crate) const MAX_OUTPUT_SIDE: u32 = 4096;

/// What [`process`](crate::process) makes. The default is an avatar: a centred square of 512 pixels as JPEG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The side of a square, or the longer side of a whole picture, in pixels: 1 to 4096. A smaller source keeps
    /// its size.
    pub size: u32,
    /// What shape comes out.
    pub fit: Fit,
    /// What is cut out; without it the whole picture counts. In pixels of the upright source, before `rotation`.
    pub crop: Option<CropBox>,
    /// Where a square lies in what is cut out.
    pub gravity: Gravity,
    /// How the cut-out is turned.
    pub rotation: Rotation,
    /// In what it is written.
    pub format: OutputFormat,
    /// Quality as libjpeg or libwebp counts it, 1 to 100. A JPEG has 4:4:4 from 90 on, 4:2:0 below.
    pub quality: u8,
    /// What shows through where the source is transparent and the output cannot be.
    pub matte: Matte,
    /// The most bytes that may come out. Quality is lowered first, but not below 40, then the size.
    pub max_bytes: Option<u64>,
}

impl Options {
    /// JPEG quality where none is given: about what libjpeg makes of 85, in fewer bytes.
    pub const DEFAULT_QUALITY: u8 = 88;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size: 512,
            fit: Fit::Square,
            crop: None,
            gravity: Gravity::Center,
            rotation: Rotation::None,
            format: OutputFormat::Jpeg,
            quality: Self::DEFAULT_QUALITY,
            matte: Matte::WHITE,
            max_bytes: None,
        }
    }
}

/// What [`variants`](crate::variants) makes. The default is the closed table of every avatar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantOptions {
    /// Sides in pixels, 1 to 4096 each.
    pub sizes: Vec<u32>,
    /// Every size is written in each of these.
    pub formats: Vec<VariantFormat>,
    /// What is cut out, in pixels of the upright source; of it a square counts.
    pub crop: Option<CropBox>,
    /// Where the square lies in it.
    pub gravity: Gravity,
    /// Quality of both formats, 1 to 100; without it 80 for WebP and 88 for JPEG.
    pub quality: Option<u8>,
    /// What shows through where the source is transparent: variants are opaque, so that no viewer makes them black.
    pub matte: Matte,
}

impl Default for VariantOptions {
    fn default() -> Self {
        Self {
            sizes: VARIANT_SIZES.to_vec(),
            formats: VariantFormat::ALL.to_vec(),
            crop: None,
            gravity: Gravity::Center,
            quality: None,
            matte: Matte::WHITE,
        }
    }
}

/// The shape of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fit {
    /// A square of the crop, or of the whole picture, where its gravity says.
    #[default]
    Square,
    /// All of the crop, or of the whole picture, in its own proportions.
    Inside,
}

/// The file type of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputFormat {
    /// Baseline JPEG, opaque.
    #[default]
    Jpeg,
    /// PNG, with transparency where the source has it.
    Png,
    /// Lossy WebP, with transparency where the source has it. A browser has its own encoder.
    #[cfg(not(target_arch = "wasm32"))]
    Webp,
}

impl OutputFormat {
    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            #[cfg(not(target_arch = "wasm32"))]
            Self::Webp => "image/webp",
        }
    }

    /// The format of a media type, byte for byte.
    pub fn from_mime(mime: &str) -> Option<Self> {
        let all = [
            Self::Jpeg,
            Self::Png,
            #[cfg(not(target_arch = "wasm32"))]
            Self::Webp,
        ];
        all.into_iter().find(|format| format.mime() == mime)
    }
}

/// Clockwise quarter turns, after the picture is upright and cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rotation {
    /// As it is.
    #[default]
    None,
    /// By 90 degrees.
    Quarter,
    /// By 180 degrees.
    Half,
    /// By 270 degrees.
    ThreeQuarters,
}

impl Rotation {
    /// The rotation by a number of degrees: 0, 90, 180 or 270.
    pub const fn from_degrees(degrees: u32) -> Option<Self> {
        match degrees {
            0 => Some(Self::None),
            90 => Some(Self::Quarter),
            180 => Some(Self::Half),
            270 => Some(Self::ThreeQuarters),
            _ => None,
        }
    }

    pub(crate) const fn quarter_turns(self) -> u8 {
        self as u8
    }
}

impl Options {
    pub(crate) fn check(&self) -> Result<(), ImageError> {
        check_side("size", self.size)?;
        check_quality(self.quality)
    }
}

impl VariantOptions {
    pub(crate) fn check(&self) -> Result<(), ImageError> {
        if self.sizes.is_empty() {
            return Err(ImageError::option("sizes", "at least one is needed"));
        }
        if self.formats.is_empty() {
            return Err(ImageError::option("formats", "at least one is needed"));
        }
        for &size in &self.sizes {
            check_side("sizes", size)?;
        }
        self.quality.map_or(Ok(()), check_quality)
    }
}

fn check_side(option: &str, side: u32) -> Result<(), ImageError> {
    if (1..=MAX_OUTPUT_SIDE).contains(&side) {
        return Ok(());
    }
    Err(ImageError::option(
        option,
        "a number of pixels from 1 to 4096",
    ))
}

fn check_quality(quality: u8) -> Result<(), ImageError> {
    if (1..=100).contains(&quality) {
        return Ok(());
    }
    Err(ImageError::option("quality", "a number from 1 to 100"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_outside_their_range_are_refused() {
        let with = |size, quality| Options {
            size,
            quality,
            ..Options::default()
        };
        assert_eq!(with(1, 1).check(), Ok(()));
        assert_eq!(with(4096, 100).check(), Ok(()));
        for options in [with(0, 85), with(4097, 85), with(512, 0), with(512, 101)] {
            assert_eq!(options.check().unwrap_err().code(), "invalid_option");
        }
    }

    #[test]
    fn variants_need_a_size_and_a_format() {
        assert_eq!(VariantOptions::default().check(), Ok(()));
        let no_sizes = VariantOptions {
            sizes: Vec::new(),
            ..VariantOptions::default()
        };
        let no_formats = VariantOptions {
            formats: Vec::new(),
            ..VariantOptions::default()
        };
        assert!(no_sizes.check().is_err());
        assert!(no_formats.check().is_err());
    }
}
