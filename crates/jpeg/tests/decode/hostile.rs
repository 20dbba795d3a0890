//! Bytes that are cut off, changed, or made to cost.

use crate::pictures::{Kind, Random};
use jpeg_encoder::ColorType;
use roundel_jpeg::decode::{
    Corrupt, DecodeError, Decoded, Limits, Options, OverLimit, Region, Scale, Unsupported, Warning,
    decode, read_header,
};
use std::time::{Duration, Instant};

fn full(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    decode(bytes, &Options::default())
}

/// Position of the marker's 0xFF.
fn find(bytes: &[u8], code: u8) -> usize {
    bytes
        .windows(2)
        .position(|pair| pair == [0xFF, code])
        .unwrap()
}

#[test]
fn a_file_cut_off_anywhere_gives_what_was_decoded_or_an_error() {
    for kind in Kind::PLAIN.processes() {
        let bytes = kind.encode(70, 67);
        let whole = full(&bytes).unwrap();
        let first_scan = find(&bytes, 0xDA);
        for length in 0..bytes.len() {
            match full(&bytes[..length]) {
                Ok(decoded) => {
                    assert!(length > first_scan);
                    assert!(
                        decoded.warning.is_some() || decoded == whole,
                        "{kind:?} {length}"
                    );
                    assert_eq!(
                        decoded.planar.planes[0].samples.len(),
                        whole.planar.planes[0].samples.len()
                    );
                }
                Err(error) => assert_eq!(error, DecodeError::Truncated, "{kind:?} {length}"),
            }
        }
    }
}

#[test]
fn a_truncated_picture_has_its_first_rows() {
    let mut bytes = Kind::PLAIN.encode(64, 160);
    let whole = full(&bytes).unwrap().planar;
    bytes.truncate(bytes.len() * 3 / 4);
    let part = full(&bytes).unwrap();
    let Some(Warning::Truncated {
        decoded_mcus,
        wanted_mcus,
    }) = part.warning
    else {
        panic!("{:?}", part.warning);
    };
    assert_eq!(wanted_mcus, 4 * 10);
    let rows = decoded_mcus as usize / 4 * 16;
    assert!(rows >= 80);
    assert_eq!(
        part.planar.planes[0].samples[..rows * 64],
        whole.planes[0].samples[..rows * 64]
    );
    assert!(
        part.planar.planes[0].samples[(rows + 16) * 64..]
            .iter()
            .all(|&sample| sample == 128)
    );
}

#[test]
fn damage_between_restart_markers_stays_there() {
    let kind = Kind {
        restart: Some(4),
        ..Kind::PLAIN
    };
    let bytes = kind.encode(64, 160);
    let whole = full(&bytes).unwrap().planar;
    let (second, third) = (find(&bytes, 0xD1), find(&bytes, 0xD2));
    let mut without = bytes.clone();
    without.drain(second..third);
    let decoded = full(&without).unwrap();
    assert_eq!(
        decoded.warning,
        Some(Warning::Damaged { lost_intervals: 1 })
    );
    let interval = 16 * 64;
    let (ours, theirs) = (&decoded.planar.planes[0].samples, &whole.planes[0].samples);
    assert_eq!(ours[..2 * interval], theirs[..2 * interval]);
    assert!(
        ours[2 * interval..3 * interval]
            .iter()
            .all(|&sample| sample == 128)
    );
    assert_eq!(ours[3 * interval..], theirs[3 * interval..]);
}

#[test]
fn a_missing_end_of_image_is_no_fault() {
    let mut bytes = Kind::PLAIN.encode(33, 31);
    bytes.truncate(bytes.len() - 2);
    assert_eq!(full(&bytes).unwrap().warning, None);
}

#[test]
fn what_is_not_supported_says_so() {
    let refuse = |marker_code: u8, at: usize, value: u8| {
        let mut bytes = Kind::PLAIN.encode(16, 16);
        let frame = find(&bytes, 0xC0);
        bytes[frame + 1] = marker_code;
        if at > 0 {
            bytes[frame + at] = value;
        }
        (read_header(&bytes).unwrap_err(), full(&bytes).unwrap_err())
    };
    let expect = [
        ((0xC9, 0, 0), Unsupported::ArithmeticCoding),
        ((0xCA, 0, 0), Unsupported::ArithmeticCoding),
        ((0xC3, 0, 0), Unsupported::Lossless),
        ((0xC5, 0, 0), Unsupported::Hierarchical),
        ((0xC1, 4, 12), Unsupported::Precision(12)),
        ((0xC0, 6, 0), Unsupported::Dnl),
        ((0xC0, 9, 2), Unsupported::Components(2)),
        ((0xC0, 14, 0x41), Unsupported::Sampling),
    ];
    for ((code, at, value), cause) in expect {
        let error = DecodeError::Unsupported(cause);
        assert_eq!(refuse(code, at, value), (error, error));
    }
}

#[test]
fn what_is_no_jpeg_says_so() {
    for bytes in [
        &b"<html>"[..],
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        &[0xFF, 0xD9],
    ] {
        assert_eq!(full(bytes), Err(DecodeError::NotJpeg));
    }
    for bytes in [&b""[..], &[0xFF], &[0xFF, 0xD8], &[0xFF, 0xD8, 0xFF, 0xD9]] {
        assert_eq!(full(bytes), Err(DecodeError::Truncated));
    }
}

#[test]
fn corrupt_tables_and_headers_are_refused() {
    let corrupt = |code: u8, at: usize, value: u8| {
        let mut bytes = Kind::PLAIN.encode(16, 16);
        let segment = find(&bytes, code);
        bytes[segment + at] = value;
        full(&bytes).unwrap_err()
    };
    assert_eq!(corrupt(0xC4, 5, 200), Corrupt::SegmentLength(0xC4).into());
    assert_eq!(corrupt(0xC4, 4, 0x20), Corrupt::HuffmanTable.into());
    assert_eq!(corrupt(0xDB, 5, 0), Corrupt::QuantisationTable.into());
    assert_eq!(corrupt(0xDB, 4, 0x20), Corrupt::QuantisationTable.into());
    assert_eq!(corrupt(0xC0, 11, 0x00), Corrupt::Frame.into());
    assert_eq!(corrupt(0xC0, 12, 9), Corrupt::Frame.into());
    assert_eq!(corrupt(0xDA, 5, 99), Corrupt::Scan.into());
    assert_eq!(
        corrupt(0xDA, 6, 0x33),
        Corrupt::MissingHuffmanTable(3).into()
    );
    assert_eq!(
        corrupt(0xC0, 12, 3),
        Corrupt::MissingQuantisationTable(3).into()
    );
}

#[test]
fn a_frame_after_the_frame_is_refused() {
    let bytes = Kind::PLAIN.encode(16, 16);
    let (frame, scan) = (find(&bytes, 0xC0), find(&bytes, 0xDA));
    let twice = [&bytes[..scan], &bytes[frame..frame + 19], &bytes[scan..]].concat();
    assert_eq!(full(&twice), Err(Corrupt::UnexpectedMarker(0xC0).into()));
}

#[test]
fn limits_hold() {
    let bytes = Kind {
        progressive: true,
        ..Kind::PLAIN
    }
    .encode(64, 64);
    let refuse = |limits| {
        decode(
            &bytes,
            &Options {
                limits,
                ..Options::default()
            },
        )
        .unwrap_err()
    };
    let default = Limits::default();
    assert_eq!(
        refuse(Limits {
            max_pixels: 4095,
            ..default
        }),
        OverLimit::Pixels.into()
    );
    assert_eq!(
        refuse(Limits {
            max_scans: 3,
            ..default
        }),
        OverLimit::Scans.into()
    );
    // 64 blocks of luma and 32 of chroma, each of 64 coefficients and a history.
    let needed = 96 * (128 + 8);
    assert_eq!(
        refuse(Limits {
            max_coefficient_bytes: needed - 1,
            ..default
        }),
        OverLimit::CoefficientBytes.into()
    );
    let limits = Limits {
        max_coefficient_bytes: needed,
        ..default
    };
    assert!(
        decode(
            &bytes,
            &Options {
                limits,
                ..Options::default()
            }
        )
        .is_ok()
    );
    let limits = Limits {
        max_coefficient_bytes: 96 * (32 + 8),
        ..default
    };
    assert!(
        decode(
            &bytes,
            &Options {
                limits,
                scale: Scale::Half,
                ..Options::default()
            }
        )
        .is_ok()
    );
}

/// A progressive file of 40 megapixels and 100 scans of 50 bytes, each with runs of 32767 empty blocks: the most work
/// that so few bytes can ask for.
#[test]
fn many_empty_scans_cost_little() {
    let bytes = Kind {
        progressive: true,
        colour: ColorType::Luma,
        ..Kind::PLAIN
    }
    .encode(64, 64);
    let (frame, scan) = (find(&bytes, 0xC2), find(&bytes, 0xDA));
    let mut hostile = bytes[..scan].to_vec();
    hostile[frame + 5..frame + 9].copy_from_slice(&[0x18, 0x6A, 0x19, 0x00]); // 6250 x 6400
    let component = hostile[frame + 10];
    // One code: 0 is EOB14.
    hostile.extend([
        0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE0,
    ]);
    for k in 1..=50 {
        for approximation in [0x01, 0x10] {
            hostile.extend([0xFF, 0xDA, 0, 8, 1, component, 0x00, k, k, approximation]);
            hostile.extend(longest_runs(20));
        }
    }
    hostile.extend([0xFF, 0xD9]);
    let start = Instant::now();
    // All scans were gone through: what is missed is the DC scan.
    assert_eq!(full(&hostile), Err(Corrupt::MissingScan.into()));
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}

/// A zero and fourteen ones, `count` times, with zeros stuffed.
fn longest_runs(count: usize) -> Vec<u8> {
    let bits: Vec<u8> = (0..count * 15).map(|bit| u8::from(bit % 15 != 0)).collect();
    let bytes = bits
        .chunks(8)
        .map(|bits| bits.iter().fold(0, |byte, bit| byte << 1 | bit) << (8 - bits.len()));
    bytes
        .flat_map(|byte| {
            if byte == 0xFF {
                vec![0xFF, 0]
            } else {
                vec![byte]
            }
        })
        .collect()
}

#[test]
fn storms_of_restart_markers_and_of_segments_cost_little() {
    let bytes = Kind {
        restart: Some(1),
        ..Kind::PLAIN
    }
    .encode(64, 64);
    let (scan, frame) = (find(&bytes, 0xDA), find(&bytes, 0xC0));
    let mut storm = bytes[..scan + 14].to_vec();
    storm[frame + 5..frame + 9].copy_from_slice(&[0x18, 0x6A, 0x19, 0x00]);
    for n in 0..2_000_000u32 {
        storm.extend([0xFF, 0xD0 + (n * 5 % 8) as u8]);
    }
    let mut segments = bytes[..scan].to_vec();
    let huffman = find(&bytes, 0xC4);
    let length = usize::from(u16::from_be_bytes([bytes[huffman + 2], bytes[huffman + 3]])) + 2;
    for _ in 0..20_000 {
        segments.extend_from_slice(&bytes[huffman..huffman + length]);
        segments.extend([0xFF, 0xFE, 0, 2]);
    }
    segments.extend_from_slice(&bytes[scan..]);
    let start = Instant::now();
    let _ = full(&storm);
    assert!(full(&segments).is_ok());
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
}

/// Files with bytes changed, left out, repeated: thousands of them, at every scale, with regions and without.
#[test]
fn changed_files_neither_panic_nor_hang() {
    let kinds: Vec<Kind> = [ColorType::Rgb, ColorType::Luma, ColorType::CmykAsYcck]
        .into_iter()
        .flat_map(|colour| {
            Kind {
                colour,
                ..Kind::PLAIN
            }
            .processes()
        })
        .collect();
    let mut random = Random::new(11);
    let limits = Limits {
        max_pixels: 1 << 18,
        max_coefficient_bytes: 1 << 22,
        max_scans: 20,
    };
    for kind in kinds {
        let bytes = kind.encode(37, 45);
        for _ in 0..600 {
            let mutant = mutate(&bytes, &mut random);
            let region = Region {
                x: 9,
                y: 10,
                width: 8,
                height: 20,
            };
            let region = (random.below(3) == 0).then_some(region);
            let scale = Scale::ALL[random.below(Scale::ALL.len())];
            let start = Instant::now();
            if let Ok(decoded) = decode(
                &mutant,
                &Options {
                    scale,
                    region,
                    limits,
                    ..Options::default()
                },
            ) {
                let planes = &decoded.planar.planes;
                assert!(
                    planes
                        .iter()
                        .all(|plane| plane.samples.len() == plane.stride * plane.height)
                );
            }
            assert!(start.elapsed() < Duration::from_secs(1));
        }
    }
}

fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        // Headers as often as data: there is more to be found.
        let reach = if random.below(2) == 0 {
            bytes.len()
        } else {
            bytes.len().min(700)
        };
        let at = random.below(reach);
        match random.below(5) {
            0 => bytes[at] = random.below(256) as u8,
            1 => bytes[at] ^= 1 << random.below(8),
            2 => drop(bytes.drain(at..bytes.len().min(at + 1 + random.below(30)))),
            3 => bytes.insert(at, [0, 0xFF, 0xD0, 0xDA][random.below(4)]),
            _ => {
                let piece = bytes[at..bytes.len().min(at + 1 + random.below(60))].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}
