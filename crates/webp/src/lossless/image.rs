//! Entropy-coded images (RFC 9649, 3.6 and 3.7.3).

use alloc::vec;
use alloc::vec::Vec;

use super::bit_reader::BitReader;
use super::colour_cache::ColourCache;
use super::distance;
use super::groups::{Group, Groups};
use super::{Blocks, Pixel};
use crate::{Corrupt, DecodeError};

/// What an image is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The picture itself, which may have more than one group of codes.
    Main,
    /// Data of a transform, a palette, or the blocks of groups.
    Auxiliary,
}

/// Reads the pixels of an image, row by row.
pub(super) fn read(
    bits: &mut BitReader<'_>,
    kind: Kind,
    width: usize,
    height: usize,
) -> Result<Vec<Pixel>, DecodeError> {
    let cache = read_cache(bits)?;
    let cached = cache.as_ref().map_or(0, ColourCache::len);
    let groups = Groups::read(bits, kind, (width, height), cached)?;
    let mut image = Image {
        groups: &groups,
        cache,
        width,
        pixels: vec![[0; 4]; width * height],
        at: 0,
    };
    for row in 1..=height {
        image.read_until(bits, row * width)?;
        bits.check()?;
    }
    Ok(image.pixels)
}

/// Reads how large blocks are and the image of them.
pub(super) fn read_blocks(
    bits: &mut BitReader<'_>,
    width: usize,
    height: usize,
) -> Result<Blocks, DecodeError> {
    let size = 2 + bits.read(3);
    let blocks = |side: usize| side.div_ceil(1 << size);
    let across = blocks(width);
    Ok(Blocks {
        bits: size,
        width: across,
        pixels: read(bits, Kind::Auxiliary, across, blocks(height))?,
    })
}

fn read_cache(bits: &mut BitReader<'_>) -> Result<Option<ColourCache>, DecodeError> {
    if !bits.read_flag() {
        return Ok(None);
    }
    match bits.read(4) {
        size @ 1..=11 => Ok(Some(ColourCache::new(size))),
        _ => Err(Corrupt::ColourCache.into()),
    }
}

struct Image<'a> {
    groups: &'a Groups,
    cache: Option<ColourCache>,
    width: usize,
    pixels: Vec<Pixel>,
    /// How many pixels are there.
    at: usize,
}

impl Image<'_> {
    /// Reads at least up to a pixel. A copy may go beyond.
    fn read_until(&mut self, bits: &mut BitReader<'_>, end: usize) -> Result<(), DecodeError> {
        while self.at < end {
            let (x, y) = (self.at % self.width, self.at / self.width);
            let (group, until) = self.groups.at(x, y);
            let until = end.min((y * self.width).saturating_add(until));
            self.read_block(bits, &group, until)?;
        }
        Ok(())
    }

    /// Reads at least up to a pixel with the codes of one group.
    fn read_block(
        &mut self,
        bits: &mut BitReader<'_>,
        group: &Group,
        until: usize,
    ) -> Result<(), DecodeError> {
        let tables = &self.groups.tables;
        while self.at < until {
            bits.need(48);
            let green = tables.symbol(group.green, bits);
            if green < 256 {
                let red = tables.symbol(group.red, bits) as u8;
                let blue = tables.symbol(group.blue, bits) as u8;
                bits.need(15);
                let alpha = tables.symbol(group.alpha, bits) as u8;
                self.push([blue, green as u8, red, alpha]);
            } else if green < 256 + 24 {
                self.copy(bits, group, green - 256)?;
            } else {
                let colour = self
                    .cache
                    .as_ref()
                    .map(|cache| cache.get(usize::from(green) - 280));
                self.push(colour.unwrap_or_default());
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn push(&mut self, pixel: Pixel) {
        self.pixels[self.at] = pixel;
        self.at += 1;
        if let Some(cache) = &mut self.cache {
            cache.insert(pixel);
        }
    }

    /// Repeats pixels (3.6.2.2).
    fn copy(
        &mut self,
        bits: &mut BitReader<'_>,
        group: &Group,
        symbol: u16,
    ) -> Result<(), DecodeError> {
        let length = distance::read_value(bits, symbol);
        bits.need(15);
        let symbol = self.groups.tables.symbol(group.distance, bits);
        let distance = distance::in_pixels(distance::read_value(bits, symbol), self.width);
        let start = self.at;
        let from = start.checked_sub(distance).ok_or(Corrupt::BackReference)?;
        if length > self.pixels.len() - start {
            return Err(Corrupt::BackReference.into());
        }
        self.at += length;
        repeat(&mut self.pixels[from..self.at], distance);
        if let Some(cache) = &mut self.cache {
            self.pixels[start..self.at]
                .iter()
                .for_each(|&pixel| cache.insert(pixel));
        }
        Ok(())
    }
}

/// Fills what is behind the first `period` pixels with their repetition.
fn repeat(pixels: &mut [Pixel], period: usize) {
    let mut known = period;
    while known < pixels.len() {
        let length = known.min(pixels.len() - known);
        pixels.copy_within(..length, known);
        known += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_may_overlap_what_it_makes() {
        for period in 1..6 {
            let mut pixels: Vec<Pixel> = (0..20).map(|at| [at; 4]).collect();
            repeat(&mut pixels, period);
            for (at, pixel) in pixels.iter().enumerate() {
                assert_eq!(usize::from(pixel[0]), at % period);
            }
        }
    }
}
