//! The profile connection space, and the way from it to sRGB's light.

use super::power::power;
use roundel_resize::transfer::{FULL, encoded, srgb};

/// How a profile writes colours that depend on no device, seen under D50 (ICC.1:2022, 6.3.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pcs {
    /// CIE XYZ.
    Xyz,
    /// CIE L*a*b*.
    Lab,
}

/// D50 as the header of every profile has it.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];

/// XYZ under D50 to the light of sRGB: the inverse of its primaries, adapted by Bradford.
const TO_SRGB: [[f64; 3]; 3] = [
    [3.133_856_1, -1.616_866_7, -0.490_614_6],
    [-0.978_768_4, 1.916_141_5, 0.033_454_0],
    [0.071_945_3, -0.228_991_4, 1.405_242_7],
];

/// Light of sRGB, 0 to 1 and outside that for colours it does not have.
pub(super) fn light_of_xyz(xyz: [f64; 3]) -> [f64; 3] {
    TO_SRGB.map(|row| row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2])
}

/// What CIE L*a*b* calls f of X, Y and Z: the cube roots of their shares of white, nearly (ISO 11664-4).
///
/// L* is 0 to 100; between colours, these change as L*a*b* does.
pub(super) fn roots_of_lab([l, a, b]: [f64; 3]) -> [f64; 3] {
    let y = (l + 16.0) / 116.0;
    [y + a / 500.0, y, y - b / 200.0]
}

/// The same of XYZ.
pub(super) fn roots_of_xyz(xyz: [f64; 3]) -> [f64; 3] {
    [0, 1, 2].map(|at| {
        let share = xyz[at] / WHITE[at];
        if share > 216.0 / 24_389.0 {
            power(share, 1.0 / 3.0)
        } else {
            share * 841.0 / 108.0 + 4.0 / 29.0
        }
    })
}

/// What stands for 1 in the roots that [`srgb_of_roots`] takes.
pub(super) const ROOT_ONE: f64 = (1 << ROOT_SHIFT) as f64;
const ROOT_SHIFT: u32 = 14;

/// From roots in integers to sRGB: cubes, a matrix, and the table of the pipeline.
pub(super) fn srgb_of_roots(roots: [i32; 3]) -> [u8; 3] {
    let shares = roots.map(|root| share(root.into()));
    let table = srgb();
    LIGHT_OF_SHARES.map(|row| {
        let sum = row[0] * shares[0] + row[1] * shares[1] + row[2] * shares[2];
        let light = (sum + (1 << (SHIFT - 1))) >> SHIFT;
        encoded(table, light.clamp(0, FULL.into()) as i16)
    })
}

const SHIFT: u32 = 16;

/// [`TO_SRGB`] of shares of white, in integers of which [`SHIFT`] bits are behind the point.
const LIGHT_OF_SHARES: [[i64; 3]; 3] = {
    let mut rows = [[0; 3]; 3];
    let mut at = 0;
    while at < 9 {
        let (row, column) = (at / 3, at % 3);
        let factor = TO_SRGB[row][column] * WHITE[column] * (1_u32 << SHIFT) as f64;
        rows[row][column] = (if factor < 0.0 {
            factor - 0.5
        } else {
            factor + 0.5
        }) as i64;
        at += 1;
    }
    rows
};

/// The share of white, 0 to 32,767, of a root.
fn share(root: i64) -> i64 {
    const BEND: i64 = (6 << ROOT_SHIFT) / 29;
    const FOOT: i64 = (4 << ROOT_SHIFT) / 29;
    if root > BEND {
        (((root * root * root) >> (2 * ROOT_SHIFT)) * i64::from(FULL)) >> ROOT_SHIFT
    } else {
        (root - FOOT) * 108 * i64::from(FULL) / (841 << ROOT_SHIFT)
    }
}

/// The value of sRGB, 0 to 1, of a light.
pub(super) fn srgb_value(light: f64) -> f64 {
    if light <= 0.003_130_8 {
        light.max(0.0) * 12.92
    } else {
        1.055 * power(light, 1.0 / 2.4) - 0.055
    }
}

/// The luminance, 0 to 1, of a lightness L* from 0 to 1.
pub(super) fn luminance(lightness: f64) -> f64 {
    let root = (lightness * 100.0 + 16.0) / 116.0;
    if root > 6.0 / 29.0 {
        root * root * root
    } else {
        (root - 4.0 / 29.0) * 108.0 / 841.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn srgb_of_lab(lab: [f64; 3]) -> [u8; 3] {
        srgb_of_roots(roots_of_lab(lab).map(|root| (root * ROOT_ONE).round() as i32))
    }

    #[test]
    fn white_is_white_and_grey_is_grey() {
        for (lightness, should) in [(100.0, 255), (53.585, 128), (0.0, 0)] {
            assert_eq!(srgb_of_lab([lightness, 0.0, 0.0]), [should; 3]);
            let value = srgb_value(luminance(lightness / 100.0)) * 255.0;
            assert!((value - f64::from(should)).abs() < 0.1);
        }
    }

    #[test]
    fn srgb_s_own_primaries_come_from_their_lab_under_d50() {
        for (lab, should) in [
            ([54.2917, 80.8125, 69.8851], [255, 0, 0]),
            ([87.8181, -79.2873, 80.9902], [0, 255, 0]),
            ([29.5676, 68.2986, -112.0294], [0, 0, 255]),
        ] {
            for (is, should) in srgb_of_lab(lab).into_iter().zip(should) {
                assert!(is.abs_diff(should) <= 3, "{is}, not {should}");
            }
        }
    }

    #[test]
    fn roots_of_xyz_are_those_of_its_lab() {
        for (is, should) in roots_of_xyz([0.9642, 0.184_187, 0.002]).into_iter().zip([
            1.0,
            66.0 / 116.0,
            0.002 / 0.8249 * 841.0 / 108.0 + 4.0 / 29.0,
        ]) {
            assert!((is - should).abs() < 1e-4, "{is}, not {should}");
        }
    }
}
