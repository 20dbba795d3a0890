//! Step: from sRGB bytes to linear light and back.
//!
//! Averages of sRGB values come out too dark; averages of light do not. Alpha is premultiplied, so that what is
//! transparent has no colour to bleed.

use alloc::vec::Vec;

use crate::CropBox;
use crate::raster::{Layout, Raster, Region};
use roundel_resize::transfer::{FULL, all_encoded, encoded, srgb};
use roundel_resize::{Averaged, Boxes, Pair, Rows, pair, pair_light};

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
        let mut boxes = Boxes::new(self.layout().channels(), self.window.width, size);
        for row in 0..self.window.height as usize {
            boxes.push(self.row(row));
        }
        Linear::from(boxes.finish())
    }

    fn row(&self, row: usize) -> &[u8] {
        let channels = self.raster.layout.channels();
        let start = (self.window.y as usize + row) * self.raster.width as usize;
        let start = (start + self.window.x as usize) * channels;
        &self.raster.data[start..][..self.window.width as usize * channels]
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
        let rows = rows.map(|row| self.row(row));
        pair_light(rows, self.channels(), pairs);
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
        let rows = rows.map(|row| &self.samples[row * length..][..length]);
        pair(rows, pairs);
    }
}

impl From<Averaged> for Linear {
    fn from(averaged: Averaged) -> Self {
        Self {
            width: averaged.width,
            height: averaged.height,
            layout: if averaged.channels == 3 {
                Layout::Rgb
            } else {
                Layout::Rgba
            },
            samples: averaged.samples,
        }
    }
}

/// The same picture in sRGB bytes with straight alpha.
pub(crate) fn to_srgb(linear: &Linear) -> Raster {
    let table = srgb();
    let bytes = |light: i16| encoded(table, light);
    let data = match linear.layout.has_alpha() {
        false => all_encoded(&linear.samples),
        true => {
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
