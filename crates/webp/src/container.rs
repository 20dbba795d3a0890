//! The chunks of a WebP file (RFC 9649, 2).

use crate::{Corrupt, DecodeError, lossless, lossy};

/// One chunk.
#[derive(Clone, Copy, Debug)]
pub struct Chunk<'a> {
    /// Its name.
    pub kind: &'a [u8; 4],
    /// What is in it: less than announced where the file is cut.
    pub data: &'a [u8],
    /// Where the data begin in the bytes that were walked through.
    pub start: usize,
}

/// Walks through chunks, one behind the other, to the end of the bytes.
#[derive(Clone, Debug)]
pub struct Chunks<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Chunks<'a> {
    /// The chunks of a file, up to the end that its header announces or that it has.
    ///
    /// # Errors
    /// [`DecodeError::NotWebp`] where the first 12 bytes are not those of a WebP.
    pub fn of_file(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let end = riff_end(bytes).ok_or(DecodeError::NotWebp)?;
        Ok(Self {
            bytes: &bytes[..end.clamp(12, bytes.len())],
            at: 12,
        })
    }

    /// The chunks of an animation's frame, `ANMF`, behind its 16 bytes of header.
    #[must_use]
    pub fn of_frame(data: &'a [u8]) -> Self {
        Self {
            bytes: data,
            at: 16,
        }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Chunk<'a>> {
        let kind = self.bytes.get(self.at..)?.first_chunk()?;
        let length = le32(self.bytes, self.at + 4)? as usize;
        let start = self.at + 8;
        let end = start.saturating_add(length).min(self.bytes.len());
        self.at = end.saturating_add(length % 2);
        let data = &self.bytes[start..end];
        Some(Chunk { kind, data, start })
    }
}

/// Where the container ends, which may be behind the end of the bytes; none where it is not one of a WebP.
#[must_use]
pub fn riff_end(bytes: &[u8]) -> Option<usize> {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP";
    let end = (le32(bytes, 4)? as usize).saturating_add(8);
    webp.then_some(end)
}

/// What the header of a bitstream says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bitstream {
    /// Pixels in a row, 0 to 16384.
    pub width: u32,
    /// Rows, 0 to 16384.
    pub height: u32,
    /// Whether pixels may be transparent.
    pub alpha: bool,
}

impl Bitstream {
    /// Reads the header in a `VP8 ` or `VP8L` chunk; none where the chunk is another.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`] or [`Corrupt::Signature`].
    pub fn read(chunk: &Chunk<'_>) -> Result<Option<Self>, DecodeError> {
        let (width, height, alpha) = match chunk.kind {
            b"VP8 " => {
                let (width, height) = lossy::size(chunk.data)?;
                (width, height, false)
            }
            b"VP8L" => lossless::header(chunk.data)?,
            _ => return Ok(None),
        };
        Ok(Some(Self {
            width,
            height,
            alpha,
        }))
    }
}

/// What `VP8X` says (2.7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canvas {
    /// Pixels in a row, at least 1.
    pub width: u32,
    /// Rows, at least 1.
    pub height: u32,
    /// Whether pixels may be transparent.
    pub alpha: bool,
}

impl Canvas {
    /// Reads the data of a `VP8X` chunk: flags, then width and height less one.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`].
    pub fn read(data: &[u8]) -> Result<Self, DecodeError> {
        let flags = *data.first().ok_or(DecodeError::Truncated)?;
        Ok(Self {
            width: le24(data, 4)? + 1,
            height: le24(data, 7)? + 1,
            alpha: flags & 0x10 != 0,
        })
    }
}

/// Where a frame of an animation lies on its canvas, in pixels (2.7.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameBox {
    /// The first column.
    pub x: u32,
    /// The first row.
    pub y: u32,
    /// Columns, at least 1.
    pub width: u32,
    /// Rows, at least 1.
    pub height: u32,
}

impl FrameBox {
    /// Reads the data of an `ANMF` chunk: half of x and y, width and height less one, duration and flags in 16 bytes.
    ///
    /// # Errors
    /// [`DecodeError::Truncated`], or [`Corrupt::Frame`] where it does not lie on the canvas.
    pub fn read(data: &[u8], canvas: &Canvas) -> Result<Self, DecodeError> {
        let frame = Self {
            x: le24(data, 0)? * 2,
            y: le24(data, 3)? * 2,
            width: le24(data, 6)? + 1,
            height: le24(data, 9)? + 1,
        };
        if frame.x + frame.width > canvas.width || frame.y + frame.height > canvas.height {
            return Err(Corrupt::Frame.into());
        }
        Ok(frame)
    }
}

fn le24(bytes: &[u8], at: usize) -> Result<u32, DecodeError> {
    let bytes = bytes.get(at..).and_then(|bytes| bytes.first_chunk());
    let [a, b, c] = *bytes.ok_or(DecodeError::Truncated)?;
    Ok(u32::from_le_bytes([a, b, c, 0]))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
