//! Any bytes as an uploaded picture, with any options, all the way to the finished file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roundel_fuzz::{Trailer, with_checksums, within};
use roundel_imaging::{
    CropBox, Fit, Gravity, Limits, Matte, Options, OutputFormat, Processed, Rotation,
    VariantOptions, metadata_kinds, probe, process, variants,
};

/// Small, so that most of the time goes into parsing; one input in sixteen has a device's own.
const LIMITS: Limits = Limits {
    max_bytes: 1 << 20,
    max_pixels: 1 << 18,
    ..Limits::DEVICE
};

fuzz_target!(|input: &[u8]| {
    let Some((file, choice)) = Trailer::split(input) else {
        return;
    };
    let file = &*with_checksums(file);
    let limits = if choice.byte(0) & 15 == 15 {
        Limits::DEVICE
    } else {
        LIMITS
    };
    let options = options(file, choice);
    let made = within(budget(&limits), || process(file, &options, &limits));
    if let Ok(made) = &made {
        check(made, &options);
    }
    if choice.byte(0) & 0x70 == 0x70 {
        let table = VariantOptions {
            sizes: vec![16, 40],
            ..VariantOptions::default()
        };
        let varied = within(budget(&limits), || variants(file, &table, &limits));
        // What another square does not need is not decoded, so damage in it goes unnoticed.
        let same_square = options.crop.is_none()
            && options.fit == Fit::Square
            && options.gravity == Gravity::Center;
        if same_square && options.max_bytes.is_none() {
            assert_eq!(made.is_ok(), varied.is_ok());
        }
    }
});

/// Of each source pixel at most its decoded colours, what the decoder has of it meanwhile, and a progressive JPEG's
/// coefficients; and room for the output.
fn budget(limits: &Limits) -> u64 {
    12 * limits.max_pixels + (48 << 20)
}

fn options(file: &[u8], choice: Trailer) -> Options {
    Options {
        size: 1 + choice.below(1, if choice.byte(2) < 8 { 600 } else { 64 }),
        fit: if choice.flag(3) {
            Fit::Inside
        } else {
            Fit::Square
        },
        crop: choice.flag(4).then(|| crop(file, choice)),
        gravity: Gravity::ALL[choice.below(15, Gravity::ALL.len() as u32) as usize],
        rotation: Rotation::from_degrees(choice.below(9, 4) * 90).unwrap_or_default(),
        format: if choice.flag(10) {
            OutputFormat::Png
        } else {
            OutputFormat::Jpeg
        },
        quality: 1 + choice.below(11, 100) as u8,
        matte: Matte([choice.byte(12); 3]),
        max_bytes: choice.flag(13).then(|| u64::from(choice.byte(14)) * 64),
        ..Options::default()
    }
}

/// A box inside the picture, or one time in four anywhere.
fn crop(file: &[u8], choice: Trailer) -> CropBox {
    let (width, height) = match probe(file) {
        Ok(probe) if choice.byte(4) & 6 != 6 => (probe.width, probe.height),
        _ => (u32::MAX, u32::MAX),
    };
    let (x, across) = choice.range(5, width);
    let (y, down) = choice.range(7, height);
    CropBox {
        x,
        y,
        width: across,
        height: down,
    }
}

fn check(made: &Processed, options: &Options) {
    assert!((1..=options.size).contains(&made.width) && (1..=options.size).contains(&made.height));
    assert!(
        options
            .max_bytes
            .is_none_or(|most| made.bytes.len() as u64 <= most)
    );
    assert_eq!(metadata_kinds(&made.bytes), Ok(Vec::new()));
    let probe = probe(&made.bytes).expect("a result is a picture");
    assert_eq!((probe.width, probe.height), (made.width, made.height));
    assert_eq!(probe.orientation.exif(), 1);
    let again = Options {
        size: 8,
        ..Options::default()
    };
    process(&made.bytes, &again, &Limits::DEVICE).expect("a result is whole");
}
