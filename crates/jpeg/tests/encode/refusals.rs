//! What is refused, and that nothing else is.

use crate::pictures::{Noise, SAMPLINGS, by_jpeg_decoder, grey, ways, ycbcr};
use roundel_jpeg::encode::{EncodeError, Options, encode};
use roundel_jpeg::{ColourModel, Planar};

fn refusal(change: impl FnOnce(&mut Planar)) -> &'static str {
    let mut picture = ycbcr(20, 10, (2, 2));
    change(&mut picture);
    encode(&picture, &Options::default())
        .expect_err("to be refused")
        .code()
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    assert_eq!(refusal(|picture| picture.width = 0), "empty");
    assert_eq!(refusal(|picture| picture.height = 0), "empty");
    assert_eq!(refusal(|picture| picture.width = 65_536), "too_large");
    assert_eq!(refusal(|picture| picture.height = usize::MAX), "too_large");
    assert_eq!(
        refusal(|picture| picture.colour = ColourModel::Rgb),
        "colour"
    );
    assert_eq!(
        refusal(|picture| picture.colour = ColourModel::Cmyk),
        "colour"
    );
    assert_eq!(
        refusal(|picture| picture.colour = ColourModel::Grey),
        "plane_count"
    );
    assert_eq!(refusal(|picture| picture.planes.clear()), "plane_count");
    assert_eq!(refusal(|picture| picture.width = 21), "plane_size");
    assert_eq!(refusal(|picture| picture.planes[1].width = 9), "plane_size");
    assert_eq!(
        refusal(|picture| picture.planes[2].height = 4),
        "plane_size"
    );
    assert_eq!(refusal(|picture| picture.planes[1].width = 0), "plane_size");
    assert_eq!(
        refusal(|picture| picture.planes[0].stride = 19),
        "plane_samples"
    );
    assert_eq!(
        refusal(|picture| picture.planes[1].stride = usize::MAX),
        "plane_samples"
    );
    assert_eq!(
        refusal(|picture| picture.planes[2].samples.truncate(30)),
        "plane_samples"
    );
}

#[test]
fn quality_is_one_to_a_hundred() {
    let picture = grey(9, 9);
    for quality in [0, 101, 255] {
        let options = Options {
            quality,
            ..Options::default()
        };
        assert_eq!(
            encode(&picture, &options),
            Err(EncodeError::Quality { quality })
        );
    }
    for quality in [1, 100] {
        assert!(
            encode(
                &picture,
                &Options {
                    quality,
                    ..Options::default()
                }
            )
            .is_ok()
        );
    }
}

#[test]
fn the_longest_side_is_written() {
    for (width, height) in [(65_535, 1), (1, 65_535)] {
        let bytes = encode(&grey(width, height), &Options::default()).unwrap();
        let (across, down, _) = by_jpeg_decoder(&bytes);
        assert_eq!((across, down), (width, height));
    }
}

#[test]
fn any_samples_at_all_are_encoded() {
    let mut noise = Noise(99);
    for round in 0..2000 {
        let sampling = SAMPLINGS[noise.below(4) as usize];
        let (width, height) = (1 + noise.below(40) as usize, 1 + noise.below(40) as usize);
        let mut picture = ycbcr(width, height, sampling);
        let contrast = 1 + noise.below(255);
        for sample in picture
            .planes
            .iter_mut()
            .flat_map(|plane| &mut plane.samples)
        {
            *sample = if noise.below(3) == 0 {
                255
            } else {
                noise.below(contrast + 1) as u8
            };
        }
        let options = ways().nth(noise.below(8) as usize).unwrap();
        let options = Options {
            quality: 1 + noise.below(100) as u8,
            ..options
        };
        let bytes = encode(&picture, &options).unwrap();
        let (across, down, _) = by_jpeg_decoder(&bytes);
        assert_eq!((across, down), (width, height), "round {round}");
    }
}
