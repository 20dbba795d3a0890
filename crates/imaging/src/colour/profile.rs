//! A profile's header and tags (ICC.1:2022, 7): bounds are checked here.

use super::Space;
use super::bytes::{fixed, letters, word};
use super::curve::Curve;
use super::pcs::Pcs;
use super::warning::{DAMAGED, Read, UNSUPPORTED};

/// A profile of a device's colours.
pub(super) struct Profile<'a> {
    data: &'a [u8],
    pub(super) space: Space,
    pub(super) pcs: Pcs,
}

impl<'a> Profile<'a> {
    pub(super) fn read(data: &'a [u8]) -> Read<Self> {
        if letters(data, 36)? != b"acsp" {
            return Err(DAMAGED);
        }
        if !matches!(letters(data, 12)?, b"mntr" | b"scnr" | b"prtr" | b"spac") {
            return Err(UNSUPPORTED);
        }
        let space = match letters(data, 16)? {
            b"GRAY" => Space::Grey,
            b"RGB " => Space::Rgb,
            b"CMYK" => Space::Inks,
            _ => return Err(UNSUPPORTED),
        };
        let pcs = match letters(data, 20)? {
            b"XYZ " => Pcs::Xyz,
            b"Lab " => Pcs::Lab,
            _ => return Err(UNSUPPORTED),
        };
        Ok(Self { data, space, pcs })
    }

    /// A tag's data, if the profile has it.
    pub(super) fn tag(&self, name: &[u8; 4]) -> Read<Option<&'a [u8]>> {
        let count = word(self.data, 128)? as usize;
        let entries = self.data.get(132..).ok_or(DAMAGED)?.as_chunks::<12>().0;
        let Some(entry) = entries
            .iter()
            .take(count)
            .find(|entry| entry.starts_with(name))
        else {
            return Ok(None);
        };
        let (start, length) = (word(entry, 4)? as usize, word(entry, 8)? as usize);
        let end = start.checked_add(length).ok_or(DAMAGED)?;
        self.data.get(start..end).map(Some).ok_or(DAMAGED)
    }

    /// A curve that must be there.
    pub(super) fn curve(&self, name: &[u8; 4]) -> Read<Curve> {
        let data = self.tag(name)?.ok_or(UNSUPPORTED)?;
        Curve::read(data).map(|(curve, _)| curve)
    }

    /// An `XYZ ` number that must be there.
    pub(super) fn xyz(&self, name: &[u8; 4]) -> Read<[f64; 3]> {
        let data = self.tag(name)?.ok_or(UNSUPPORTED)?;
        if letters(data, 0)? != b"XYZ " {
            return Err(DAMAGED);
        }
        Ok([fixed(data, 8)?, fixed(data, 12)?, fixed(data, 16)?])
    }
}
