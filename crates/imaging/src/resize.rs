//! Step: resize by Lanczos3 in linear light.
//!
//! `roundel-resize` does the work; what the samples are is their [`Rows`]' business. Here they are a raster's colours;
//! [`planes`](crate::planes) has a JPEG's.

use roundel_resize::{Axis, Rows, WeightCache, reduction, resize};

use crate::linear::{Linear, Lit};
use crate::raster::{Layout, Raster, Region};

/// Light from which every output of one raster is made.
pub(crate) struct ColourSource<'a> {
    light: Light<'a>,
    region: Region,
}

enum Light<'a> {
    /// Made from a raster's rows as they are needed.
    Lit(Lit<'a>),
    /// Made before, for this.
    Linear(Linear),
    /// Made while decoding.
    Decoded(&'a Linear),
}

impl<'a> ColourSource<'a> {
    /// Prepares a region of a picture for outputs of at most `target` pixels.
    pub(crate) fn new(picture: &'a Raster, region: Region, target: (u32, u32)) -> Self {
        let reduction = reduction((region.width, region.height), target);
        let (lit, region) = Lit::new(picture, region);
        if reduction == 1 {
            let light = Light::Lit(lit);
            return Self { light, region };
        }
        Self {
            light: Light::Linear(lit.averaged(reduction)),
            region: region.reduced(reduction),
        }
    }

    /// Takes what was averaged while it was decoded.
    pub(crate) fn decoded(linear: &'a Linear, region: Region) -> Self {
        let light = Light::Decoded(linear);
        Self { light, region }
    }

    /// The source's region at `width` x `height` pixels.
    pub(crate) fn resized(&self, size: (u32, u32)) -> Linear {
        match &self.light {
            Light::Lit(lit) => resized(lit, lit.layout(), self.region, size),
            Light::Linear(linear) => resized(linear, linear.layout, self.region, size),
            Light::Decoded(linear) => resized(*linear, linear.layout, self.region, size),
        }
    }
}

impl From<Linear> for ColourSource<'_> {
    fn from(light: Linear) -> Self {
        let region = Region {
            left: 0.0,
            top: 0.0,
            width: light.width.into(),
            height: light.height.into(),
        };
        Self {
            light: Light::Linear(light),
            region,
        }
    }
}

fn resized(rows: &dyn Rows, layout: Layout, region: Region, (width, height): (u32, u32)) -> Linear {
    let mut weights = WeightCache::default();
    let (across, down) = axes(region, rows, (width as usize, height as usize));
    let (across, down) = (weights.lanczos3(across), weights.lanczos3(down));
    Linear {
        width,
        height,
        layout,
        samples: resize(rows, &across, &down),
    }
}

/// Both directions of a resize of `region` to so many samples.
pub(crate) fn axes(
    region: Region,
    rows: &dyn Rows,
    (width, height): (usize, usize),
) -> (Axis, Axis) {
    let axis = |start, length, available, outputs| Axis {
        start,
        length,
        available,
        outputs,
    };
    (
        axis(region.left, region.width, rows.width(), width),
        axis(region.top, region.height, rows.height(), height),
    )
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

    fn source(picture: &Raster, target: (u32, u32)) -> ColourSource<'_> {
        ColourSource::new(picture, Region::whole(picture), target)
    }

    #[test]
    fn a_checkerboard_keeps_its_light() {
        let board = (0..64 * 64).flat_map(|at| [if (at / 64 + at) % 2 == 0 { 0 } else { 255 }; 3]);
        let board = raster(64, 64, board.collect(), Layout::Rgb);
        let small = source(&board, (32, 32)).resized((8, 8));
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
        let pure = source(&photo, (600, 600)).resized((100, 100));
        let averaged = source(&photo, (100, 100)).resized((100, 100));
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
        let small = to_srgb(&source(&disc, (50, 50)).resized((50, 50)));
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
        let same = source(&photo, (40, 30)).resized((40, 30));
        assert_eq!(to_srgb(&same), photo);
    }
}
