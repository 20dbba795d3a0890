//! Step: put a transparent picture on a colour.

use alloc::vec::Vec;

use core::str::FromStr;

use crate::ImageError;
use crate::raster::{Layout, Raster};

/// The colour behind a transparent picture, sRGB: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matte(pub [u8; 3]);

impl Matte {
    /// What a page without a style has.
    pub const WHITE: Self = Self([255; 3]);
}

impl Default for Matte {
    fn default() -> Self {
        Self::WHITE
    }
}

impl FromStr for Matte {
    type Err = ImageError;

    /// Reads `#rrggbb`.
    fn from_str(text: &str) -> Result<Self, ImageError> {
        hexadecimal(text)
            .map(Self)
            .ok_or_else(|| ImageError::option("matte", "a colour such as #ffffff"))
    }
}

fn hexadecimal(text: &str) -> Option<[u8; 3]> {
    let digits: &[u8; 6] = text.strip_prefix('#')?.as_bytes().try_into().ok()?;
    let mut rgb = [0; 3];
    for (place, &digit) in digits.iter().enumerate() {
        let value = char::from(digit).to_digit(16)?;
        rgb[place / 2] = rgb[place / 2] << 4 | value as u8;
    }
    Some(rgb)
}

/// The picture without transparency.
///
/// Mixes in sRGB values and not in linear light, because that is what a browser does when it shows the same
/// picture on the same colour.
pub(crate) fn flatten(picture: Raster, matte: Matte) -> Raster {
    if !picture.layout.has_alpha() {
        return picture;
    }
    let mut data = Vec::with_capacity(picture.data.len() / 4 * 3);
    for pixel in picture.data.as_chunks::<4>().0 {
        let [red, green, blue, alpha] = *pixel;
        let over = [red, green, blue].into_iter().zip(matte.0);
        data.extend(over.map(|(above, below)| mix(above, below, alpha)));
    }
    Raster {
        layout: Layout::Rgb,
        data,
        ..picture
    }
}

fn mix(above: u8, below: u8, alpha: u8) -> u8 {
    let (above, below, alpha) = (u32::from(above), u32::from(below), u32::from(alpha));
    ((above * alpha + below * (255 - alpha) + 127) / 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_exactly_or_not_at_all() {
        assert_eq!("#0a64FF".parse(), Ok(Matte([10, 100, 255])));
        for wrong in ["", "#fff", "ffffff", "#ffffff ", "#+fffff", "white"] {
            let error = wrong.parse::<Matte>().unwrap_err();
            assert_eq!(error.code(), "invalid_option", "{wrong:?}");
        }
    }

    #[test]
    fn nothing_shows_the_matte_and_everything_shows_itself() {
        let picture = Raster {
            width: 3,
            height: 1,
            layout: Layout::Rgba,
            data: vec![0, 0, 0, 0, 10, 20, 30, 255, 0, 0, 0, 128],
        };
        let flat = flatten(picture, Matte::WHITE);
        assert_eq!(flat.layout, Layout::Rgb);
        assert_eq!(flat.data, [255, 255, 255, 10, 20, 30, 127, 127, 127]);
    }
}
