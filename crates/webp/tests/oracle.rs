//! Every byte as `image-webp` has it, for whatever libwebp writes.

#![expect(
    clippy::unwrap_used,
    reason = "a picture that cannot be made or read fails its test"
)]

use std::io::Cursor;

use image_webp::WebPDecoder;
use roundel_fixtures::{Fixture, scene};
use roundel_webp::{Pixels, decode};
use webpx::{AlphaFilter, EncoderConfig};

const SIZES: [(u32, u32); 8] = [
    (1, 1),
    (2, 3),
    (15, 17),
    (16, 16),
    (33, 31),
    (64, 48),
    (121, 90),
    (300, 201),
];

/// A photo with a soft alpha channel.
fn photo_rgba(width: u32, height: u32) -> Vec<u8> {
    let rgb = scene::photo_rgb(width, height, 0);
    let pixels = rgb.chunks_exact(3).enumerate();
    pixels
        .flat_map(|(at, rgb)| {
            let (x, y) = (at as u32 % width, at as u32 / width);
            let alpha = (x * 5 + y * 3 + u32::from(rgb[0]) / 16).min(255) as u8;
            [rgb[0], rgb[1], rgb[2], alpha]
        })
        .collect()
}

/// A drawing of a number of colours.
fn drawing(width: u32, height: u32, colours: u32) -> Vec<u8> {
    let colour = |x: u32, y: u32| {
        let index = ((x / 3) * (y / 2) + (x * 7 + y * 13) % 5) % colours;
        let hash = index.wrapping_mul(2_654_435_761);
        [(hash >> 24) as u8, (hash >> 16) as u8, (hash >> 8) as u8]
    };
    let positions = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    positions.flat_map(|(x, y)| colour(x, y)).collect()
}

fn check(webp: &[u8], case: &str) {
    check_within(0, webp, case);
}

/// Compares size, channels and each byte, which may be a number of steps off.
fn check_within(steps: u8, webp: &[u8], case: &str) {
    let mut decoder = WebPDecoder::new(Cursor::new(webp)).unwrap();
    let (width, height) = decoder.dimensions();
    let mut expected = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut expected).unwrap();
    let picture = decode(webp, 1 << 28)
        .map_err(|error| format!("{case}: {error}"))
        .unwrap();
    assert_eq!((picture.width, picture.height), (width, height), "{case}");
    let (pixels, channels) = match picture.pixels {
        Pixels::Rgb(pixels) => (pixels, 3),
        Pixels::Rgba(pixels) => (pixels, 4),
    };
    assert_eq!(pixels.len(), expected.len(), "{case}");
    let mut both = pixels.iter().zip(&expected);
    let differs = both.position(|(is, should)| is.abs_diff(*should) > steps);
    let place = differs.map(|at| {
        (
            at / channels % width as usize,
            at / channels / width as usize,
        )
    });
    assert_eq!(place, None, "{case}: the first pixel that differs");
}

fn lossy_configs() -> Vec<(String, EncoderConfig)> {
    let mut configs = Vec::new();
    for quality in [0.0, 20.0, 75.0, 100.0] {
        for method in [0, 3, 6] {
            for segments in [1, 4] {
                for (kind, strength, sharpness) in [(0, 60, 0), (1, 100, 7), (1, 20, 3), (1, 0, 0)]
                {
                    let config = EncoderConfig::new()
                        .quality(quality)
                        .method(method)
                        .segments(segments)
                        .filter_type(kind)
                        .filter_strength(strength)
                        .filter_sharpness(sharpness)
                        .partitions(segments - 1);
                    let name =
                        format!("q{quality} m{method} s{segments} f{kind}/{strength}/{sharpness}");
                    configs.push((name, config));
                }
            }
        }
    }
    configs
}

#[test]
fn lossy_photos_of_every_setting() {
    for (name, config) in lossy_configs() {
        for (width, height) in SIZES {
            let rgb = scene::photo_rgb(width, height, 0);
            let webp = config
                .encode_rgb(&rgb, width, height, webpx::Unstoppable)
                .unwrap();
            check(&webp, &format!("{width}x{height} {name}"));
        }
    }
}

#[test]
fn lossy_with_alpha_of_every_filter() {
    for (width, height) in SIZES {
        let rgba = photo_rgba(width, height);
        for compression in [false, true] {
            for filter in [AlphaFilter::None, AlphaFilter::Fast, AlphaFilter::Best] {
                for quality in [30, 100] {
                    let config = EncoderConfig::new()
                        .alpha_compression(compression)
                        .alpha_filter(filter)
                        .alpha_quality(quality);
                    let webp = config
                        .encode_rgba(&rgba, width, height, webpx::Unstoppable)
                        .unwrap();
                    check(
                        &webp,
                        &format!("{width}x{height} {compression} {filter:?} {quality}"),
                    );
                }
            }
        }
    }
}

#[test]
fn lossless_photos_and_drawings_of_every_effort() {
    for level in [0, 3, 6, 9] {
        let config = EncoderConfig::new_lossless_level(level);
        for (width, height) in SIZES {
            let case = format!("{width}x{height} level {level}");
            let photo = photo_rgba(width, height);
            let webp = config
                .encode_rgba(&photo, width, height, webpx::Unstoppable)
                .unwrap();
            check(&webp, &case);
            for colours in [1, 2, 4, 16, 256, 5000] {
                let rgb = drawing(width, height, colours);
                let webp = config
                    .encode_rgb(&rgb, width, height, webpx::Unstoppable)
                    .unwrap();
                check(&webp, &format!("{case} of {colours} colours"));
            }
        }
    }
}

#[test]
fn every_small_size() {
    for width in 1..=40 {
        for height in 1..=40 {
            let rgba = photo_rgba(width, height);
            for lossless in [false, true] {
                let config = EncoderConfig::new().lossless(lossless).method(2);
                let webp = config
                    .encode_rgba(&rgba, width, height, webpx::Unstoppable)
                    .unwrap();
                check(&webp, &format!("{width}x{height} lossless {lossless}"));
            }
        }
    }
}

#[test]
fn the_first_frame_of_an_animation() {
    for (width, height) in [(1, 1), (20, 20), (75, 41)] {
        let fixture = Fixture::AnimatedWebp { width, height };
        // The oracle blends a frame into its canvas, which costs a step.
        check_within(1, &fixture.bytes().unwrap(), &format!("{width}x{height}"));
    }
}

/// A chunk of an even length.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [kind.as_slice(), &(data.len() as u32).to_le_bytes(), data].concat()
}

fn le24(number: u32) -> [u8; 3] {
    let [a, b, c, _] = number.to_le_bytes();
    [a, b, c]
}

#[test]
fn a_frame_smaller_than_its_canvas_lies_on_nothing() {
    let (width, height, left, top) = (33, 20, 4, 6);
    let config = EncoderConfig::new().exact(true);
    let rgba = photo_rgba(width, height);
    let still = config
        .encode_rgba(&rgba, width, height, webpx::Unstoppable)
        .unwrap();
    let place = [left / 2, top / 2, width - 1, height - 1, 100].map(le24);
    let frame = [place.as_flattened(), &[2], &still[30..]].concat();
    let canvas = [[0x12, 0, 0, 0].as_slice(), &le24(49), &le24(39)].concat();
    let chunks = [
        b"WEBP".to_vec(),
        chunk(b"VP8X", &canvas),
        chunk(b"ANIM", &[0; 6]),
        chunk(b"ANMF", &frame),
    ];
    let animated = chunk(b"RIFF", &chunks.concat());
    check(&animated, "a frame on its canvas");
    let Pixels::Rgba(pixels) = decode(&animated, 50 * 40).unwrap().pixels else {
        panic!("a canvas without alpha");
    };
    assert_eq!(pixels[..4], [0; 4]);
}
