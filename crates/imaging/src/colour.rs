//! Step: from the colours of a profile to those of sRGB.
//!
//! What has no profile is sRGB. Pictures are resized with the values they have, by sRGB's light, and converted when
//! they are finished and small: the curves of cameras and displays are sRGB's or near it, and a hundredth of the
//! pixels is left. Inks are the exception: they become light as soon as they are decoded.
//!
//! Relative colorimetric for profiles of curves and a matrix. A profile with a grid is followed by its perceptual
//! one (`A2B0`), else by its colorimetric one (`A2B1`). Black is not compensated for; libvips and browsers do the
//! same.

use alloc::boxed::Box;

mod bytes;
mod curve;
mod embedded;
mod lut;
mod matrix;
mod pcs;
mod power;
mod profile;
mod table;
mod warning;

pub(crate) use embedded::{Embedded, Segment};
pub use warning::Warning;

use crate::ImageError;
use crate::built_in::ICC;
use crate::limits::Allowance;
use crate::picture::Picture;
use crate::probe::Inspected;
use crate::raster::{Layout, Raster};
use lut::Lut;
use matrix::MatrixTransform;
use pcs::{Pcs, luminance, srgb_value};
use profile::Profile;
use table::ColourTable;
use warning::{Read, UNSUPPORTED};

/// What kind of colours a picture or a profile has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Space {
    /// One channel, black to white.
    Grey,
    /// Light.
    #[default]
    Rgb,
    /// Cyan, magenta, yellow and black.
    Inks,
}

impl Space {
    const fn channels(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
            Self::Inks => 4,
        }
    }
}

/// How a picture's colours become sRGB.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Colours {
    /// While it is decoded.
    pub(crate) inks: Inks,
    finished: Conversion,
    /// Why its profile is not followed, if it is not.
    pub(crate) warning: Option<Warning>,
}

/// How inks become light.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inks(Option<ColourTable>);

/// How finished pixels become sRGB.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Conversion {
    /// They are already.
    #[default]
    None,
    /// Each channel for itself.
    Values(Box<[u8; 256]>),
    Matrix(Box<MatrixTransform>),
    Table(ColourTable),
}

/// Reads the profile of a picture.
///
/// # Errors
/// [`ImageError::MetadataTooLarge`]. What else is wrong with a profile is a [`Warning`].
pub(crate) fn colours(
    file: &[u8],
    source: &Inspected,
    allowance: &mut Allowance,
) -> Result<Colours, ImageError> {
    if !ICC || source.profile.is_none() {
        return Ok(Colours::default());
    }
    let bytes = source.profile.bytes(file, allowance)?;
    let colours = bytes.and_then(|bytes| read(&bytes, source.space));
    Ok(colours.unwrap_or_else(|warning| Colours {
        warning: Some(warning),
        ..Colours::default()
    }))
}

impl Colours {
    /// A finished picture in sRGB.
    pub(crate) fn in_srgb(&self, picture: Picture) -> Picture {
        if !ICC {
            return picture;
        }
        let at = |pixel| self.finished.at(pixel);
        match (&self.finished, picture) {
            (Conversion::None, picture) => picture,
            (Conversion::Values(values), Picture::Planes(mut planar))
                if planar.planes.len() == 1 =>
            {
                let samples = planar
                    .planes
                    .iter_mut()
                    .flat_map(|plane| &mut plane.samples);
                samples.for_each(|sample| *sample = values[usize::from(*sample)]);
                Picture::Planes(planar)
            }
            (_, picture) => {
                let mut raster = picture.into_raster();
                convert(&mut raster, at);
                Picture::Raster(raster)
            }
        }
    }
}

impl Inks {
    /// Red, green and blue of cyan, magenta, yellow and black, where 255 is no ink.
    pub(crate) fn light(&self, inks: [u8; 4]) -> [u8; 3] {
        if let Some(table) = self.0.as_ref().filter(|_| ICC) {
            return table.at(inks);
        }
        let [cyan, magenta, yellow, black] = inks;
        let black = u32::from(black);
        [cyan, magenta, yellow].map(|light| ((u32::from(light) * black + 127) / 255) as u8)
    }
}

impl Conversion {
    fn at(&self, pixel: [u8; 3]) -> [u8; 3] {
        match self {
            Self::None => pixel,
            Self::Values(values) => pixel.map(|value| values[usize::from(value)]),
            Self::Matrix(matrix) => matrix.at(pixel),
            Self::Table(table) => table.at([pixel[0], pixel[1], pixel[2], 0]),
        }
    }

    /// Nothing where it changes next to nothing: most profiles are sRGB's own.
    fn simplified(self) -> Self {
        let steps = [0, 51, 102, 153, 204, 255];
        let near = |pixel: [u8; 3]| {
            let converted = self.at(pixel);
            pixel
                .into_iter()
                .zip(converted)
                .all(|(is, was)| is.abs_diff(was) <= SAME)
        };
        let cube = steps.iter().all(|&red| {
            steps
                .iter()
                .all(|&green| steps.iter().all(|&blue| near([red, green, blue])))
        });
        if cube && (0..=255).all(|grey| near([grey; 3])) {
            return Self::None;
        }
        self
    }
}

/// By how much sRGB's own profiles are off where all of a channel comes from another's rounding.
const SAME: u8 = 3;

fn read(bytes: &[u8], picture: Space) -> Read<Colours> {
    let profile = Profile::read(bytes)?;
    match (profile.space, picture) {
        (Space::Inks, Space::Inks) => Ok(Colours {
            inks: Inks(Some(grid(&profile, true)?)),
            ..Colours::default()
        }),
        (Space::Grey, Space::Grey) => finished(grey(&profile)?),
        // Grey is as grey in three channels as in one.
        (Space::Rgb, Space::Rgb | Space::Grey) => finished(match grid(&profile, false) {
            Ok(table) => Conversion::Table(table),
            Err(UNSUPPORTED) => Conversion::Matrix(Box::new(MatrixTransform::read(&profile)?)),
            Err(warning) => return Err(warning),
        }),
        _ => Err(Warning::ProfileMismatch),
    }
}

fn finished(conversion: Conversion) -> Read<Colours> {
    Ok(Colours {
        finished: conversion.simplified(),
        ..Colours::default()
    })
}

fn grid(profile: &Profile<'_>, inverted: bool) -> Read<ColourTable> {
    let perceptual = profile.tag(b"A2B0")?;
    let data = match perceptual {
        Some(data) => data,
        None => profile.tag(b"A2B1")?.ok_or(UNSUPPORTED)?,
    };
    Lut::read(profile, data).map(|lut| ColourTable::new(&lut, inverted))
}

/// A curve to luminance, or to lightness where that is what the profile connects to (ICC.1:2022, F.2).
fn grey(profile: &Profile<'_>) -> Read<Conversion> {
    let curve = profile.curve(b"kTRC")?;
    let mut values = Box::new([0; 256]);
    for (value, srgb) in values
        .iter_mut()
        .enumerate()
        .map(|(value, srgb)| (value as f64 / 255.0, srgb))
    {
        let grey = curve.at(value);
        let luminance = match profile.pcs {
            Pcs::Xyz => grey,
            Pcs::Lab => luminance(grey),
        };
        *srgb = libm::round(srgb_value(luminance) * 255.0) as u8;
    }
    Ok(Conversion::Values(values))
}

fn convert(raster: &mut Raster, at: impl Fn([u8; 3]) -> [u8; 3]) {
    match raster.layout {
        Layout::Rgb => {
            let pixels = raster.data.as_chunks_mut::<3>().0;
            pixels.iter_mut().for_each(|pixel| *pixel = at(*pixel));
        }
        Layout::Rgba => {
            for pixel in raster.data.as_chunks_mut::<4>().0 {
                let [red, green, blue, alpha] = *pixel;
                let [red, green, blue] = at([red, green, blue]);
                *pixel = [red, green, blue, alpha];
            }
        }
    }
}

#[cfg(test)]
mod tests;
