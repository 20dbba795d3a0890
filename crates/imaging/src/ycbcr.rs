//! Between RGB and JPEG's luma and chroma: JFIF 1.02, which is ITU-R BT.601 at full range, in integers.

#[cfg(not(target_arch = "wasm32"))]
use alloc::vec;
use alloc::vec::Vec;

use roundel_jpeg::{ColourModel, Planar, Plane};

use crate::raster::{Layout, Raster};

/// An opaque picture as luma, and chroma for each pixel.
pub(crate) fn to_planar(raster: &Raster) -> Planar {
    let (width, height) = (raster.width as usize, raster.height as usize);
    let mut planes = [(); 3].map(|()| Vec::with_capacity(width * height));
    for &pixel in raster.data.as_chunks::<3>().0 {
        for (plane, sample) in planes.iter_mut().zip(ycbcr(pixel)) {
            plane.push(sample);
        }
    }
    let plane = |samples| Plane {
        width,
        height,
        stride: width,
        samples,
    };
    Planar {
        width,
        height,
        colour: ColourModel::YCbCr,
        planes: planes.map(plane).into(),
    }
}

/// Grey, or luma with chroma for each pixel or each 2 x 2, as RGB.
pub(crate) fn to_rgb(picture: &Planar) -> Raster {
    let mut data = Vec::with_capacity(picture.width * picture.height * 3);
    for y in 0..picture.height {
        match picture.planes.as_slice() {
            [luma, blue, red] => {
                let by = (
                    factor(picture.width, blue.width),
                    factor(picture.height, blue.height),
                );
                let (blue, red) = (row(blue, y / by.1), row(red, y / by.1));
                let spans = row(luma, y).chunks(by.0).zip(blue.iter().zip(red));
                for (span, (&blue, &red)) in spans {
                    data.extend(span.iter().flat_map(|&luma| rgb([luma, blue, red])));
                }
            }
            [luma, ..] => data.extend(row(luma, y).iter().flat_map(|&luma| [luma; 3])),
            [] => (),
        }
    }
    Raster {
        width: picture.width as u32,
        height: picture.height as u32,
        layout: Layout::Rgb,
        data,
    }
}

/// Whether there is chroma for each pixel.
pub(crate) fn has_full_chroma(picture: &Planar) -> bool {
    let size = (picture.width, picture.height);
    let mut chroma = picture.planes.iter().skip(1);
    chroma.any(|plane| (plane.width, plane.height) == size)
}

/// Luma and halved chroma as television has them: luma from 16 to 235, chroma from 16 to 240 (BT.601). Grey gets
/// chroma.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn in_studio_range(picture: &Planar) -> [Plane; 3] {
    let luma = |sample: u8| ((u32::from(sample) * 219 + 127) / 255 + 16) as u8;
    let chroma = |sample: u8| ((u32::from(sample) * 224 + 128 * (255 - 224) + 127) / 255) as u8;
    let (width, height) = (picture.width.div_ceil(2), picture.height.div_ceil(2));
    let none = || Plane {
        width,
        height,
        stride: width,
        samples: vec![128; width * height],
    };
    match picture.planes.as_slice() {
        [first, blue, red] => [
            mapped(first, luma),
            mapped(blue, chroma),
            mapped(red, chroma),
        ],
        [first, ..] => [mapped(first, luma), none(), none()],
        [] => [none(), none(), none()],
    }
}

/// The same picture with chroma for each 2 x 2 pixels: their mean, the last ones repeated where a side is odd.
pub(crate) fn halved(picture: &Planar) -> Planar {
    let planes = picture.planes.iter().enumerate();
    let planes = planes.map(|(index, plane)| match index {
        0 => plane.clone(),
        _ => half(plane),
    });
    Planar {
        planes: planes.collect(),
        ..*picture
    }
}

/// JFIF's conversion, rounded.
pub(crate) fn rgb([luma, blue, red]: [u8; 3]) -> [u8; 3] {
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    let luma = (i32::from(luma) << 16) + (1 << 15);
    [
        luma + 91_881 * red,
        luma - 22_554 * blue - 46_802 * red,
        luma + 116_130 * blue,
    ]
    .map(|value| (value >> 16).clamp(0, 255) as u8)
}

/// JFIF's conversion, rounded; every row of factors adds up to one or to nothing.
pub(crate) fn ycbcr(pixel: [u8; 3]) -> [u8; 3] {
    let [red, green, blue] = pixel.map(i32::from);
    let half = 1 << 15;
    // Half a step less keeps the strongest chroma within a byte, as in libjpeg.
    let middle = (128 << 16) + half - 1;
    [
        19_595 * red + 38_470 * green + 7_471 * blue + half,
        -11_059 * red - 21_709 * green + 32_768 * blue + middle,
        32_768 * red - 27_439 * green - 5_329 * blue + middle,
    ]
    .map(|value| (value >> 16) as u8)
}

fn factor(pixels: usize, samples: usize) -> usize {
    pixels.div_ceil(samples)
}

fn row(plane: &Plane, y: usize) -> &[u8] {
    &plane.samples[y * plane.stride..][..plane.width]
}

fn half(plane: &Plane) -> Plane {
    let (width, height) = (plane.width.div_ceil(2), plane.height.div_ceil(2));
    let mut samples = Vec::with_capacity(width * height);
    for y in 0..height {
        let upper = row(plane, y * 2);
        let lower = row(plane, (y * 2 + 1).min(plane.height - 1));
        let pairs = upper.chunks(2).zip(lower.chunks(2));
        samples.extend(pairs.map(|(upper, lower)| ((sum(upper) + sum(lower) + 2) / 4) as u8));
    }
    Plane {
        width,
        height,
        stride: width,
        samples,
    }
}

/// A plane with every sample looked up.
#[cfg(not(target_arch = "wasm32"))]
fn mapped(plane: &Plane, value: impl Fn(u8) -> u8) -> Plane {
    let table: [u8; 256] = core::array::from_fn(|sample| value(sample as u8));
    let samples = plane
        .samples
        .iter()
        .map(|&sample| table[usize::from(sample)]);
    Plane {
        samples: samples.collect(),
        ..*plane
    }
}

/// The sum of a pair, or of the last one twice.
fn sum(pair: &[u8]) -> u32 {
    match *pair {
        [first, second] => u32::from(first) + u32::from(second),
        _ => pair.iter().map(|&last| u32::from(last) * 2).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(width: u32, data: Vec<u8>) -> Raster {
        Raster {
            width,
            height: data.len() as u32 / 3 / width,
            layout: Layout::Rgb,
            data,
        }
    }

    #[test]
    fn primaries_are_jfif_s() {
        for (pixel, should) in [
            ([0, 0, 0], [0, 128, 128]),
            ([255, 255, 255], [255, 128, 128]),
            ([255, 0, 0], [76, 85, 255]),
            ([0, 255, 0], [150, 44, 21]),
            ([0, 0, 255], [29, 255, 107]),
        ] {
            assert_eq!(ycbcr(pixel), should);
        }
    }

    #[test]
    fn colours_come_back_to_a_step_or_two_and_greys_exactly() {
        let steps = || (0..=255).step_by(15);
        let cube: Vec<u8> = steps()
            .flat_map(|r| steps().flat_map(move |g| steps().flat_map(move |b| [r, g, b])))
            .collect();
        let cube = raster(18, cube);
        let back = to_rgb(&to_planar(&cube));
        let worst = cube
            .data
            .iter()
            .zip(&back.data)
            .map(|(a, b)| a.abs_diff(*b))
            .max();
        assert!(worst <= Some(2), "{worst:?}");
        for grey in 0..=255 {
            assert_eq!(rgb([grey, 128, 128]), [grey; 3]);
            assert_eq!(ycbcr([grey; 3]), [grey, 128, 128]);
        }
    }

    #[test]
    fn the_studio_s_range_ends_where_bt_601_says() {
        let plane = |samples: &[u8]| Plane {
            width: samples.len(),
            height: 1,
            stride: samples.len(),
            samples: samples.to_vec(),
        };
        let picture = |planes| Planar {
            width: 6,
            height: 1,
            colour: ColourModel::YCbCr,
            planes,
        };
        let [luma, blue, red] = in_studio_range(&picture(vec![
            plane(&[0, 1, 128, 254, 255, 255]),
            plane(&[0, 128, 255]),
            plane(&[1, 127, 129]),
        ]));
        assert_eq!(luma.samples, [16, 17, 126, 234, 235, 235]);
        assert_eq!(blue.samples, [16, 128, 240]);
        assert_eq!(red.samples, [16, 127, 129]);
        let grey = in_studio_range(&picture(vec![plane(&[0; 6])]));
        assert_eq!(grey[1..], [plane(&[128; 3]), plane(&[128; 3])]);
    }

    #[test]
    fn half_the_chroma_is_the_mean_of_what_there_is() {
        let plane = |width, samples: &[u8]| Plane {
            width,
            height: samples.len() / width,
            stride: width,
            samples: samples.to_vec(),
        };
        assert_eq!(
            half(&plane(3, &[1, 3, 9, 5, 7, 9, 20, 30, 41])),
            plane(2, &[4, 9, 25, 41])
        );
        assert_eq!(half(&plane(1, &[7])), plane(1, &[7]));
    }
}
