//! Any bytes as a JPEG, at any scale and for any region.
//!
//! Beyond not panicking: planes are as they are described, the header said so before, a region shows what the whole
//! shows there, and memory stays within what the limits allow.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roundel_fuzz::{Trailer, within};
use roundel_jpeg::decode::{Decoded, Header, Limits, Options, Region, Scale, decode, read_header};

/// Small, so that most of the time goes into parsing; one input in sixteen has the decoder's own.
const LIMITS: Limits = Limits {
    max_pixels: 1 << 20,
    max_coefficient_bytes: 4 << 20,
    max_scans: 30,
};

/// Tables, lookups, the scan's bookkeeping.
const FIXED_BYTES: u64 = 1 << 20;

fuzz_target!(|input: &[u8]| {
    let Some((file, choice)) = Trailer::split(input) else {
        return;
    };
    let header = within(FIXED_BYTES, || read_header(file));
    let limits = if choice.byte(0) & 15 == 15 {
        Limits::default()
    } else {
        LIMITS
    };
    let options = Options {
        scale: Scale::ALL[choice.below(1, 5) as usize],
        chroma_scale: choice
            .flag(2)
            .then(|| Scale::ALL[choice.below(3, 5) as usize]),
        region: None,
        limits,
    };
    let whole = within(budget(&limits), || decode(file, &options));
    let Ok(whole) = whole else { return };
    let header = header.expect("a picture has a header");
    check(&whole, &header, options.scale);
    if choice.flag(4) {
        check_region(file, &options, choice, &header, &whole);
    }
});

/// What the limits allow: four planes, aligned out to MCUs of up to 32 x 32 pixels, and the coefficients.
fn budget(limits: &Limits) -> u64 {
    let aligned = limits.max_pixels + 65_536 * 64;
    FIXED_BYTES + 4 * aligned + limits.max_coefficient_bytes
}

fn check(decoded: &Decoded, header: &Header, scale: Scale) {
    let planar = &decoded.planar;
    assert_eq!(planar.planes.len(), usize::from(header.components));
    let scaled = |side: u32| (side * scale.eighths()).div_ceil(8) as usize;
    assert_eq!(planar.width, scaled(header.width));
    assert_eq!(planar.height, scaled(header.height));
    for plane in &planar.planes {
        assert_eq!(plane.samples.len(), plane.stride * plane.height);
        assert!((1..=plane.stride).contains(&plane.width) && plane.height > 0);
        assert!(plane.width <= planar.width && plane.height <= planar.height);
    }
}

/// Where nothing is amiss with the whole, a region of it decodes and shows the same samples.
fn check_region(file: &[u8], options: &Options, choice: Trailer, header: &Header, whole: &Decoded) {
    if whole.warning.is_some() {
        return;
    }
    let (x, width) = choice.range(5, header.width);
    let (y, height) = choice.range(7, header.height);
    let region = Region {
        x,
        y,
        width,
        height,
    };
    let options = Options {
        region: Some(region),
        ..*options
    };
    let part = decode(file, &options).expect("a part of a whole picture");
    assert_eq!(part.warning, None);
    let scaled = |side: u32| side as usize * options.scale.eighths() as usize;
    assert!(part.offset_x <= scaled(x) / 8 && part.offset_y <= scaled(y) / 8);
    assert!(part.offset_x + part.planar.width >= scaled(x + width).div_ceil(8));
    assert!(part.offset_y + part.planar.height >= scaled(y + height).div_ceil(8));
    let (ours, theirs) = (&part.planar.planes[0], &whole.planar.planes[0]);
    for row in 0..ours.height {
        let start = (part.offset_y + row) * theirs.stride + part.offset_x;
        assert_eq!(
            ours.samples[row * ours.stride..][..ours.width],
            theirs.samples[start..][..ours.width]
        );
    }
}
