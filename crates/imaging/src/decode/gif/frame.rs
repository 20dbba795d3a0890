//! Where the first frame lies and which colours it has (18 to 23).

use crate::ImageError;
use crate::probe::gif::{EXTENSION, IMAGE, colour_table, sub_blocks};
use crate::probe::le16;

/// The first frame.
pub(super) struct Frame<'a> {
    /// Width and height of the canvas in pixels: it holds the frame, whatever the file says.
    pub(super) canvas: (usize, usize),
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) interlaced: bool,
    /// Where its compressed indices begin.
    pub(super) data: usize,
    colours: &'a [[u8; 3]],
    /// The index that leaves the canvas as it is.
    transparent: Option<u8>,
}

impl<'a> Frame<'a> {
    /// Finds the first frame.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, ImageError> {
        let flags = byte(bytes, 10)?;
        let mut transparent = None;
        let mut at = 13 + colour_table(flags);
        loop {
            match byte(bytes, at)? {
                EXTENSION => {
                    if let Some(&[0xF9, 4, flags, _, _, index]) = bytes.get(at + 1..at + 7) {
                        transparent = (flags & 1 == 1).then_some(index);
                    }
                    at = sub_blocks(bytes, at + 2).ok_or(ImageError::Truncated)?;
                }
                IMAGE => return Self::described(bytes, at + 1, flags, transparent),
                _ => return Err(ImageError::corrupt("a GIF without a frame")),
            }
        }
    }

    fn described(
        bytes: &'a [u8],
        at: usize,
        global: u8,
        transparent: Option<u8>,
    ) -> Result<Self, ImageError> {
        let flags = byte(bytes, at + 8)?;
        let (table, start) = match colour_table(flags) {
            0 => (colour_table(global), 13),
            local => (local, at + 9),
        };
        let (left, top) = (number(bytes, at)?, number(bytes, at + 2)?);
        let (width, height) = (number(bytes, at + 4)?, number(bytes, at + 6)?);
        Ok(Self {
            canvas: (
                number(bytes, 6)?.max(left + width),
                number(bytes, 8)?.max(top + height),
            ),
            left,
            top,
            width,
            height,
            interlaced: flags & 0x40 != 0,
            data: at + 9 + colour_table(flags),
            colours: bytes
                .get(start..start + table)
                .ok_or(ImageError::Truncated)?
                .as_chunks()
                .0,
            transparent,
        })
    }

    /// Puts the colours of a line on a transparent row of the canvas. Indices without a colour are transparent.
    pub(super) fn paint(&self, line: &[u8], row: &mut [u8]) {
        let pixels = row.as_chunks_mut().0.iter_mut().skip(self.left);
        for (pixel, &index) in pixels.zip(line) {
            let colour = self.colours.get(usize::from(index));
            if let Some(&[red, green, blue]) = colour.filter(|_| self.transparent != Some(index)) {
                *pixel = [red, green, blue, 255];
            }
        }
    }
}

fn byte(bytes: &[u8], at: usize) -> Result<u8, ImageError> {
    bytes.get(at).copied().ok_or(ImageError::Truncated)
}

fn number(bytes: &[u8], at: usize) -> Result<usize, ImageError> {
    le16(bytes, at)
        .map(usize::from)
        .ok_or(ImageError::Truncated)
}
