//! Whatever is encoded, two decoders by others read back.

use crate::pictures::{
    SAMPLINGS, by_jpeg_decoder, by_zune, displayed, grey, interleaved, psnr, ways, ycbcr,
};
use roundel_jpeg::Planar;
use roundel_jpeg::encode::{Effort, Options, Prepared, Tables};

const SIDES: [usize; 14] = [1, 2, 3, 7, 8, 9, 15, 16, 17, 24, 31, 33, 64, 70];

/// Least PSNR of noisy pictures at quality 85.
const LEAST: f64 = 28.0;
/// The same with less than a block: one coefficient's luck, and decoders smooth chroma.
const LEAST_SMALL: f64 = 23.0;

fn check(picture: &Planar, options: &Options) {
    let case = format!(
        "{}x{} {:?} {options:?}",
        picture.width, picture.height, picture.colour
    );
    let bytes = roundel_jpeg::encode::encode(picture, options).expect(&case);
    let (width, height, samples) = by_jpeg_decoder(&bytes);
    assert_eq!((width, height), (picture.width, picture.height), "{case}");
    let quality = psnr(&samples, &displayed(picture));
    let small = width.min(height) < 8;
    let least = if small { LEAST_SMALL } else { LEAST };
    assert!(quality > least, "{case}: {quality}");
}

#[test]
fn every_size_sampling_and_way_is_read_back() {
    for width in SIDES {
        for height in SIDES {
            for options in ways() {
                check(&grey(width, height), &options);
                for sampling in SAMPLINGS {
                    check(&ycbcr(width, height, sampling), &options);
                }
            }
        }
    }
}

#[test]
fn zune_jpeg_reads_the_same_from_our_baseline_files() {
    for (width, height) in [(16, 16), (40, 24), (64, 64), (70, 33)] {
        for options in ways().filter(|options| !options.progressive) {
            for sampling in SAMPLINGS {
                let picture = ycbcr(width, height, sampling);
                let bytes = roundel_jpeg::encode::encode(&picture, &options).unwrap();
                let zune = by_zune(&bytes, picture.colour);
                let quality = psnr(&zune, &interleaved(&picture));
                assert!(
                    quality > LEAST,
                    "{width}x{height} {sampling:?} {options:?}: {quality}"
                );
            }
            let picture = grey(width, height);
            let bytes = roundel_jpeg::encode::encode(&picture, &options).unwrap();
            assert!(psnr(&by_zune(&bytes, picture.colour), &interleaved(&picture)) > LEAST);
        }
    }
}

#[test]
fn a_sequential_and_a_progressive_file_hold_the_same_picture() {
    for quality in [1, 20, 50, 75, 95, 100] {
        let prepared = Prepared::new(&ycbcr(70, 45, (2, 2))).unwrap();
        let options = Options {
            quality,
            ..Options::default()
        };
        let sequential = prepared.encode(&options).unwrap();
        let progressive = prepared
            .encode(&Options {
                progressive: true,
                ..options
            })
            .unwrap();
        assert_eq!(
            by_jpeg_decoder(&sequential),
            by_jpeg_decoder(&progressive),
            "{quality}"
        );
    }
}

#[test]
fn psnr_follows_quality() {
    let picture = ycbcr(70, 70, (1, 1));
    let original = displayed(&picture);
    for effort in [Effort::Fast, Effort::Trellis] {
        for (quality, least) in [
            (1, 17.0),
            (25, 31.0),
            (50, 34.0),
            (75, 36.0),
            (90, 39.0),
            (100, 50.0),
        ] {
            let options = Options {
                quality,
                effort,
                tables: Tables::Standard,
                progressive: false,
            };
            let bytes = roundel_jpeg::encode::encode(&picture, &options).unwrap();
            let measured = psnr(&by_jpeg_decoder(&bytes).2, &original);
            assert!(measured > least, "{quality} {effort:?}: {measured}");
        }
    }
}

#[test]
fn extreme_samples_survive_every_quality() {
    let mut picture = grey(64, 64);
    let plane = &mut picture.planes[0];
    for (index, sample) in plane.samples.iter_mut().enumerate() {
        let (x, y) = (index % plane.stride, index / plane.stride);
        // Checkerboards, stripes and flat areas of the two extremes.
        let white = match (x / 16 + y / 16) % 4 {
            0 => (x + y) % 2 == 0,
            1 => x % 2 == 0,
            2 => (x / 4 + y / 4) % 2 == 0,
            _ => x > y,
        };
        *sample = if white { 255 } else { 0 };
    }
    for options in ways() {
        for (quality, least) in [(1, 3.0), (50, 18.0), (90, 24.0), (100, 45.0)] {
            let options = Options { quality, ..options };
            let bytes = roundel_jpeg::encode::encode(&picture, &options).unwrap();
            let measured = psnr(&by_jpeg_decoder(&bytes).2, &displayed(&picture));
            assert!(measured > least, "{options:?}: {measured}");
        }
    }
}
