//! What the files are made of, and how large they are.

use crate::pictures::{self, Noise, SAMPLINGS, grey, markers, ways, ycbcr};
use jpeg_encoder::{ColorType, SamplingFactor};
use roundel_jpeg::Planar;
use roundel_jpeg::encode::{Effort, Options, Prepared, Tables, encode};

#[test]
fn a_baseline_file_has_one_scan_and_no_metadata() {
    for options in ways().filter(|options| !options.progressive) {
        for sampling in SAMPLINGS {
            let bytes = encode(&ycbcr(70, 50, sampling), &options).unwrap();
            assert_eq!(markers(&bytes), [0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9]);
        }
        let bytes = encode(&grey(70, 50), &options).unwrap();
        assert_eq!(markers(&bytes), [0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9]);
    }
}

#[test]
fn a_progressive_file_has_scans_and_no_metadata() {
    let options = Options {
        progressive: true,
        ..Options::default()
    };
    let found = markers(&encode(&ycbcr(70, 50, (2, 2)), &options).unwrap());
    assert_eq!(found[..4], [0xD8, 0xE0, 0xDB, 0xC2]);
    assert!(found.iter().filter(|&&marker| marker == 0xDA).count() >= 4);
    assert!(
        found[4..found.len() - 1]
            .iter()
            .all(|marker| [0xC4, 0xDA].contains(marker))
    );
    assert_eq!(found.last(), Some(&0xD9));
}

#[test]
fn size_grows_with_quality() {
    for options in ways() {
        let prepared = Prepared::new(&ycbcr(160, 120, (2, 2))).unwrap();
        let size = |quality| {
            prepared
                .encode(&Options { quality, ..options })
                .unwrap()
                .len()
        };
        let sizes: Vec<_> = [1, 10, 25, 40, 55, 70, 80, 90, 95, 100].map(size).into();
        assert!(sizes.is_sorted(), "{options:?}: {sizes:?}");
    }
}

#[test]
fn more_effort_and_more_scans_make_smaller_files() {
    let mut picture = ycbcr(256, 256, (2, 2));
    // Half of it sky: progressive scans code its blocks' ends in runs.
    picture.planes[0].samples[259 * 128..].fill(180);
    let prepared = Prepared::new(&picture).unwrap();
    for quality in [75, 85, 95] {
        let size = |effort, progressive| {
            let options = Options {
                quality,
                effort,
                progressive,
                ..Options::default()
            };
            prepared.encode(&options).unwrap().len()
        };
        assert!(size(Effort::Trellis, false) < size(Effort::Fast, false));
        assert!(size(Effort::Trellis, true) < size(Effort::Trellis, false));
    }
}

#[test]
fn tables_made_for_the_picture_are_smaller_than_the_standard_ones() {
    let (width, height) = (128, 96);
    for quality in [30, 60, 85, 95] {
        let picture = ycbcr(width, height, (1, 1));
        let mut theirs = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut theirs, quality);
        encoder.set_sampling_factor(SamplingFactor::R_4_4_4);
        let samples = pictures::interleaved(&picture);
        encoder
            .encode(&samples, width as u16, height as u16, ColorType::Ycbcr)
            .unwrap();
        let options = Options {
            quality,
            effort: Effort::Fast,
            tables: Tables::Standard,
            progressive: false,
        };
        let ours = encode(&picture, &options).unwrap();
        assert!(
            ours.len() < theirs.len(),
            "{quality}: {} {}",
            ours.len(),
            theirs.len()
        );
    }
}

/// FNV-1a: enough to notice a changed byte.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// Samples by integers alone, so that the picture itself is the same everywhere.
fn integer_picture() -> Planar {
    let mut picture = ycbcr(96, 80, (2, 2));
    let mut noise = Noise(7);
    for plane in &mut picture.planes {
        for (index, sample) in plane.samples.iter_mut().enumerate() {
            let (x, y) = (index % plane.stride, index / plane.stride);
            *sample = (x * y / 40 + x + noise.below(12) as usize) as u8;
        }
    }
    picture
}

#[test]
fn the_same_bytes_on_every_platform() {
    let prepared = Prepared::new(&integer_picture()).unwrap();
    let digests: Vec<_> = ways()
        .map(|options| {
            digest(
                &prepared
                    .encode(&Options {
                        quality: 80,
                        ..options
                    })
                    .unwrap(),
            )
        })
        .collect();
    assert_eq!(digests, DIGESTS);
}

/// As written on x86-64.
const DIGESTS: [u64; 8] = [
    0x6EE9_D5E0_4F65_6F15,
    0x6792_32B3_BFEA_F9B8,
    0x8989_BB1D_40F1_B271,
    0xA523_6F37_8338_CEA2,
    0x87B6_9785_431A_C2D3,
    0x7608_DE70_15B2_A256,
    0x588D_0464_A8BA_77BB,
    0xA3B6_8A00_38EA_FEA3,
];

#[test]
fn samples_beyond_the_width_mean_nothing() {
    let picture = ycbcr(37, 29, (2, 2));
    let mut tight = picture.clone();
    for plane in &mut tight.planes {
        let rows = plane
            .samples
            .chunks(plane.stride)
            .flat_map(|row| &row[..plane.width]);
        plane.samples = rows.copied().collect();
        plane.stride = plane.width;
    }
    let options = Options::default();
    assert_eq!(encode(&picture, &options), encode(&tight, &options));
}

#[test]
fn equal_tables_are_written_once() {
    let picture = ycbcr(40, 40, (2, 2));
    let quantisation_bytes = |tables| {
        let options = Options {
            tables,
            ..Options::default()
        };
        let bytes = encode(&picture, &options).unwrap();
        assert_eq!(pictures::by_jpeg_decoder(&bytes).0, 40);
        // Start of image and the JFIF segment take 20 bytes; then the marker and its length.
        assert_eq!(bytes[20..22], [0xFF, 0xDB]);
        usize::from(bytes[22]) << 8 | usize::from(bytes[23])
    };
    assert_eq!(quantisation_bytes(Tables::Robidoux), 2 + 65);
    assert_eq!(quantisation_bytes(Tables::Standard), 2 + 130);
    assert_eq!(quantisation_bytes(Tables::Tuned), 2 + 130);
}
