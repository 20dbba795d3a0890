//! RGB of JPEGs that hold red, green and blue, or inks.

use alloc::vec::Vec;

use roundel_jpeg::{ColourModel, Planar, Plane};

use crate::colour::Inks;
use crate::raster::{Layout, Raster};
use crate::ycbcr::rgb;

/// The picture, where `factors` says how many pixels a sample of each plane covers, across and down.
pub(super) fn colours(planar: &Planar, factors: &[(u32, u32)], inks: &Inks) -> Raster {
    let mut data = Vec::with_capacity(planar.width * planar.height * 3);
    for y in 0..planar.height {
        for x in 0..planar.width {
            let mut samples = [255; 4];
            for ((sample, plane), factors) in samples.iter_mut().zip(&planar.planes).zip(factors) {
                *sample = at(plane, x / factors.0 as usize, y / factors.1 as usize);
            }
            data.extend(colour(planar.colour, samples, inks));
        }
    }
    Raster {
        width: planar.width as u32,
        height: planar.height as u32,
        layout: Layout::Rgb,
        data,
    }
}

fn at(plane: &Plane, x: usize, y: usize) -> u8 {
    let (x, y) = (x.min(plane.width - 1), y.min(plane.height - 1));
    plane.samples[y * plane.stride + x]
}

fn colour(model: ColourModel, samples: [u8; 4], inks: &Inks) -> [u8; 3] {
    let [first, second, third, black] = samples;
    match model {
        ColourModel::Cmyk => inks.light(samples),
        ColourModel::Ycck => {
            let [cyan, magenta, yellow] = rgb([first, second, third]).map(|value| 255 - value);
            inks.light([cyan, magenta, yellow, black])
        }
        _ => [first, second, third],
    }
}
