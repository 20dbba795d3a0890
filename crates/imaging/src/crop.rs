//! Step: decide what is cut out, and how large it may come out.

use core::fmt;

use crate::{ImageError, Probe};

/// A box of whole pixels with its top left corner at (`x`, `y`); neither side may be 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CropBox {
    /// Pixels from the left edge.
    pub x: u32,
    /// Pixels from the top edge.
    pub y: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

impl fmt::Display for CropBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.x, self.y, self.width, self.height)
    }
}

/// What is cut out of the upright picture, before anything is made square.
pub(crate) fn area(source: &Probe, crop: Option<CropBox>) -> Result<CropBox, ImageError> {
    let whole = CropBox {
        x: 0,
        y: 0,
        width: source.width,
        height: source.height,
    };
    match crop {
        None => Ok(whole),
        Some(crop) if lies_inside(crop, whole) => Ok(crop),
        Some(crop) => Err(ImageError::InvalidCrop {
            crop,
            width: source.width,
            height: source.height,
        }),
    }
}

/// The same part in stored rows and columns.
pub(crate) fn stored_region(region: CropBox, source: &Probe) -> CropBox {
    let position = |x, y| {
        source
            .orientation
            .stored_position(x, y, source.width, source.height)
    };
    let (x0, y0) = position(region.x, region.y);
    let (x1, y1) = position(region.x + region.width - 1, region.y + region.height - 1);
    CropBox {
        x: x0.min(x1),
        y: y0.min(y1),
        width: x0.abs_diff(x1) + 1,
        height: y0.abs_diff(y1) + 1,
    }
}

/// Width and height of what comes out of `region` when its longer side may have `size` pixels: never more than it
/// has already.
pub(crate) fn output_size(region: CropBox, size: u32) -> (u32, u32) {
    let longer = region.width.max(region.height);
    if longer <= size {
        return (region.width, region.height);
    }
    let scaled = |side: u32| {
        let rounded =
            (u64::from(side) * u64::from(size) + u64::from(longer) / 2) / u64::from(longer);
        (rounded as u32).max(1)
    };
    (scaled(region.width), scaled(region.height))
}

fn lies_inside(crop: CropBox, whole: CropBox) -> bool {
    let fits = |start: u32, length: u32, all: u32| {
        length > 0 && start.checked_add(length).is_some_and(|end| end <= all)
    };
    fits(crop.x, crop.width, whole.width) && fits(crop.y, crop.height, whole.height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ImageType, Orientation};

    fn source(width: u32, height: u32, orientation: u16) -> Probe {
        Probe {
            format: ImageType::Jpeg,
            width,
            height,
            orientation: Orientation::from_exif(orientation).unwrap(),
            alpha: false,
            animated: false,
            frames: 1,
            metadata: Vec::new(),
        }
    }

    fn crop(x: u32, y: u32, width: u32, height: u32) -> CropBox {
        CropBox {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn a_crop_outside_the_picture_is_an_error_not_a_guess() {
        let source = source(400, 300, 1);
        for wrong in [
            crop(0, 0, 0, 10),
            crop(0, 0, 401, 10),
            crop(399, 0, 2, 10),
            crop(0, 300, 1, 1),
            crop(u32::MAX, 0, 2, 2),
        ] {
            let error = area(&source, Some(wrong)).unwrap_err();
            assert_eq!(error.code(), "invalid_crop", "{wrong}");
        }
    }

    #[test]
    fn the_stored_region_of_a_turned_photo_is_turned_back() {
        // Orientation 6: the upright top left corner is stored at the bottom left.
        let source = source(300, 400, 6);
        assert_eq!(
            stored_region(crop(0, 0, 10, 20), &source),
            crop(0, 290, 20, 10)
        );
    }

    #[test]
    fn nothing_is_enlarged_and_no_side_vanishes() {
        assert_eq!(output_size(crop(0, 0, 224, 224), 512), (224, 224));
        assert_eq!(output_size(crop(0, 0, 4000, 3000), 512), (512, 384));
        assert_eq!(output_size(crop(0, 0, 12_000, 1), 512), (512, 1));
    }
}
