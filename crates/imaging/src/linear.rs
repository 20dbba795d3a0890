//! Step: from sRGB bytes to linear light and back.
//!
//! Averages of sRGB values come out too dark; averages of light do not. Alpha is premultiplied, so that what is
//! transparent has no colour to bleed.

use crate::CropBox;
use crate::boxes::Boxes;
use crate::raster::{Layout, Raster, Region};
use crate::resize::{Pair, Rows};
use crate::transfer::{FULL, LIGHT, encoded, srgb};

/// Pixels in linear light, all values 0 to 32,767, channels interleaved.
#[derive(Debug, PartialEq)]
pub(crate) struct Linear {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Colour is premultiplied where there is alpha.
    pub(crate) layout: Layout,
    pub(crate) samples: Vec<i16>,
}

/// A part of a raster, whose rows become light as they are read.
pub(crate) struct Lit<'a> {
    raster: &'a Raster,
    window: CropBox,
}

impl<'a> Lit<'a> {
    /// The pixels that `region` touches, and the region among them.
    pub(crate) fn new(raster: &'a Raster, region: Region) -> (Self, Region) {
        let window = region.touched(raster.width as usize, raster.height as usize);
        (Self { raster, window }, region.relative_to(window))
    }

    pub(crate) fn layout(&self) -> Layout {
        self.raster.layout
    }

    /// The mean of each box of `size` x `size` pixels; boxes at the right and bottom edge may have fewer.
    pub(crate) fn averaged(&self, size: u32) -> Linear {
        let channels = self.layout().channels();
        let mut boxes = Boxes::new(self.layout(), self.window.width, size);
        let stride = self.raster.width as usize * channels;
        let rows = self.raster.data.chunks_exact(stride);
        let rows = rows.skip(self.window.y as usize);
        for row in rows.take(self.window.height as usize) {
            let columns = &row[self.window.x as usize * channels..];
            boxes.push(&columns[..self.window.width as usize * channels]);
        }
        boxes.finish()
    }

    fn row<const N: usize>(&self, row: usize) -> &[[u8; N]] {
        let pixels = self.raster.data.as_chunks::<N>().0;
        let start = (self.window.y as usize + row) * self.raster.width as usize;
        &pixels[start + self.window.x as usize..][..self.window.width as usize]
    }
}

impl Rows for Lit<'_> {
    fn width(&self) -> usize {
        self.window.width as usize
    }

    fn height(&self) -> usize {
        self.window.height as usize
    }

    fn channels(&self) -> usize {
        self.raster.layout.channels()
    }

    fn read(&self, rows: [usize; 2], pairs: &mut [Pair]) {
        match self.raster.layout {
            Layout::Rgb => fill(rows.map(|row| self.row(row)), opaque_light, pairs),
            Layout::Rgba => fill(rows.map(|row| self.row(row)), premultiplied_light, pairs),
        }
    }
}

impl Rows for Linear {
    fn width(&self) -> usize {
        self.width as usize
    }

    fn height(&self) -> usize {
        self.height as usize
    }

    fn channels(&self) -> usize {
        self.layout.channels()
    }

    fn read(&self, rows: [usize; 2], pairs: &mut [Pair]) {
        let length = self.width as usize * self.layout.channels();
        let [upper, lower] = rows.map(|row| &self.samples[row * length..][..length]);
        for (pair, (&upper, &lower)) in pairs.iter_mut().zip(upper.iter().zip(lower)) {
            *pair = [upper, lower];
        }
    }
}

/// The same picture in sRGB bytes with straight alpha.
pub(crate) fn to_srgb(linear: &Linear) -> Raster {
    let table = srgb();
    let bytes = |light: i16| encoded(table, light);
    let data = match linear.layout {
        Layout::Rgb => linear.samples.iter().copied().map(bytes).collect(),
        Layout::Rgba => {
            let pixels = linear.samples.as_chunks::<4>().0;
            let straight = pixels.iter().flat_map(|&[red, green, blue, alpha]| {
                let [red, green, blue] =
                    [red, green, blue].map(|light| bytes(divided(light, alpha)));
                [red, green, blue, opacity(alpha)]
            });
            straight.collect()
        }
    };
    Raster {
        width: linear.width,
        height: linear.height,
        layout: linear.layout,
        data,
    }
}

fn fill<const N: usize>(
    [upper, lower]: [&[[u8; N]]; 2],
    light: impl Fn(&[u8; N]) -> [i16; N],
    pairs: &mut [Pair],
) {
    let pixels = upper.iter().zip(lower);
    for (pairs, (upper, lower)) in pairs.as_chunks_mut::<N>().0.iter_mut().zip(pixels) {
        let light = light(upper).into_iter().zip(light(lower));
        for (pair, (upper, lower)) in pairs.iter_mut().zip(light) {
            *pair = [upper, lower];
        }
    }
}

pub(crate) fn opaque_light(pixel: &[u8; 3]) -> [i16; 3] {
    pixel.map(|value| LIGHT[usize::from(value)])
}

pub(crate) fn premultiplied_light(&[red, green, blue, alpha]: &[u8; 4]) -> [i16; 4] {
    let times_alpha = |light: i16| ((i32::from(light) * i32::from(alpha) + 127) / 255) as i16;
    let [red, green, blue] = opaque_light(&[red, green, blue]).map(times_alpha);
    [red, green, blue, times_alpha(FULL)]
}

/// Undoes premultiplication. Lanczos overshoots, so light can come out above its alpha.
fn divided(light: i16, alpha: i16) -> i16 {
    let (light, alpha) = (i32::from(light), i32::from(alpha));
    let straight = (light * i32::from(FULL) + alpha / 2).checked_div(alpha);
    straight.map_or(0, |light| light.min(FULL.into()) as i16)
}

fn opacity(alpha: i16) -> u8 {
    let full = i32::from(FULL);
    ((i32::from(alpha) * 255 + full / 2) / full) as u8
}

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

    fn averaged(raster: &Raster, size: u32) -> Linear {
        Lit::new(raster, Region::whole(raster)).0.averaged(size)
    }

    #[test]
    fn every_value_and_every_visible_alpha_survive_the_way_there_and_back() {
        let opaque: Vec<u8> = (0..=255)
            .flat_map(|value| [value, 255 - value, 7])
            .collect();
        let opaque = raster(Layout::Rgb, 256, opaque);
        assert_eq!(to_srgb(&averaged(&opaque, 1)), opaque);
        let sheer: Vec<u8> = (1..=255).flat_map(|alpha| [255, 255, 255, alpha]).collect();
        let sheer = raster(Layout::Rgba, 255, sheer);
        assert_eq!(to_srgb(&averaged(&sheer, 1)), sheer);
    }

    #[test]
    fn the_mean_of_black_and_white_is_half_the_light() {
        let stripes = raster(
            Layout::Rgb,
            2,
            vec![0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0],
        );
        let mean = averaged(&stripes, 2);
        assert_eq!((mean.width, mean.height), (1, 1));
        assert_eq!(to_srgb(&mean).data, [188, 188, 188]);
    }

    #[test]
    fn what_is_transparent_has_no_colour_to_give() {
        let edge = raster(Layout::Rgba, 2, vec![200, 60, 50, 255, 0, 0, 0, 0]);
        let mean = averaged(&edge, 2);
        assert_eq!(to_srgb(&mean).data, [200, 60, 50, 128]);
    }

    #[test]
    fn boxes_at_the_edge_hold_what_is_left() {
        let row = raster(Layout::Rgb, 3, vec![9, 9, 9, 9, 9, 9, 70, 70, 70]);
        let boxes = averaged(&row, 2);
        assert_eq!(to_srgb(&boxes).data, [9, 9, 9, 70, 70, 70]);
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
        let (part, region) = Lit::new(&row, region);
        assert_eq!(to_srgb(&part.averaged(1)).data, [3, 4, 5, 6, 7, 8]);
        assert_eq!(region.left, 0.5);
    }
}
