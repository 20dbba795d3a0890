//! Step: resize a JPEG's planes, each at its own resolution.
//!
//! Luma is resized as light and chroma as it is: a hundredth of a full conversion's cost for nearly all of its
//! quality (ssimulacra2 89 to 94 against a linear reference, where linear RGB has 91 to 96 and sRGB values 51 to 86).

use alloc::boxed::Box;
use alloc::vec::Vec;

mod grid;
mod lines;

pub(crate) use grid::Chroma;

use roundel_jpeg::{ColourModel, Planar, Plane};
use roundel_resize::transfer::{LIGHT, all_encoded};
use roundel_resize::{WeightCache, resize};

use crate::Orientation;
use crate::orient::turned;
use crate::raster::Region;
use crate::resize::axes;
use grid::How;
use lines::Lines;

/// A decoded plane and the part of it that was asked for, in its own samples.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    pub(crate) plane: Plane,
    pub(crate) region: Region,
}

/// Planes from which every output of one picture is made: luma, or luma and two of chroma.
pub(crate) struct PlaneSource<'a> {
    lines: Vec<(Lines<'a>, Region)>,
    how: How,
}

/// Resized planes as they are stored, luma as light; all samples 0 to 32,767.
pub(crate) struct ResizedPlanes {
    width: u32,
    height: u32,
    planes: Vec<Samples>,
    how: How,
}

impl<'a> PlaneSource<'a> {
    /// Prepares one part, of luma, or three.
    pub(crate) fn new(parts: &'a [Part], chroma: Chroma, orientation: Orientation) -> Self {
        let lines = parts.iter().enumerate().map(|(index, part)| {
            let table = if index == 0 { LIGHT } else { lines::chroma() };
            let window = part.region.touched(part.plane.width, part.plane.height);
            let plane = &part.plane;
            let lines = Lines::Stored {
                plane,
                window,
                table: Box::new(table),
            };
            (lines, part.region.relative_to(window))
        });
        Self {
            lines: lines.collect(),
            how: How {
                chroma,
                orientation,
            },
        }
    }

    /// The source's region at `width` x `height` pixels, stored rows and columns.
    pub(crate) fn resized(&self, (width, height): (u32, u32)) -> ResizedPlanes {
        let mut weights = WeightCache::default();
        let plane = |(index, (lines, region)): (usize, &(Lines<'_>, Region))| {
            let (region, columns, rows) = self.how.grid(index, *region, width, height);
            let size = (columns as usize, rows as usize);
            Samples::resized(lines, region, size, &mut weights)
        };
        ResizedPlanes {
            width,
            height,
            planes: self.lines.iter().enumerate().map(plane).collect(),
            how: self.how,
        }
    }
}

impl ResizedPlanes {
    /// The upright picture.
    pub(crate) fn picture(&self) -> Planar {
        let orientation = self.how.orientation;
        let planes = self.planes.iter().enumerate();
        let planes = planes.map(|(index, samples)| samples.upright(index, orientation));
        let planes: Vec<Plane> = planes.collect();
        let colour = match planes.len() {
            1 => ColourModel::Grey,
            _ => ColourModel::YCbCr,
        };
        let (width, height) = orientation.exchanged(self.width, self.height);
        Planar {
            width: width as usize,
            height: height as usize,
            colour,
            planes,
        }
    }
}

impl From<ResizedPlanes> for PlaneSource<'_> {
    fn from(resized: ResizedPlanes) -> Self {
        let ResizedPlanes {
            width,
            height,
            planes,
            how,
        } = resized;
        let lines = planes.into_iter().enumerate().map(|(index, samples)| {
            let region = how.region_of(index, width, height);
            (Lines::Made(samples), region)
        });
        Self {
            lines: lines.collect(),
            how,
        }
    }
}

/// Samples of a resized plane.
struct Samples {
    width: usize,
    height: usize,
    values: Vec<i16>,
}

impl Samples {
    fn resized(
        lines: &Lines<'_>,
        region: Region,
        (width, height): (usize, usize),
        weights: &mut WeightCache,
    ) -> Self {
        let (across, down) = axes(region, lines, (width, height));
        let values = resize(lines, &weights.lanczos3(across), &weights.lanczos3(down));
        Self {
            width,
            height,
            values,
        }
    }

    fn upright(&self, plane: usize, orientation: Orientation) -> Plane {
        let stored = match plane {
            0 => all_encoded(&self.values),
            _ => self.values.iter().map(|&value| chroma(value)).collect(),
        };
        let size = (self.width as u32, self.height as u32);
        let samples = turned(&stored, size, orientation);
        let (width, height) = orientation.exchanged(size.0, size.1);
        Plane {
            width: width as usize,
            height: height as usize,
            stride: width as usize,
            samples,
        }
    }
}

fn chroma(value: i16) -> u8 {
    ((i32::from(value) + 64) >> 7).min(255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{Layout, Raster};
    use crate::resize::ColourSource;
    use crate::ycbcr::{to_planar, to_rgb};
    use roundel_fixtures::scene;

    const UPRIGHT: (u32, u32) = (61, 43);

    /// The same upright photo as it is stored in an orientation.
    fn photo(exif: u16) -> Raster {
        let orientation = Orientation::from_exif(exif).unwrap();
        let (across, down) = UPRIGHT;
        let upright = scene::photo_rgb(across, down, 1);
        let (width, height) = orientation.exchanged(across, down);
        let mut data = vec![0; upright.len()];
        for (pixel, at) in upright.as_chunks::<3>().0.iter().zip(0..) {
            let (x, y) = orientation.stored_position(at % across, at / across, across, down);
            data[(y * width + x) as usize * 3..][..3].copy_from_slice(pixel);
        }
        Raster {
            width,
            height,
            layout: Layout::Rgb,
            data,
        }
    }

    fn parts(raster: &Raster) -> Vec<Part> {
        let whole = Region::whole(raster);
        let planes = to_planar(raster).planes.into_iter();
        planes
            .map(|plane| Part {
                plane,
                region: whole,
            })
            .collect()
    }

    /// The upright picture of the photo as it is stored in an orientation, by way of a size or directly.
    fn upright(
        exif: u16,
        chroma: Chroma,
        size: (u32, u32),
        by_way_of: Option<(u32, u32)>,
    ) -> Planar {
        let orientation = Orientation::from_exif(exif).unwrap();
        let stored = |(width, height)| orientation.exchanged(width, height);
        let parts = parts(&photo(exif));
        let source = PlaneSource::new(&parts, chroma, orientation);
        match by_way_of {
            None => source.resized(stored(size)).picture(),
            Some(first) => PlaneSource::from(source.resized(stored(first)))
                .resized(stored(size))
                .picture(),
        }
    }

    fn worst(one: &Planar, other: &Planar) -> u8 {
        let planes = one.planes.iter().zip(&other.planes);
        let differences = planes.flat_map(|(one, other)| {
            assert_eq!((one.width, one.height), (other.width, other.height));
            let samples = one.samples.iter().zip(&other.samples);
            samples.map(|(one, other)| one.abs_diff(*other))
        });
        differences.max().unwrap()
    }

    #[test]
    fn every_orientation_gives_the_same_planes_odd_sides_or_not() {
        for chroma in [Chroma::Half, Chroma::Full] {
            for size in [UPRIGHT, (31, 21), (30, 21), (31, 22), (1, 1), (5, 3)] {
                let should = upright(1, chroma, size, None);
                assert_eq!(
                    (should.width, should.height),
                    (size.0 as usize, size.1 as usize)
                );
                assert_eq!(should.planes[1].width, chroma.samples(size.0) as usize);
                for orientation in 2..=8 {
                    let is = upright(orientation, chroma, size, None);
                    let worst = worst(&is, &should);
                    assert!(worst <= 1, "{orientation}, {size:?}, {chroma:?}: {worst}");
                }
            }
        }
    }

    #[test]
    fn by_way_of_a_larger_output_next_to_nothing_is_lost_or_moved() {
        for chroma in [Chroma::Half, Chroma::Full] {
            let should = upright(1, chroma, (13, 9), None);
            for orientation in 1..=8 {
                let is = upright(orientation, chroma, (13, 9), Some((27, 19)));
                let worst = worst(&is, &should);
                assert!(worst <= 16, "{orientation}, {chroma:?}: {worst}");
            }
        }
    }

    #[test]
    fn planes_look_like_colours_resized_in_linear_light() {
        let photo = Raster {
            width: 400,
            height: 300,
            layout: Layout::Rgb,
            data: scene::photo_rgb(400, 300, 0),
        };
        let size = (150, 113);
        let parts = parts(&photo);
        let planes = PlaneSource::new(&parts, Chroma::Full, Orientation::UPRIGHT);
        let is = to_rgb(&planes.resized(size).picture());
        let colours = ColourSource::new(&photo, Region::whole(&photo), size);
        let should = crate::linear::to_srgb(&colours.resized(size));
        let squares = is.data.iter().zip(&should.data);
        let squares: u64 = squares.map(|(a, b)| u64::from(a.abs_diff(*b)).pow(2)).sum();
        let psnr = 10.0 * (255.0_f64.powi(2) * is.data.len() as f64 / squares as f64).log10();
        assert!(psnr > 36.0, "{psnr} dB");
    }

    #[test]
    fn the_same_size_changes_nothing_and_grey_stays_grey() {
        let photo = photo(1);
        let luma = &parts(&photo)[..1];
        let source = PlaneSource::new(luma, Chroma::Half, Orientation::UPRIGHT);
        let same = source.resized(UPRIGHT).picture();
        assert_eq!(same.colour, ColourModel::Grey);
        assert_eq!(same.planes[0].samples, luma[0].plane.samples);
    }
}
