//! Step: from sRGB bytes to linear light and back.
//!
//! Averages of sRGB values come out too dark; averages of light do not. Sixteen bits a channel are enough that the
//! darkest two sRGB values stay twenty steps apart. Alpha is premultiplied, so that what is transparent has no
//! colour to bleed.

use std::sync::LazyLock;

use fast_image_resize::pixels::{U16, U16x3};

use crate::raster::{Layout, Raster, Region};

/// Pixels in linear light, all values 0 to 65,535.
///
/// Alpha stands apart from colour: the resizer's own type for both together would bring its tables for
/// premultiplication, half a megabyte in a browser's download.
pub(crate) struct Linear {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Premultiplied where there is alpha.
    pub(crate) colour: Vec<U16x3>,
    pub(crate) alpha: Option<Vec<U16>>,
}

/// The pixels that `region` touches, averaged in boxes of `reduction` x `reduction`, and the region among them.
///
/// Averaging first keeps a large PNG from being held at two bytes a channel, and costs no more than the conversion.
pub(crate) fn to_linear(raster: &Raster, region: Region, reduction: u32) -> (Linear, Region) {
    let window = Window::around(raster, region);
    let (colour, alpha) = match raster.layout {
        Layout::Rgb => {
            let boxes = averaged(raster, window, reduction, light);
            (boxes.into_iter().map(U16x3::new).collect(), None)
        }
        Layout::Rgba => {
            let boxes = averaged(raster, window, reduction, premultiplied_light);
            let parts = boxes
                .into_iter()
                .map(|[red, green, blue, alpha]| (U16x3::new([red, green, blue]), U16::new(alpha)));
            let (colour, alpha) = parts.unzip();
            (colour, Some(alpha))
        }
    };
    let by = f64::from(reduction);
    let light = Linear {
        width: window.width.div_ceil(reduction),
        height: window.height.div_ceil(reduction),
        colour,
        alpha,
    };
    let region = Region {
        left: (region.left - f64::from(window.left)) / by,
        top: (region.top - f64::from(window.top)) / by,
        width: region.width / by,
        height: region.height / by,
    };
    (light, region)
}

/// The same picture in sRGB bytes with straight alpha.
pub(crate) fn to_srgb(linear: &Linear) -> Raster {
    let table = SRGB.as_slice();
    let srgb = |value: u16| table[usize::from(value)];
    let (layout, data) = match &linear.alpha {
        None => {
            let bytes = linear.colour.iter().flat_map(|pixel| pixel.0.map(srgb));
            (Layout::Rgb, bytes.collect())
        }
        Some(alpha) => {
            let bytes = linear.colour.iter().zip(alpha).flat_map(|(pixel, alpha)| {
                let [red, green, blue] = pixel.0.map(|value| srgb(divided(value, alpha.0)));
                [red, green, blue, ((u32::from(alpha.0) + 128) / 257) as u8]
            });
            (Layout::Rgba, bytes.collect())
        }
    };
    Raster {
        width: linear.width,
        height: linear.height,
        layout,
        data,
    }
}

/// Whole pixels of a raster.
#[derive(Clone, Copy)]
struct Window {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl Window {
    fn around(raster: &Raster, region: Region) -> Self {
        let span = |start: f64, length: f64, all: u32| {
            let first = (start.floor() as u32).min(all - 1);
            let last = ((start + length).ceil() as u32).clamp(first + 1, all);
            (first, last - first)
        };
        let (left, width) = span(region.left, region.width, raster.width);
        let (top, height) = span(region.top, region.height, raster.height);
        Self {
            left,
            top,
            width,
            height,
        }
    }
}

/// The mean of each box of `size` x `size` pixels; boxes at the right and bottom edge may have fewer.
fn averaged<const N: usize>(
    raster: &Raster,
    window: Window,
    size: u32,
    light: impl Fn(&[u16; 256], &[u8; N]) -> [u16; N],
) -> Vec<[u16; N]> {
    let table = &*LIGHT;
    let pixels = raster.data.as_chunks::<N>().0;
    let rows = pixels
        .chunks_exact(raster.width as usize)
        .skip(window.top as usize)
        .take(window.height as usize)
        .map(|row| &row[window.left as usize..][..window.width as usize]);
    if size == 1 {
        return rows.flatten().map(|pixel| light(table, pixel)).collect();
    }
    let rows: Vec<_> = rows.collect();
    let mut boxes = Vec::with_capacity(
        window.width.div_ceil(size) as usize * window.height.div_ceil(size) as usize,
    );
    for band in rows.chunks(size as usize) {
        let mut sums = vec![[0_u64; N]; window.width.div_ceil(size) as usize];
        for row in band {
            for (sum, pixels) in sums.iter_mut().zip(row.chunks(size as usize)) {
                for pixel in pixels {
                    let light = light(table, pixel);
                    for (sum, light) in sum.iter_mut().zip(light) {
                        *sum += u64::from(light);
                    }
                }
            }
        }
        for (column, sum) in sums.iter().enumerate() {
            let across = size.min(window.width - column as u32 * size);
            let count = u64::from(across) * band.len() as u64;
            boxes.push(sum.map(|sum| ((sum + count / 2) / count) as u16));
        }
    }
    boxes
}

fn light(table: &[u16; 256], pixel: &[u8; 3]) -> [u16; 3] {
    pixel.map(|value| table[usize::from(value)])
}

fn premultiplied_light(table: &[u16; 256], &[red, green, blue, alpha]: &[u8; 4]) -> [u16; 4] {
    let times_alpha = |value: u8| {
        let light = u32::from(table[usize::from(value)]);
        ((light * u32::from(alpha) + 127) / 255) as u16
    };
    [
        times_alpha(red),
        times_alpha(green),
        times_alpha(blue),
        u16::from(alpha) * 257,
    ]
}

/// Undoes premultiplication. Lanczos overshoots, so light can come out above its alpha.
fn divided(light: u16, alpha: u16) -> u16 {
    let alpha = u32::from(alpha);
    let straight = (u32::from(light) * 65_535 + alpha / 2).checked_div(alpha);
    straight.map_or(0, |light| light.min(65_535) as u16)
}

/// IEC 61966-2-1, from encoded to linear, both 0 to 1.
fn srgb_to_light(encoded: f64) -> f64 {
    if encoded <= 0.04045 {
        encoded / 12.92
    } else {
        ((encoded + 0.055) / 1.055).powf(2.4)
    }
}

/// The light of every sRGB value.
static LIGHT: LazyLock<[u16; 256]> = LazyLock::new(|| {
    let mut table = [0; 256];
    for (value, light) in table.iter_mut().enumerate() {
        *light = (srgb_to_light(value as f64 / 255.0) * 65_535.0).round() as u16;
    }
    table
});

/// The nearest sRGB value of every light, found by the light half way between neighbours.
static SRGB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut table = Vec::with_capacity(65_536);
    for value in 0..255_u8 {
        let half_way = srgb_to_light((f64::from(value) + 0.5) / 255.0) * 65_535.0;
        table.resize(half_way.ceil() as usize, value);
    }
    table.resize(65_536, 255);
    table
});

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(layout: Layout, width: u32, data: Vec<u8>) -> Raster {
        let height = (data.len() / layout.channels()) as u32 / width;
        Raster {
            width,
            height,
            layout,
            data,
        }
    }

    #[test]
    fn every_value_and_every_visible_alpha_survive_the_way_there_and_back() {
        let opaque: Vec<u8> = (0..=255)
            .flat_map(|value| [value, 255 - value, 7])
            .collect();
        let opaque = raster(Layout::Rgb, 256, opaque);
        assert_eq!(
            to_srgb(&to_linear(&opaque, Region::whole(&opaque), 1).0),
            opaque
        );
        let sheer: Vec<u8> = (1..=255).flat_map(|alpha| [255, 255, 255, alpha]).collect();
        let sheer = raster(Layout::Rgba, 255, sheer);
        assert_eq!(
            to_srgb(&to_linear(&sheer, Region::whole(&sheer), 1).0),
            sheer
        );
    }

    #[test]
    fn the_mean_of_black_and_white_is_half_the_light() {
        let stripes = raster(
            Layout::Rgb,
            2,
            vec![0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0],
        );
        let (mean, _) = to_linear(&stripes, Region::whole(&stripes), 2);
        assert_eq!((mean.width, mean.height), (1, 1));
        assert_eq!(to_srgb(&mean).data, [188, 188, 188]);
    }

    #[test]
    fn what_is_transparent_has_no_colour_to_give() {
        let edge = raster(Layout::Rgba, 2, vec![200, 60, 50, 255, 0, 0, 0, 0]);
        let (mean, _) = to_linear(&edge, Region::whole(&edge), 2);
        assert_eq!(to_srgb(&mean).data, [200, 60, 50, 128]);
    }

    #[test]
    fn boxes_at_the_edge_hold_what_is_left() {
        let row = raster(Layout::Rgb, 3, vec![9, 9, 9, 9, 9, 9, 70, 70, 70]);
        let (boxes, region) = to_linear(&row, Region::whole(&row), 2);
        assert_eq!(to_srgb(&boxes).data, [9, 9, 9, 70, 70, 70]);
        assert_eq!(region.width, 1.5);
    }

    #[test]
    fn only_the_region_is_converted() {
        let row = raster(Layout::Rgb, 4, (0..12).collect());
        let region = Region {
            left: 1.5,
            top: 0.0,
            width: 1.0,
            height: 1.0,
        };
        let (part, region) = to_linear(&row, region, 1);
        assert_eq!(to_srgb(&part).data, [3, 4, 5, 6, 7, 8]);
        assert_eq!(region.left, 0.5);
    }
}
