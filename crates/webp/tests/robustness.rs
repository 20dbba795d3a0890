//! Whatever the bytes: an answer, soon, and never a panic.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be made fails its test"
)]

use std::time::{Duration, Instant};

use roundel_fixtures::Fixture;
use roundel_webp::{Corrupt, DecodeError, decode};

/// A mutated header may announce any size.
const MAX_PIXELS: u64 = 1 << 18;

const SOON: Duration = Duration::from_secs(2);

const FILES: [&str; 5] = [
    r#"{"fixture":"webp","width":64,"height":48,"lossless":false,"alpha":false}"#,
    r#"{"fixture":"webp","width":64,"height":48,"lossless":false,"alpha":true,"orientation":5}"#,
    r#"{"fixture":"webp","width":64,"height":48,"lossless":true,"alpha":false}"#,
    r#"{"fixture":"webp","width":64,"height":48,"lossless":true,"alpha":true}"#,
    r#"{"fixture":"animated_webp","width":48,"height":32}"#,
];

fn bytes(file: &str) -> Vec<u8> {
    file.parse::<Fixture>().unwrap().bytes().unwrap()
}

/// Files of libwebp with all transforms, palettes and groups of codes, beside the fixtures.
fn files() -> Vec<Vec<u8>> {
    let photo = roundel_fixtures::scene::photo_rgb(70, 50, 0);
    let flat = roundel_fixtures::scene::flat_rgb(70, 50, 0);
    let encode = |rgb: &[u8], config: webpx::EncoderConfig| {
        config.encode_rgb(rgb, 70, 50, webpx::Unstoppable).unwrap()
    };
    let lossless = || webpx::EncoderConfig::new_lossless_level(6);
    let lossy = webpx::EncoderConfig::new().partitions(3).segments(4);
    let made = [
        encode(&photo, lossless()),
        encode(&flat, lossless()),
        encode(&photo, lossy),
    ];
    FILES.map(bytes).into_iter().chain(made).collect()
}

fn answer(bytes: &[u8], case: &str) -> Result<(), DecodeError> {
    let start = Instant::now();
    let answer = decode(bytes, MAX_PIXELS).map(|_| ());
    assert!(start.elapsed() < SOON, "{case} took {:?}", start.elapsed());
    answer
}

#[test]
fn every_cut_is_refused() {
    for (file, whole) in files().iter().enumerate() {
        let mut chunks = roundel_webp::container::Chunks::of_file(whole).unwrap();
        let is_picture = |kind: &[u8; 4]| matches!(kind, b"VP8 " | b"VP8L" | b"ANMF");
        let picture = chunks.find(|chunk| is_picture(chunk.kind)).unwrap();
        // Behind the picture only metadata and padding may be missing, and the lossy decoder reads ahead.
        let needed = picture.start + picture.data.len() - 8;
        for end in 0..whole.len() {
            let answer = answer(&whole[..end], &format!("file {file} cut at {end}"));
            assert!(end > needed || answer.is_err(), "file {file} cut at {end}");
        }
    }
}

#[test]
fn changed_bytes_give_a_picture_or_a_reason() {
    let mut refused = 0;
    for (file, whole) in files().iter().enumerate() {
        for seed in 0..3000_u32 {
            let mut changed = whole.clone();
            for change in 0..1 + seed % 6 {
                let hash = (seed * 7 + change).wrapping_mul(2_654_435_761) ^ seed << 13;
                let at = hash as usize % changed.len();
                changed[at] = (hash >> 19) as u8;
            }
            let answer = answer(&changed, &format!("file {file} seed {seed}"));
            refused += usize::from(answer.is_err());
        }
    }
    assert!(refused > 1000);
}

#[test]
fn each_refusal_has_its_reason() {
    let code = |bytes: &[u8]| decode(bytes, MAX_PIXELS).map_err(|error| error.code());
    assert_eq!(code(b"RIFF"), Err("not_webp"));
    assert_eq!(code(b"RIFF\x04\0\0\0WEBP"), Err("truncated"));
    let still = bytes(FILES[0]);
    let pixels = u64::from(64_u32 * 48);
    let refused = decode(&still, pixels - 1);
    let limit = pixels - 1;
    assert_eq!(refused, Err(DecodeError::TooManyPixels { pixels, limit }));
    let lying = bytes(r#"{"fixture":"lying_webp","side":300}"#);
    assert_eq!(decode(&lying, MAX_PIXELS), Err(Corrupt::Size.into()));
}
