//! A picture on its way out: upright, at its size.

#[cfg(any(feature = "filters", feature = "png", not(target_arch = "wasm32")))]
use alloc::borrow::Cow;

use roundel_jpeg::Planar;

use crate::matte::{Matte, flatten};
use crate::raster::Raster;
use crate::ycbcr::to_rgb;
use crate::{Options, OutputFormat};

/// Pixels as their source had them: what comes from a JPEG and goes to one is never RGB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Picture {
    /// RGB, or RGBA.
    Raster(Raster),
    /// Grey or YCbCr.
    Planes(Planar),
}

impl Picture {
    pub(crate) fn width(&self) -> u32 {
        match self {
            Self::Raster(raster) => raster.width,
            Self::Planes(planar) => planar.width as u32,
        }
    }

    pub(crate) fn height(&self) -> u32 {
        match self {
            Self::Raster(raster) => raster.height,
            Self::Planes(planar) => planar.height as u32,
        }
    }

    /// As RGB, or RGBA.
    #[cfg(any(feature = "filters", feature = "png", not(target_arch = "wasm32")))]
    pub(crate) fn raster(&self) -> Cow<'_, Raster> {
        match self {
            Self::Raster(raster) => Cow::Borrowed(raster),
            Self::Planes(planar) => Cow::Owned(to_rgb(planar)),
        }
    }

    /// As RGB, or RGBA.
    pub(crate) fn into_raster(self) -> Raster {
        match self {
            Self::Raster(raster) => raster,
            Self::Planes(planar) => to_rgb(&planar),
        }
    }

    /// As the format can hold it: on the matte where there is no transparency.
    pub(crate) fn writable(self, options: &Options) -> Self {
        match options.format {
            OutputFormat::Jpeg => self.flattened(options.matte),
            _ => self,
        }
    }

    /// Without transparency.
    pub(crate) fn flattened(self, matte: Matte) -> Self {
        match self {
            Self::Raster(raster) => Self::Raster(flatten(raster, matte)),
            opaque @ Self::Planes(_) => opaque,
        }
    }
}
