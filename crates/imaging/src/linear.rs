//! Step: from sRGB bytes to linear light and back.
//!
//! Averages of sRGB values come out too dark; averages of light do not. Alpha is premultiplied, so that what is
//! transparent has no colour to bleed.

use crate::CropBox;
use crate::raster::{Layout, Raster, Region};
use crate::resize::{Pair, Rows};
use crate::transfer::{FULL, LIGHT, encoded, srgb};

/// Pixels in linear light, all values 0 to 32,767, channels interleaved.
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
    ///
    /// Averaging first keeps a large PNG from being held as light, and costs no more than the conversion.
    pub(crate) fn averaged(&self, size: u32) -> Linear {
        let samples = match self.raster.layout {
            Layout::Rgb => self.boxes(size, opaque_light),
            Layout::Rgba => self.boxes(size, premultiplied_light),
        };
        Linear {
            width: self.window.width.div_ceil(size),
            height: self.window.height.div_ceil(size),
            layout: self.raster.layout,
            samples,
        }
    }

    fn boxes<const N: usize>(&self, size: u32, light: impl Fn(&[u8; N]) -> [i16; N]) -> Vec<i16> {
        let columns = self.window.width.div_ceil(size);
        let lines = self.window.height.div_ceil(size);
        let mut boxes = Vec::with_capacity(columns as usize * lines as usize * N);
        let mut sums = vec![[0_u64; N]; columns as usize];
        for top in (0..self.window.height).step_by(size as usize) {
            let rows = top..self.window.height.min(top + size);
            let height = rows.len() as u64;
            sums.fill([0; N]);
            for row in rows {
                add_row(&mut sums, self.row(row as usize), size, &light);
            }
            for (sum, left) in sums.iter().zip((0..).step_by(size as usize)) {
                let count = u64::from(size.min(self.window.width - left)) * height;
                boxes.extend(sum.map(|sum| ((sum + count / 2) / count) as i16));
            }
        }
        boxes
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

fn add_row<const N: usize>(
    sums: &mut [[u64; N]],
    row: &[[u8; N]],
    size: u32,
    light: impl Fn(&[u8; N]) -> [i16; N],
) {
    for (sum, pixels) in sums.iter_mut().zip(row.chunks(size as usize)) {
        for pixel in pixels {
            for (sum, light) in sum.iter_mut().zip(light(pixel)) {
                *sum += u64::from(light.unsigned_abs());
            }
        }
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

fn opaque_light(pixel: &[u8; 3]) -> [i16; 3] {
    pixel.map(|value| LIGHT[usize::from(value)])
}

fn premultiplied_light(&[red, green, blue, alpha]: &[u8; 4]) -> [i16; 4] {
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
