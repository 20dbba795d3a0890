//! Which prefix codes hold where in an image (RFC 9649, 3.7.2.2).

use alloc::vec::Vec;

use super::bit_reader::BitReader;
use super::code_lengths;
use super::image::{self, Kind};
use super::prefix_code::{PrefixCode, Tables};
use super::{Blocks, Pixel};
use crate::DecodeError;

/// The five codes of a group.
#[derive(Clone, Copy, Default)]
pub(super) struct Group {
    /// Green, the lengths of copies and the indices of the colour cache.
    pub(super) green: PrefixCode,
    pub(super) red: PrefixCode,
    pub(super) blue: PrefixCode,
    pub(super) alpha: PrefixCode,
    pub(super) distance: PrefixCode,
}

/// All groups of an image and the blocks that each is for.
pub(super) struct Groups {
    pub(super) tables: Tables,
    groups: Vec<Group>,
    /// None where one group is for all of the image.
    blocks: Option<Blocks>,
}

impl Groups {
    /// Reads the blocks, which only the main image has, and all groups.
    pub(super) fn read(
        bits: &mut BitReader<'_>,
        kind: Kind,
        (width, height): (usize, usize),
        cache: usize,
    ) -> Result<Self, DecodeError> {
        let blocks = if kind == Kind::Main && bits.read_flag() {
            Some(image::read_blocks(bits, width, height)?)
        } else {
            None
        };
        let pixels = blocks.as_ref().map_or(&[][..], |blocks| &blocks.pixels);
        let count = pixels.iter().map(|&pixel| index(pixel) + 1).max();
        let mut tables = Tables::default();
        let groups = (0..count.unwrap_or(1))
            .map(|_| read_group(bits, &mut tables, cache))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            tables,
            groups,
            blocks,
        })
    }

    /// The group for a pixel, and how many pixels of its row, from column 0, it is for.
    #[inline]
    pub(super) fn at(&self, x: usize, y: usize) -> (Group, usize) {
        let Some(blocks) = &self.blocks else {
            return (self.groups[0], usize::MAX);
        };
        let group = self.groups[index(blocks.at(x, y))];
        (group, ((x >> blocks.bits) + 1) << blocks.bits)
    }
}

/// Red and green, together.
fn index([_, green, red, _]: Pixel) -> usize {
    usize::from(red) << 8 | usize::from(green)
}

fn read_group(
    bits: &mut BitReader<'_>,
    tables: &mut Tables,
    cache: usize,
) -> Result<Group, DecodeError> {
    let mut read = |alphabet| code_lengths::read(bits, tables, alphabet);
    Ok(Group {
        green: read(256 + 24 + cache)?,
        red: read(256)?,
        blue: read(256)?,
        alpha: read(256)?,
        distance: read(40)?,
    })
}
