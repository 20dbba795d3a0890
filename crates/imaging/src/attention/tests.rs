//! Painted pictures of which anybody knows where to look.

use super::*;
use crate::raster::{Layout, Raster, Region};
use crate::{Fit, Gravity, ImageType, Limits, Options, VariantOptions, process, variants};

const SKIN: [u8; 3] = [224, 172, 140];
const WALL: [u8; 3] = [120, 132, 128];

/// A picture painted by position.
fn painted(width: u32, height: u32, paint: impl Fn(u32, u32) -> [u8; 3]) -> Raster {
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    Raster {
        width,
        height,
        layout: Layout::Rgb,
        data: pixels.flat_map(|(x, y)| paint(x, y)).collect(),
    }
}

/// A disc of a colour with two dark spots in it, on a wall.
fn face(width: u32, height: u32, centre: (u32, u32), radius: u32) -> Raster {
    let within = |x: u32, y: u32, (cx, cy): (u32, u32), radius: u32| {
        x.abs_diff(cx).pow(2) + y.abs_diff(cy).pow(2) < radius.pow(2)
    };
    painted(width, height, |x, y| {
        let eye = |side: i64| {
            let eye = (
                (i64::from(centre.0) + side * i64::from(radius) / 3) as u32,
                centre.1 - radius / 4,
            );
            within(x, y, eye, radius / 7)
        };
        match within(x, y, centre, radius) {
            true if eye(-1) || eye(1) => [50, 40, 40],
            true => SKIN,
            false => WALL,
        }
    })
}

fn found(raster: Raster, orientation: u16) -> Attention {
    let orientation = Orientation::from_exif(orientation).unwrap();
    let region = Region::whole(&raster);
    let (width, height) = orientation.exchanged(raster.width, raster.height);
    let area = CropBox {
        x: 0,
        y: 0,
        width,
        height,
    };
    attention(&Decoded::Raster(raster, region), area, orientation, 1)
}

fn holds(crop: CropBox, (x, y): (u32, u32), radius: u32) -> bool {
    crop.x + radius <= x
        && x + radius <= crop.x + crop.width
        && crop.y + radius <= y
        && y + radius <= crop.y + crop.height
}

#[test]
fn a_face_far_from_the_middle_is_found_and_named() {
    for centre in [(90, 100), (510, 90), (300, 200), (520, 290), (100, 280)] {
        let found = found(face(600, 400, centre, 60), 1);
        assert!(holds(found.crop, centre, 60), "{centre:?}: {found:?}");
        assert_eq!(found.crop.width, found.crop.height);
        assert!(found.crop.width >= 300);
        assert!(found.skin > 95, "{found:?}");
        assert_eq!(found.reason, Reason::Skin);
    }
}

#[test]
fn skin_beats_a_busy_corner() {
    let face = face(600, 400, (470, 200), 70);
    let busy = painted(600, 400, |x, y| match (x < 140, (x / 9 + y / 9) % 2) {
        (true, 0) => [40, 60, 40],
        (true, _) => [110, 150, 110],
        _ => *face.data[((y * 600 + x) * 3) as usize..]
            .first_chunk()
            .unwrap(),
    });
    let found = found(busy, 1);
    assert!(holds(found.crop, (470, 200), 70), "{found:?}");
    assert_eq!(found.reason, Reason::Skin);
}

#[test]
fn detail_and_colour_are_found_where_there_is_no_skin() {
    let stripes = painted(600, 300, |x, y| {
        if x > 450 && (x / 12 + y / 12) % 2 == 0 {
            [240; 3]
        } else {
            [90; 3]
        }
    });
    let stripes = found(stripes, 1);
    assert!(
        stripes.crop.x > 250 && stripes.reason == Reason::Detail,
        "{stripes:?}"
    );
    // A slope of blue: strong colour without an edge.
    let blue = painted(600, 300, |x, _| {
        let blue = x.saturating_sub(340) / 2;
        [100 - blue as u8 / 2, 100, 100 + blue as u8]
    });
    let blue = found(blue, 1);
    assert!(
        blue.crop.x > 200 && blue.reason == Reason::Colour,
        "{blue:?}"
    );
}

#[test]
fn a_plain_picture_is_cut_in_the_middle_and_says_so() {
    for (width, height) in [(600, 400), (400, 600), (1, 1), (5, 1), (1, 300), (640, 640)] {
        let plain = found(painted(width, height, |_, _| WALL), 1);
        let area = CropBox {
            x: 0,
            y: 0,
            width,
            height,
        };
        assert_eq!(plain.crop, Gravity::Center.square(area));
        assert_eq!(plain.reason, Reason::Nothing);
        assert_eq!((plain.skin, plain.detail, plain.colour), (0, 0, 0));
    }
}

#[test]
fn what_is_transparent_draws_nothing() {
    let opaque = face(600, 400, (90, 200), 60);
    let pixels = opaque.data.as_chunks::<3>().0;
    let sheer = Raster {
        layout: Layout::Rgba,
        data: pixels
            .iter()
            .flat_map(|&[red, green, blue]| [red, green, blue, 0])
            .collect(),
        ..opaque
    };
    assert_eq!(found(sheer, 1).reason, Reason::Nothing);
}

#[test]
fn every_orientation_and_format_leads_to_the_same_square() {
    let centre = (140, 120);
    let upright = found(face(600, 400, centre, 60), 1);
    for exif in 2..=8 {
        let orientation = Orientation::from_exif(exif).unwrap();
        let (width, height) = orientation.exchanged(600, 400);
        let painted = face(600, 400, centre, 60);
        let mut stored = Raster {
            width,
            height,
            ..painted.clone()
        };
        for (at, pixel) in (0..).zip(painted.data.as_chunks::<3>().0) {
            let (x, y) = orientation.stored_position(at % 600, at / 600, 600, 400);
            stored.data[((y * width + x) * 3) as usize..][..3].copy_from_slice(pixel);
        }
        let turned = found(stored, exif);
        assert!(holds(turned.crop, centre, 60), "{exif}: {turned:?}");
        assert!(
            turned.crop.x.abs_diff(upright.crop.x) <= 12,
            "{exif}: {turned:?}"
        );
    }
}

#[test]
fn the_pipeline_cuts_what_it_reports() {
    let photo = roundel_fixtures::Fixture::Portrait {
        width: 900,
        height: 600,
        person: 1,
    };
    let photo = photo.bytes().unwrap();
    let options = Options {
        size: 100,
        gravity: Gravity::Attention,
        ..Options::default()
    };
    let made = process(&photo, &options, &Limits::DEVICE).unwrap();
    let seen = made.attention.unwrap();
    assert_eq!(seen.crop, made.crop);
    assert_eq!(seen.reason, Reason::Skin);
    let by_hand = Options {
        crop: Some(made.crop),
        gravity: Gravity::Center,
        ..options.clone()
    };
    let by_hand = process(&photo, &by_hand, &Limits::DEVICE).unwrap();
    assert_eq!((by_hand.width, by_hand.attention), (made.width, None));
    let table = VariantOptions {
        sizes: vec![100],
        gravity: Gravity::Attention,
        ..VariantOptions::default()
    };
    assert_eq!(
        variants(&photo, &table, &Limits::DEVICE).unwrap().crop,
        made.crop
    );
    // All of a picture is all of it, wherever one looks.
    let inside = Options {
        fit: Fit::Inside,
        ..options
    };
    assert_eq!(
        process(&photo, &inside, &Limits::DEVICE).unwrap().attention,
        None
    );
    assert_eq!(made.source.format, ImageType::Jpeg);
}

#[test]
fn nothing_is_made_smaller_than_what_was_asked_for_by_looking() {
    let photo = roundel_fixtures::Fixture::Portrait {
        width: 700,
        height: 560,
        person: 0,
    };
    let options = Options {
        gravity: Gravity::Attention,
        ..Options::default()
    };
    let made = process(&photo.bytes().unwrap(), &options, &Limits::DEVICE).unwrap();
    assert_eq!(made.width, 512);
}
