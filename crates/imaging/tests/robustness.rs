//! Whatever the bytes: an answer, soon, and never a panic.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be made fails its test"
)]

use std::time::{Duration, Instant};

use roundel_fixtures::Fixture;
use roundel_imaging::{ImageError, Limits, Options, VariantOptions, probe, process, variants};

/// One small file for each way through the decoders.
const FILES: [&str; 14] = [
    r#"{"fixture":"photo_jpeg","width":96,"height":64,"orientation":6,"gps":true,"extras":true}"#,
    r#"{"fixture":"photo_jpeg","width":96,"height":64,"progressive":true}"#,
    r#"{"fixture":"grey_jpeg","width":64,"height":48}"#,
    r#"{"fixture":"cmyk_jpeg","width":64,"height":48,"adobe":true,"ycck":true}"#,
    r#"{"fixture":"sampled_jpeg","width":65,"height":47,"horizontal":4,"vertical":1}"#,
    r#"{"fixture":"png","width":48,"height":32,"colour":"rgba","depth":16,"interlaced":true,"orientation":3,"text":true}"#,
    r#"{"fixture":"png","width":48,"height":32,"colour":"palette_alpha","depth":4}"#,
    r#"{"fixture":"animated_png","width":48,"height":32}"#,
    r#"{"fixture":"webp","width":64,"height":48,"lossless":false,"alpha":true,"orientation":5}"#,
    r#"{"fixture":"webp","width":64,"height":48,"lossless":true,"alpha":true}"#,
    r#"{"fixture":"animated_webp","width":48,"height":32}"#,
    r#"{"fixture":"gif","width":48,"height":32,"frames":2,"transparent":true,"interlaced":true}"#,
    r#"{"fixture":"svg"}"#,
    r#"{"fixture":"heic"}"#,
];

/// A mutated header may announce any size: what is allowed is kept small so that thousands of cases take seconds.
const LIMITS: Limits = Limits {
    max_bytes: 1 << 20,
    max_pixels: 1 << 18,
    max_side: 12_000,
    ..Limits::UPLOAD
};

const SOON: Duration = Duration::from_secs(2);

#[test]
fn changed_bytes_never_panic_and_never_take_long() {
    for file in FILES {
        let whole = bytes(file);
        for seed in 0..300 {
            let changed = Fixture::Mutated {
                of: Box::new(file.parse().unwrap()),
                bytes: 1 + seed as u32 % 12,
                seed,
            };
            let changed = changed.bytes().unwrap();
            assert_eq!(changed.len(), whole.len());
            answers_soon(&changed, &format!("{file} seed {seed}"));
        }
    }
}

#[test]
fn every_cut_is_refused_or_complete() {
    for file in FILES {
        let whole = bytes(file);
        for end in (0..whole.len()).step_by(whole.len() / 150 + 1) {
            answers_soon(&whole[..end], &format!("{file} cut at {end}"));
        }
    }
}

#[test]
fn a_cut_through_the_pixels_is_always_noticed() {
    for file in &FILES[..12] {
        let whole = bytes(file);
        let pictures = file.contains("animated") || file.contains("frames");
        // The first frame of an animation ends before the middle.
        let end = if pictures {
            whole.len() / 4
        } else {
            whole.len() / 2
        };
        let error = process(&whole[..end], &Options::default(), &LIMITS).unwrap_err();
        assert_eq!(error, ImageError::Truncated, "{file}");
    }
}

#[test]
fn noise_behind_every_signature_is_refused() {
    for signature in [
        b"\xFF\xD8\xFF".as_slice(),
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\xFF\0\0\0WEBPVP8 ",
        b"RIFF\xFF\0\0\0WEBPVP8L",
        b"RIFF\xFF\0\0\0WEBPVP8X",
        b"GIF89a",
    ] {
        for seed in 0..100_u32 {
            let noise = (0..400_u32).map(|at| (at.wrapping_mul(2_654_435_761 ^ seed) >> 11) as u8);
            let file: Vec<u8> = signature.iter().copied().chain(noise).collect();
            answers_soon(&file, &format!("{signature:?} seed {seed}"));
        }
    }
}

fn bytes(file: &str) -> Vec<u8> {
    file.parse::<Fixture>().unwrap().bytes().unwrap()
}

fn answers_soon(bytes: &[u8], case: &str) {
    let start = Instant::now();
    let options = Options {
        size: 32,
        ..Options::default()
    };
    let table = VariantOptions {
        sizes: vec![16],
        ..VariantOptions::default()
    };
    // A probe that works may still be followed by a refusal, but never the other way round.
    let probed = probe(bytes);
    let processed = process(bytes, &options, &LIMITS);
    assert!(probed.is_ok() || processed.is_err(), "{case}");
    let varied = variants(bytes, &table, &LIMITS);
    assert_eq!(processed.is_ok(), varied.is_ok(), "{case}");
    assert!(start.elapsed() < SOON, "{case} took {:?}", start.elapsed());
}
