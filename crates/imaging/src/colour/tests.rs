//! Conversions against `moxcms`, which shares no code with ours.

use std::borrow::Cow;

use moxcms::{ColorProfile, Layout as Channels, TransformOptions};
use roundel_fixtures::{Fixture, Profile as Made};

use super::*;
use crate::Limits;
use crate::probe::inspect;

/// What `moxcms` makes of pixels of so many channels.
fn oracle(profile: &[u8], channels: Channels, pixels: &[u8]) -> Vec<u8> {
    let profile = ColorProfile::new_from_slice(profile).unwrap();
    let options = TransformOptions::default();
    let transform = profile
        .create_transform_8bit(channels, &ColorProfile::new_srgb(), Channels::Rgb, options)
        .unwrap();
    let mut rgb = vec![0; pixels.len() / channels.channels() * 3];
    transform.transform(pixels, &mut rgb).unwrap();
    rgb
}

/// Every combination of values so far apart.
fn lattice<const N: usize>(step: usize) -> Vec<[u8; N]> {
    let values: Vec<u8> = (0..=255).step_by(step).collect();
    let count = values.len().pow(N as u32);
    let pixel = |index: usize| {
        std::array::from_fn(|at| values[index / values.len().pow(at as u32) % values.len()])
    };
    (0..count).map(pixel).collect()
}

/// The largest and the mean difference of what is converted from what the oracle says.
fn off(is: &[[u8; 3]], should: &[u8]) -> (u8, f64) {
    let differences: Vec<u8> = is
        .as_flattened()
        .iter()
        .zip(should)
        .map(|(is, should)| is.abs_diff(*should))
        .collect();
    assert_eq!(is.len() * 3, should.len());
    let sum: u64 = differences
        .iter()
        .map(|&difference| u64::from(difference))
        .sum();
    (
        differences.iter().copied().max().unwrap(),
        sum as f64 / differences.len() as f64,
    )
}

fn check_light(name: &str, profile: &[u8]) {
    let colours = read(profile, Space::Rgb).unwrap();
    let pixels = lattice::<3>(15);
    let is: Vec<[u8; 3]> = pixels
        .iter()
        .map(|&pixel| colours.finished.at(pixel))
        .collect();
    let (worst, mean) = off(&is, &oracle(profile, Channels::Rgb, pixels.as_flattened()));
    assert!(worst <= 2 && mean < 0.2, "{name}: {worst}, {mean}");
}

#[test]
fn cameras_and_displays_are_within_two_steps() {
    let encode = |profile: ColorProfile| profile.encode().unwrap();
    for (name, profile) in [
        ("P3", encode(ColorProfile::new_display_p3())),
        ("Adobe RGB", encode(ColorProfile::new_adobe_rgb())),
        ("BT.2020", encode(ColorProfile::new_bt2020())),
        ("ProPhoto", encode(ColorProfile::new_pro_photo_rgb())),
        ("our P3", Made::DisplayP3.bytes()),
        ("our Adobe RGB", Made::AdobeRgb.bytes()),
    ] {
        check_light(name, &profile);
    }
}

#[test]
fn srgb_by_any_name_changes_nothing() {
    for profile in [
        ColorProfile::new_srgb().encode().unwrap(),
        Made::Srgb.bytes(),
    ] {
        assert_eq!(read(&profile, Space::Rgb), Ok(Colours::default()));
    }
}

#[test]
fn greys_stay_grey() {
    let colours = read(&Made::DisplayP3.bytes(), Space::Rgb).unwrap();
    for grey in 0..=255 {
        assert_eq!(colours.finished.at([grey; 3]), [grey; 3]);
    }
}

#[test]
fn grey_follows_its_curve() {
    let pixels: Vec<u8> = (0..=255).collect();
    for profile in [
        Made::LinearGrey.bytes(),
        ColorProfile::new_gray_with_gamma(1.8).encode().unwrap(),
    ] {
        let colours = read(&profile, Space::Grey).unwrap();
        let is: Vec<[u8; 3]> = pixels
            .iter()
            .map(|&grey| colours.finished.at([grey; 3]))
            .collect();
        let (worst, _) = off(&is, &oracle(&profile, Channels::Gray, &pixels));
        assert!(worst <= 1, "{worst}");
    }
}

#[test]
fn inks_look_as_they_should_however_they_are_written() {
    for profile in [Made::Inks, Made::InksOfBytes, Made::InksByElements] {
        check_inks(&format!("{profile:?}"), &profile.bytes());
    }
}

/// The oracle makes a coarser grid of sRGB first, which costs it up to 16 steps where a channel reaches 0. Without
/// that, Little CMS is never more than 5 away from us with the press of the test below.
fn check_inks(name: &str, profile: &[u8]) {
    let colours = read(profile, Space::Inks).unwrap();
    let inks = lattice::<4>(17);
    // 255 is no ink here, and all of it there.
    let light = |inks: &[u8; 4]| colours.inks.light(inks.map(|ink| 255 - ink));
    let is: Vec<[u8; 3]> = inks.iter().map(light).collect();
    let should = oracle(profile, Channels::Rgba, inks.as_flattened());
    let (_, mean) = off(&is, &should);
    let far = is.as_flattened().iter().zip(&should);
    let far = far.filter(|(is, should)| is.abs_diff(**should) > 4).count();
    assert!(
        mean < 0.5 && far * 200 < should.len(),
        "{name}: {mean}, {far} far off"
    );
}

#[test]
fn a_real_press_is_followed_as_well() {
    let path = std::env::var("ROUNDEL_PHOTOS").unwrap_or_default();
    let Ok(photo) = std::fs::read(format!("{path}/cmyk-icc-multi-segment.jpg")) else {
        println!("skipped: ROUNDEL_PHOTOS names no folder with that photo");
        return;
    };
    let source = inspect(&photo).unwrap();
    let profile = source
        .profile
        .bytes(&photo, &mut Allowance::of(&Limits::DEVICE))
        .unwrap()
        .unwrap();
    check_inks("a press", &profile);
}

fn warning(profile: &[u8], picture: Space) -> Warning {
    read(profile, picture).unwrap_err()
}

#[test]
fn what_is_wrong_with_a_profile_is_said() {
    assert_eq!(
        warning(&Made::Noise.bytes(), Space::Rgb),
        Warning::ProfileDamaged
    );
    assert_eq!(
        warning(&Made::Cut.bytes(), Space::Rgb),
        Warning::ProfileDamaged
    );
    assert_eq!(
        warning(&Made::Inks.bytes(), Space::Rgb),
        Warning::ProfileMismatch
    );
    assert_eq!(
        warning(&Made::DisplayP3.bytes(), Space::Inks),
        Warning::ProfileMismatch
    );
    let lab = ColorProfile::new_lab().encode().unwrap();
    assert_eq!(warning(&lab, Space::Rgb), Warning::ProfileUnsupported);
}

#[test]
fn changed_and_cut_profiles_never_panic() {
    for profile in [
        Made::DisplayP3,
        Made::AdobeRgb,
        Made::LinearGrey,
        Made::Inks,
        Made::InksOfBytes,
        Made::InksByElements,
    ] {
        let whole = profile.bytes();
        for end in (0..whole.len()).step_by(whole.len() / 300 + 1) {
            all_spaces(&whole[..end]);
        }
        let mut random = 1_u32;
        let mut next = || {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) as usize
        };
        for _ in 0..1500 {
            let mut changed = whole.clone();
            for _ in 0..1 + next() % 4 {
                // Most of them where the structure is.
                let at = next()
                    % if next() % 4 == 0 {
                        changed.len()
                    } else {
                        changed.len().min(340)
                    };
                changed[at] = [0, 1, 0x7F, 0xFF, next() as u8][next() % 5];
            }
            all_spaces(&changed);
        }
    }
}

fn all_spaces(profile: &[u8]) {
    for space in [Space::Grey, Space::Rgb, Space::Inks] {
        if let Ok(colours) = read(profile, space) {
            for value in [0, 1, 77, 254, 255] {
                colours.finished.at([value, 255 - value, 128]);
                colours.inks.light([value, 255, 128, 255 - value]);
            }
        }
    }
}

#[test]
fn the_same_profile_comes_out_of_every_kind_of_file() {
    let profile = Made::DisplayP3.bytes();
    for of in [
        r#"{"fixture":"photo_jpeg","width":16,"height":16,"gps":true}"#,
        r#"{"fixture":"png","width":16,"height":16,"colour":"rgb"}"#,
        r#"{"fixture":"webp","width":16,"height":16,"lossless":true,"alpha":true,"orientation":6}"#,
    ] {
        for segment in [10, 100, 60_000] {
            let json = format!(
                r#"{{"fixture":"profiled","profile":"display_p3","segment":{segment},"of":{of}}}"#
            );
            let file = json.parse::<Fixture>().unwrap().bytes().unwrap();
            let source = inspect(&file).unwrap();
            let bytes = source
                .profile
                .bytes(&file, &mut Allowance::of(&Limits::DEVICE));
            assert_eq!(bytes, Ok(Ok(Cow::Borrowed(profile.as_slice()))), "{json}");
        }
    }
}

#[test]
fn a_profile_that_inflates_without_end_is_an_error() {
    let bomb = r#"{"fixture":"icc_bomb"}"#.parse::<Fixture>().unwrap().bytes().unwrap();
    let error = crate::process(&bomb, &crate::Options::default(), &Limits::DEVICE).unwrap_err();
    assert_eq!(error.code(), "metadata_too_large");
}
