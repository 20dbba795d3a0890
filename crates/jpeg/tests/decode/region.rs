//! A region against the same part of the whole.

use crate::pictures::{Kind, Random, SAMPLINGS};
use roundel_jpeg::decode::{DecodeError, Decoded, Options, Region, Scale, decode};

fn region_of(bytes: &[u8], scale: Scale, region: Option<Region>) -> Decoded {
    decode(
        bytes,
        &Options {
            scale,
            region,
            ..Options::default()
        },
    )
    .unwrap()
}

/// Asserts that `part` is cut from `whole`, and that it covers the region.
fn assert_is_part(
    part: &Decoded,
    whole: &Decoded,
    region: Region,
    scale: Scale,
    what: &dyn std::fmt::Debug,
) {
    let eighths = scale.eighths() as usize;
    let covers = |offset: usize, length: usize, start: u32, extent: u32| {
        offset * 8 <= start as usize * eighths
            && (offset + length) * 8 >= (start + extent) as usize * eighths
    };
    assert!(
        covers(part.offset_x, part.planar.width, region.x, region.width),
        "{what:?}"
    );
    assert!(
        covers(part.offset_y, part.planar.height, region.y, region.height),
        "{what:?}"
    );
    for (index, (plane, from)) in part
        .planar
        .planes
        .iter()
        .zip(&whole.planar.planes)
        .enumerate()
    {
        let factor = |luma: usize, own: usize| (luma as f64 / own as f64).round().max(1.0) as usize;
        let first = &whole.planar.planes[0];
        let left = part.offset_x / factor(first.stride, from.stride);
        let top = part.offset_y / factor(first.height, from.height);
        for y in 0..plane.height {
            let ours = &plane.samples[y * plane.stride..][..plane.width];
            let theirs = &from.samples[(top + y) * from.stride + left..][..plane.width];
            assert_eq!(ours, theirs, "{what:?} plane {index} row {y}");
        }
    }
}

#[test]
fn a_region_is_exactly_that_part_of_the_whole() {
    let (width, height) = (139, 121);
    let mut random = Random::new(7);
    for sampling in SAMPLINGS {
        for kind in (Kind {
            sampling,
            ..Kind::PLAIN
        })
        .processes()
        {
            let bytes = kind.encode(width, height);
            for scale in Scale::ALL {
                let whole = region_of(&bytes, scale, None);
                for _ in 0..12 {
                    let (x, y) = (random.below(width), random.below(height));
                    let (wide, high) = (1 + random.below(width - x), 1 + random.below(height - y));
                    let region = Region {
                        x: x as u32,
                        y: y as u32,
                        width: wide as u32,
                        height: high as u32,
                    };
                    let part = region_of(&bytes, scale, Some(region));
                    assert_eq!(part.warning, None);
                    assert_is_part(&part, &whole, region, scale, &(kind, scale, region));
                }
            }
        }
    }
}

#[test]
fn restart_intervals_of_every_length_can_be_left_out() {
    let region = Region {
        x: 40,
        y: 50,
        width: 30,
        height: 20,
    };
    for interval in 1..40 {
        let bytes = Kind {
            restart: Some(interval),
            ..Kind::PLAIN
        }
        .encode(139, 121);
        let whole = region_of(&bytes, Scale::Half, None);
        let part = region_of(&bytes, Scale::Half, Some(region));
        assert_eq!(part.warning, None);
        assert_is_part(&part, &whole, region, Scale::Half, &interval);
    }
}

#[test]
fn what_lies_below_the_region_is_not_read() {
    let mut bytes = Kind::PLAIN.encode(64, 256);
    bytes.truncate(bytes.len() / 2);
    let region = Region {
        x: 0,
        y: 0,
        width: 64,
        height: 64,
    };
    assert_eq!(region_of(&bytes, Scale::Full, Some(region)).warning, None);
    assert!(region_of(&bytes, Scale::Full, None).warning.is_some());
}

#[test]
fn regions_outside_are_refused() {
    let bytes = Kind::PLAIN.encode(20, 10);
    let outside = [
        (0, 0, 0, 1),
        (0, 0, 1, 0),
        (0, 0, 21, 1),
        (0, 10, 1, 1),
        (u32::MAX, 0, u32::MAX, 1),
    ];
    for (x, y, width, height) in outside {
        let options = Options {
            region: Some(Region {
                x,
                y,
                width,
                height,
            }),
            ..Options::default()
        };
        assert_eq!(decode(&bytes, &options), Err(DecodeError::InvalidRegion));
    }
}
