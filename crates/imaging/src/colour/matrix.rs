//! Colours by three curves and a matrix, as every camera and display has them (ICC.1:2022, F.3).

use super::Space;
use super::pcs::{Pcs, light_of_xyz};
use super::profile::Profile;
use super::warning::{Read, UNSUPPORTED};
use roundel_resize::transfer::{FULL, encoded, srgb};

/// From a device's red, green and blue to those of sRGB, relative to white.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MatrixTransform {
    /// The device's light of each value, 0 to 32,767.
    light: [[i16; 256]; 3],
    /// sRGB's light of the device's, with [`SHIFT`] bits behind the point.
    rows: [[i32; 3]; 3],
}

const SHIFT: u32 = 12;
/// The most that the factors of a row may add up to: 32,767 times that has room in 31 bits.
const MAX_FACTORS: i32 = 15 << SHIFT;

impl MatrixTransform {
    pub(super) fn read(profile: &Profile<'_>) -> Read<Self> {
        if profile.space != Space::Rgb || profile.pcs != Pcs::Xyz {
            return Err(UNSUPPORTED);
        }
        let mut light = [[0; 256]; 3];
        for (table, name) in light.iter_mut().zip([b"rTRC", b"gTRC", b"bTRC"]) {
            let curve = profile.curve(name)?;
            for (value, light) in table.iter_mut().enumerate() {
                *light = libm::round(curve.at(value as f64 / 255.0) * f64::from(FULL)) as i16;
            }
        }
        let mut columns = [[0.0; 3]; 3];
        for (column, name) in columns.iter_mut().zip([b"rXYZ", b"gXYZ", b"bXYZ"]) {
            *column = light_of_xyz(profile.xyz(name)?);
        }
        let row = |index: usize| integers(columns.map(|column| column[index]));
        let rows = [row(0)?, row(1)?, row(2)?];
        Ok(Self { light, rows })
    }

    pub(super) fn at(&self, pixel: [u8; 3]) -> [u8; 3] {
        let [red, green, blue] =
            [0, 1, 2].map(|at| i32::from(self.light[at][usize::from(pixel[at])]));
        let table = srgb();
        self.rows.map(|row| {
            let light = row[0] * red + row[1] * green + row[2] * blue + (1 << (SHIFT - 1));
            encoded(table, (light >> SHIFT).clamp(0, FULL.into()) as i16)
        })
    }
}

/// A row in integers. White that is white but for rounding stays exactly that, and so does every grey.
fn integers(row: [f64; 3]) -> Read<[i32; 3]> {
    let one = f64::from(1 << SHIFT);
    let mut integers = row.map(|factor| libm::round(factor * one) as i32);
    let sum = |integers: &[i32; 3]| {
        integers
            .iter()
            .fold(0_i32, |sum, &factor| sum.saturating_add(factor))
    };
    let size = integers.iter().fold(0_i32, |sum, factor| {
        sum.saturating_add(factor.saturating_abs())
    });
    if size > MAX_FACTORS {
        return Err(UNSUPPORTED);
    }
    let missing = (1 << SHIFT) - sum(&integers);
    if missing.abs() <= 1 << (SHIFT - 9) {
        let largest = integers.iter_mut().max();
        largest.into_iter().for_each(|factor| *factor += missing);
    }
    Ok(integers)
}
