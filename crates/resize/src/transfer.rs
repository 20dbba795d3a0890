//! The sRGB transfer function, IEC 61966-2-1, as tables between bytes and light of fifteen bits.
//!
//! Light runs from 0 to [`FULL`], so that a sample fits the signed sixteen bits that every processor multiplies and
//! adds in pairs. The darkest two sRGB values stay ten steps apart. The tables are made with nothing but additions,
//! multiplications and divisions, which IEEE 754 rounds alike everywhere; `powf` differs from one library to the next.

use alloc::boxed::Box;
use alloc::vec::Vec;

use once_cell::race::OnceBox;

/// The most light there is.
pub const FULL: i16 = i16::MAX;

/// The light of every sRGB value.
pub static LIGHT: [i16; 256] = {
    let mut table = [0; 256];
    let mut value = 0;
    while value < table.len() {
        table[value] = (light(value as f64) + 0.5) as i16;
        value += 1;
    }
    table
};

/// The nearest sRGB value of every light, found by the light half way between neighbours.
pub fn srgb() -> &'static [u8; 32_768] {
    static SRGB: OnceBox<[u8; 32_768]> = OnceBox::new();
    SRGB.get_or_init(|| {
        let mut table = Box::new([255; 32_768]);
        let mut start = 0;
        for value in 0..255_u8 {
            // Never a whole number, so this is the next one.
            let half_way = light(f64::from(value) + 0.5) as usize + 1;
            table[start..half_way].fill(value);
            start = half_way;
        }
        table
    })
}

/// The sRGB value of one light; what a resizer shot below or above is black or white.
pub fn encoded(table: &[u8; 32_768], light: i16) -> u8 {
    table[usize::from(light.max(0).unsigned_abs() & 0x7FFF)]
}

/// The sRGB values of as many lights.
pub fn all_encoded(light: &[i16]) -> Vec<u8> {
    let table = srgb();
    light.iter().map(|&light| encoded(table, light)).collect()
}

/// The light of an opaque pixel: red, green, blue.
pub fn opaque_light(pixel: &[u8; 3]) -> [i16; 3] {
    pixel.map(|value| LIGHT[usize::from(value)])
}

/// The light of a pixel of straight alpha: red, green and blue times alpha, and alpha.
pub fn premultiplied_light(&[red, green, blue, alpha]: &[u8; 4]) -> [i16; 4] {
    let times_alpha = |light: i16| ((i32::from(light) * i32::from(alpha) + 127) / 255) as i16;
    let [red, green, blue] = opaque_light(&[red, green, blue]).map(times_alpha);
    [red, green, blue, times_alpha(FULL)]
}

/// The light of an sRGB value from 0 to 255, fractions included.
const fn light(value: f64) -> f64 {
    let encoded = value / 255.0;
    let linear = if encoded <= 0.04045 {
        encoded / 12.92
    } else {
        power_2_4((encoded + 0.055) / 1.055)
    };
    linear * FULL as f64
}

/// `base` to the power of 2.4, for bases near 1 and below: its square times the fifth root of its square.
const fn power_2_4(base: f64) -> f64 {
    let square = base * base;
    let mut root = 1.0;
    let mut step = 0;
    // Newton's method; from 1, ten steps are enough for the darkest value this is asked for.
    while step < 20 {
        let fourth = root * root * root * root;
        root = (4.0 * root + square / fourth) / 5.0;
        step += 1;
    }
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_the_standard_s_to_half_a_step() {
        for (value, &is) in LIGHT.iter().enumerate() {
            let encoded = value as f64 / 255.0;
            let linear = if encoded <= 0.04045 {
                encoded / 12.92
            } else {
                ((encoded + 0.055) / 1.055).powf(2.4)
            };
            let off = (linear * 32_767.0 - f64::from(is)).abs();
            assert!(off <= 0.5 + 1e-9, "{value} is off by {off}");
        }
    }

    #[test]
    fn every_value_comes_back_and_every_light_has_its_nearest() {
        for value in 0..=255_u8 {
            assert_eq!(encoded(srgb(), LIGHT[usize::from(value)]), value);
        }
        assert!(srgb().is_sorted());
        assert_eq!((encoded(srgb(), -9), encoded(srgb(), FULL)), (0, 255));
    }

    #[test]
    fn the_tables_are_the_same_on_every_machine() {
        let light: u32 = LIGHT.iter().map(|&light| light as u32).sum();
        let srgb: u32 = srgb().iter().map(|&value| u32::from(value)).sum();
        assert_eq!((light, srgb), (2_608_894, 5_763_249));
    }
}
