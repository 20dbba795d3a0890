//! Successive approximation, which jpeg-encoder does not write: files of our own encoder, whose sequential and
//! progressive files hold the same coefficients.

use crate::pictures::samples;
use roundel_jpeg::decode::{Decoded, Options, Region, Scale, decode};
use roundel_jpeg::encode::{self, Effort};
use roundel_jpeg::{ColourModel, Planar, Plane};

fn plane(width: usize, height: usize) -> Plane {
    Plane {
        width,
        height,
        stride: width,
        samples: samples(width, height, 1),
    }
}

/// 4:2:0.
fn picture(width: usize, height: usize) -> Planar {
    let chroma = plane(width.div_ceil(2), height.div_ceil(2));
    let planes = vec![plane(width, height), chroma.clone(), chroma];
    Planar {
        width,
        height,
        colour: ColourModel::YCbCr,
        planes,
    }
}

fn file(picture: &Planar, quality: u8, progressive: bool) -> Vec<u8> {
    let options = encode::Options {
        quality,
        progressive,
        effort: Effort::Fast,
        ..Default::default()
    };
    encode::encode(picture, &options).unwrap()
}

fn visible(decoded: &Decoded) -> Vec<Vec<u8>> {
    let rows = |plane: &Plane| -> Vec<u8> {
        plane
            .samples
            .chunks(plane.stride)
            .flat_map(|row| row[..plane.width].to_vec())
            .collect()
    };
    decoded.planar.planes.iter().map(rows).collect()
}

#[test]
fn refined_coefficients_are_those_of_the_sequential_file() {
    for (width, height) in [(1, 1), (9, 7), (33, 31), (139, 121)] {
        for quality in [5, 60, 95] {
            let picture = picture(width, height);
            let (sequential, progressive) = (
                file(&picture, quality, false),
                file(&picture, quality, true),
            );
            for scale in Scale::ALL {
                let options = Options {
                    scale,
                    ..Options::default()
                };
                let (one, other) = (
                    decode(&sequential, &options).unwrap(),
                    decode(&progressive, &options).unwrap(),
                );
                assert_eq!(other.warning, None);
                assert_eq!(
                    visible(&one),
                    visible(&other),
                    "{width}x{height} {quality} {scale:?}"
                );
            }
        }
    }
}

#[test]
fn refinement_outside_the_region_is_passed_over() {
    let picture = picture(139, 121);
    let (sequential, progressive) = (file(&picture, 80, false), file(&picture, 80, true));
    for (x, y, width, height) in [
        (0, 0, 20, 20),
        (50, 60, 30, 10),
        (130, 100, 9, 21),
        (0, 60, 139, 1),
    ] {
        for scale in Scale::ALL {
            let options = Options {
                scale,
                region: Some(Region {
                    x,
                    y,
                    width,
                    height,
                }),
                ..Options::default()
            };
            let (one, other) = (
                decode(&sequential, &options).unwrap(),
                decode(&progressive, &options).unwrap(),
            );
            assert_eq!(visible(&one), visible(&other), "({x}, {y}) {scale:?}");
        }
    }
}

#[test]
fn a_refined_file_cut_off_anywhere_does_no_harm() {
    let bytes = file(&picture(40, 40), 80, true);
    for length in 0..bytes.len() - 2 {
        if let Ok(decoded) = decode(&bytes[..length], &Options::default()) {
            assert!(
                decoded.warning.is_some()
                    || decoded == decode(&bytes, &Options::default()).unwrap(),
                "{length}"
            );
        }
    }
}
