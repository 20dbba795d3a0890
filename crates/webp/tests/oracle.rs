//! Every byte as `image-webp` has it, for whatever libwebp writes.

#![expect(
    clippy::unwrap_used,
    reason = "a picture that cannot be made or read fails its test"
)]

use std::io::Cursor;

use image_webp::WebPDecoder;
use roundel_fixtures::scene;
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
    let mut decoder = WebPDecoder::new(Cursor::new(webp)).unwrap();
    let (width, height) = decoder.dimensions();
    let mut expected = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut expected).unwrap();
    let picture = decode(webp, 1 << 28).unwrap_or_else(|error| panic!("{case}: {error}"));
    assert_eq!((picture.width, picture.height), (width, height), "{case}");
    let (pixels, channels) = match picture.pixels {
        Pixels::Rgb(pixels) => (pixels, 3),
        Pixels::Rgba(pixels) => (pixels, 4),
    };
    assert_eq!(pixels.len(), expected.len(), "{case}");
    let differs = pixels
        .iter()
        .zip(&expected)
        .position(|(is, should)| is != should);
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
