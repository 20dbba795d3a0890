//! The chunks of a file, one after the other (5.3).

use crate::ImageError;
use crate::png::crc32;

/// What is left of a file.
pub(super) struct Chunks<'a> {
    rest: &'a [u8],
}

/// A chunk, whose checksum was right where the picture needs it.
pub(super) struct Chunk<'a> {
    pub(super) kind: [u8; 4],
    pub(super) data: &'a [u8],
}

impl<'a> Chunks<'a> {
    /// The chunks behind the signature.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes.get(8..).unwrap_or_default(),
        }
    }

    /// The next chunk. A file that ends here is [`ImageError::Truncated`], a wrong checksum of a chunk that the picture
    /// needs [`ImageError::Corrupt`].
    pub(super) fn next(&mut self) -> Result<Chunk<'a>, ImageError> {
        let (length, rest) = self.rest.split_first_chunk().ok_or(ImageError::Truncated)?;
        let (&kind, rest) = rest.split_first_chunk().ok_or(ImageError::Truncated)?;
        let length = u32::from_be_bytes(*length) as usize;
        let (data, rest) = rest.split_at_checked(length).ok_or(ImageError::Truncated)?;
        let (&crc, rest) = rest.split_first_chunk().ok_or(ImageError::Truncated)?;
        let needed = kind[0].is_ascii_uppercase() || kind == *b"tRNS";
        if needed && crc32(&[&kind, data]) != u32::from_be_bytes(crc) {
            return Err(ImageError::corrupt("a PNG chunk with a wrong checksum"));
        }
        self.rest = rest;
        Ok(Chunk { kind, data })
    }

    /// The next chunk unless it is of a `kind`, which then stays.
    pub(super) fn next_before(&mut self, kind: [u8; 4]) -> Result<Option<Chunk<'a>>, ImageError> {
        if self.rest.get(4..8) == Some(&kind) {
            return Ok(None);
        }
        self.next().map(Some)
    }
}
