//! Files that our decoder leaves to jpeg-decoder.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use roundel_imaging::{Fit, Limits, Options, OutputFormat, process};
use roundel_jpeg::decode::{DecodeError, Unsupported, read_header};

/// Of inks, jpeg-encoder samples the last one finer than the first.
#[test]
fn inks_of_an_odd_sampling_are_the_colours_of_a_plain_one() {
    for inks in [[255, 0, 0, 0], [0, 255, 255, 40], [30, 60, 90, 120]] {
        let (plain, odd) = (
            file(inks, SamplingFactor::R_4_4_4),
            file(inks, SamplingFactor::R_4_2_0),
        );
        assert_eq!(
            read_header(&odd),
            Err(DecodeError::Unsupported(Unsupported::Sampling))
        );
        assert_eq!(colour(&odd), colour(&plain), "{inks:?}");
    }
}

fn file(inks: [u8; 4], sampling: SamplingFactor) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 100);
    encoder.set_sampling_factor(sampling);
    encoder
        .encode(&inks.repeat(32 * 32), 32, 32, ColorType::Cmyk)
        .unwrap();
    bytes
}

/// Of the middle of the picture.
fn colour(bytes: &[u8]) -> Vec<u8> {
    let options = Options {
        size: 1,
        fit: Fit::Inside,
        format: OutputFormat::Png,
        ..Options::default()
    };
    let made = process(bytes, &options, &Limits::DEVICE).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(made.bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    pixels
}
