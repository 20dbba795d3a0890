//! Smaller sizes against the full one, shrunk by means.

use crate::pictures::{Kind, SAMPLINGS, SIZES};
use jpeg_encoder::{ColorType, SamplingFactor};
use roundel_jpeg::Plane;
use roundel_jpeg::decode::{Options, Scale, decode};

fn planes(bytes: &[u8], scale: Scale) -> Vec<Plane> {
    decode(
        bytes,
        &Options {
            scale,
            ..Options::default()
        },
    )
    .unwrap()
    .planar
    .planes
}

/// The mean of the samples, as many as there are and each by how much of it, that the sample (`x`, `y`) stands for.
fn mean(full: &Plane, x: usize, y: usize, scale: Scale) -> f64 {
    let (rows, columns) = (shares(y, scale, full.height), shares(x, scale, full.width));
    let (mut sum, mut whole) = (0.0, 0.0);
    for &(y, down) in &rows {
        for &(x, across) in &columns {
            sum += f64::from(full.samples[y * full.stride + x]) * down * across;
            whole += down * across;
        }
    }
    sum / whole
}

/// The samples of a full side that the `index`-th of a scaled one covers, and how much of each.
fn shares(index: usize, scale: Scale, length: usize) -> Vec<(usize, f64)> {
    let by = 8.0 / f64::from(scale.eighths());
    let (from, to) = (index as f64 * by, (index + 1) as f64 * by);
    let share = |at: usize| to.min(at as f64 + 1.0) - from.max(at as f64);
    let covered = (0..length).map(|at| (at, share(at)));
    covered.filter(|&(_, share)| share > 1e-9).collect()
}

/// Root of the mean squared difference between a plane and the full one shrunk.
fn difference(small: &Plane, full: &Plane, scale: Scale) -> f64 {
    let mut sum = 0.0;
    for y in 0..small.height {
        for x in 0..small.width {
            let sample = f64::from(small.samples[y * small.stride + x]);
            sum += (sample - mean(full, x, y, scale)).powi(2);
        }
    }
    (sum / (small.width * small.height) as f64).sqrt()
}

#[test]
fn every_scale_is_like_the_full_size_shrunk() {
    for sampling in SAMPLINGS {
        for kind in (Kind {
            sampling,
            ..Kind::PLAIN
        })
        .processes()
        {
            let bytes = kind.encode(160, 120);
            let full = planes(&bytes, Scale::Full);
            for scale in Scale::ALL {
                for (small, full) in planes(&bytes, scale).iter().zip(&full) {
                    let difference = difference(small, full, scale);
                    assert!(difference < 6.0, "{kind:?} {scale:?}: {difference}");
                }
            }
        }
    }
}

/// The mean of a block is what the transform keeps best.
#[test]
fn an_eighth_is_the_blocks_means() {
    let kind = Kind {
        colour: ColorType::Luma,
        sampling: SamplingFactor::R_4_4_4,
        ..Kind::PLAIN
    };
    for kind in kind.processes() {
        let bytes = kind.encode(64, 48);
        let (small, full) = (
            &planes(&bytes, Scale::Eighth)[0],
            &planes(&bytes, Scale::Full)[0],
        );
        for y in 0..small.height {
            for x in 0..small.width {
                let sample = f64::from(small.samples[y * small.stride + x]);
                // Clamping of the full samples may move their mean.
                assert!(
                    (sample - mean(full, x, y, Scale::Eighth)).abs() <= 2.5,
                    "{kind:?} ({x}, {y})"
                );
            }
        }
    }
}

#[test]
fn sides_are_divided_and_rounded_up() {
    for sampling in SAMPLINGS {
        for kind in (Kind {
            sampling,
            ..Kind::PLAIN
        })
        .processes()
        {
            for (width, height) in SIZES {
                let bytes = kind.encode(width, height);
                for scale in Scale::ALL {
                    let scaled = |side: usize| (side * scale.eighths() as usize).div_ceil(8);
                    let planes = planes(&bytes, scale);
                    assert_eq!(
                        (planes[0].width, planes[0].height),
                        (scaled(width), scaled(height))
                    );
                    assert!(
                        planes
                            .iter()
                            .all(|plane| plane.samples.len() == plane.stride * plane.height)
                    );
                    assert!(
                        planes
                            .iter()
                            .all(|plane| plane.stride >= plane.width && plane.width > 0)
                    );
                }
            }
        }
    }
}

/// Progressive files and sequential ones of the same coefficients give the same samples.
#[test]
fn the_process_makes_no_difference() {
    for sampling in SAMPLINGS {
        for scale in Scale::ALL {
            let sequential = planes(
                &Kind {
                    sampling,
                    ..Kind::PLAIN
                }
                .encode(70, 67),
                scale,
            );
            for kind in (Kind {
                sampling,
                ..Kind::PLAIN
            })
            .processes()
            {
                let planes = planes(&kind.encode(70, 67), scale);
                for (plane, expected) in planes.iter().zip(&sequential) {
                    let visible = |plane: &Plane| -> Vec<Vec<u8>> {
                        plane
                            .samples
                            .chunks(plane.stride)
                            .map(|row| row[..plane.width].to_vec())
                            .collect()
                    };
                    assert_eq!(visible(plane), visible(expected), "{kind:?} {scale:?}");
                }
            }
        }
    }
}

#[test]
fn chroma_has_its_own_scale_but_is_never_finer_than_luma() {
    let bytes = Kind::PLAIN.encode(70, 67);
    let size = |scale, chroma| {
        let options = Options {
            scale,
            chroma_scale: Some(chroma),
            ..Options::default()
        };
        let planes = decode(&bytes, &options).unwrap().planar.planes;
        (
            (planes[0].width, planes[0].height),
            (planes[1].width, planes[1].height),
        )
    };
    assert_eq!(size(Scale::Half, Scale::Full), ((35, 34), (35, 34)));
    assert_eq!(size(Scale::Half, Scale::Quarter), ((35, 34), (9, 9)));
    assert_eq!(size(Scale::ThreeEighths, Scale::Full), ((27, 26), (18, 17)));
    assert_eq!(size(Scale::Eighth, Scale::Full), ((9, 9), (9, 9)));
}
