//! Step: resize by Lanczos3 in linear light, with `fast_image_resize`.

use std::fmt::Display;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use crate::ImageError;
use crate::linear::{Linear, to_linear};
use crate::raster::{Raster, Region};

/// Light from which every output of one picture is made.
pub(crate) struct Source {
    light: Linear,
    region: Region,
}

impl Source {
    /// Prepares a region of a picture for outputs of at most `target` pixels.
    pub(crate) fn new(picture: &Raster, region: Region, target: (u32, u32)) -> Self {
        let reduction = box_reduction(region, target);
        let (light, region) = to_linear(picture, region, reduction);
        Self { light, region }
    }

    /// The source's region at `width` x `height` pixels.
    pub(crate) fn resized(&self, (width, height): (u32, u32)) -> Result<Linear, ImageError> {
        let colour = self.convolved(&self.light.colour, width, height)?;
        let alpha = self.light.alpha.as_deref();
        Ok(Linear {
            width,
            height,
            colour,
            alpha: alpha
                .map(|alpha| self.convolved(alpha, width, height))
                .transpose()?,
        })
    }

    /// The typed call: the untyped one would link every pixel type there is.
    fn convolved<P: PixelTrait>(
        &self,
        pixels: &[P],
        width: u32,
        height: u32,
    ) -> Result<Vec<P>, ImageError> {
        let source =
            TypedImageRef::new(self.light.width, self.light.height, pixels).map_err(internal)?;
        let mut pixels = vec![P::default(); width as usize * height as usize];
        let mut target =
            TypedImage::from_pixels_slice(width, height, &mut pixels).map_err(internal)?;
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .crop(
                self.region.left,
                self.region.top,
                self.region.width,
                self.region.height,
            )
            .use_alpha(false);
        Resizer::new()
            .resize_typed(&source, &mut target, &options)
            .map_err(internal)?;
        Ok(pixels)
    }
}

impl From<Linear> for Source {
    fn from(light: Linear) -> Self {
        let region = Region {
            left: 0.0,
            top: 0.0,
            width: light.width.into(),
            height: light.height.into(),
        };
        Self { light, region }
    }
}

/// How many pixels a side are averaged before Lanczos: as many as leave twice the target, as when decoding.
fn box_reduction(region: Region, (width, height): (u32, u32)) -> u32 {
    let spare = |source: f64, target: u32| source / (2.0 * f64::from(target));
    let spare = spare(region.width, width).min(spare(region.height, height));
    (spare as u32).max(1)
}

fn internal(error: impl Display) -> ImageError {
    ImageError::Internal {
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::to_srgb;
    use crate::raster::Layout;
    use roundel_fixtures::scene;

    fn raster(width: u32, height: u32, data: Vec<u8>, layout: Layout) -> Raster {
        Raster {
            width,
            height,
            layout,
            data,
        }
    }

    fn source(picture: &Raster, target: (u32, u32)) -> Source {
        Source::new(picture, Region::whole(picture), target)
    }

    #[test]
    fn a_checkerboard_keeps_its_light() {
        let board = (0..64 * 64).flat_map(|at| [if (at / 64 + at) % 2 == 0 { 0 } else { 255 }; 3]);
        let board = raster(64, 64, board.collect(), Layout::Rgb);
        let small = source(&board, (32, 32)).resized((8, 8)).unwrap();
        let small = to_srgb(&small);
        assert!(
            small.data.iter().all(|&value| value.abs_diff(188) <= 2),
            "{:?}",
            small.data
        );
    }

    #[test]
    fn averaging_first_changes_next_to_nothing() {
        let photo = raster(1200, 1200, scene::photo_rgb(1200, 1200, 0), Layout::Rgb);
        let pure = source(&photo, (600, 600)).resized((100, 100)).unwrap();
        let averaged = source(&photo, (100, 100)).resized((100, 100)).unwrap();
        let (pure, averaged) = (to_srgb(&pure), to_srgb(&averaged));
        let squares: u64 = pure
            .data
            .iter()
            .zip(&averaged.data)
            .map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2))
            .sum();
        let mean_square = squares as f64 / pure.data.len() as f64;
        let psnr = 10.0 * (255.0_f64.powi(2) / mean_square).log10();
        assert!(psnr > 40.0, "{psnr} dB");
    }

    #[test]
    fn a_disc_on_nothing_keeps_its_colours_to_the_edge() {
        let disc = raster(200, 200, scene::disc_rgba(200, 200, 0), Layout::Rgba);
        let small = to_srgb(&source(&disc, (50, 50)).resized((50, 50)).unwrap());
        for pixel in small
            .data
            .as_chunks::<4>()
            .0
            .iter()
            .filter(|pixel| pixel[3] > 16)
        {
            assert!(
                pixel[0].max(pixel[1]).max(pixel[2]) > 120,
                "dark edge: {pixel:?}"
            );
        }
    }

    #[test]
    fn the_same_size_changes_nothing() {
        let photo = raster(40, 30, scene::photo_rgb(40, 30, 0), Layout::Rgb);
        let same = source(&photo, (40, 30)).resized((40, 30)).unwrap();
        assert_eq!(to_srgb(&same), photo);
    }
}
