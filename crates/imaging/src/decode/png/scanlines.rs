//! The lines of a picture, inflated from its IDAT chunks and unfiltered one by one (7.2, 10).

use alloc::vec;
use alloc::vec::Vec;

use fdeflate::Decompressor;

use super::chunks::Chunks;
use super::filter::unfilter;
use super::header::Header;
use crate::ImageError;

/// How far back a copy may reach (RFC 1951, 2).
const WINDOW: usize = 32 * 1024;

/// Inflates line after line.
pub(super) struct Scanlines<'a> {
    header: &'a Header,
    chunks: Chunks<'a>,
    /// What the current IDAT still holds.
    compressed: &'a [u8],
    inflate: Decompressor,
    /// Inflated bytes: at least [`WINDOW`] old ones, then those in `fresh`.
    inflated: Vec<u8>,
    fresh: core::ops::Range<usize>,
    above: Vec<u8>,
    line: Vec<u8>,
}

impl<'a> Scanlines<'a> {
    /// The lines of the IDAT chunks that `chunks` comes to next.
    pub(super) fn new(header: &'a Header, chunks: Chunks<'a>) -> Self {
        let longest = header.line(header.width);
        let mut inflate = Decompressor::new();
        // The chunks' own checksums were right.
        inflate.ignore_adler32();
        Self {
            header,
            chunks,
            compressed: &[],
            inflate,
            inflated: vec![0; 3 * WINDOW],
            fresh: 0..0,
            above: vec![0; longest],
            line: vec![0; longest],
        }
    }

    /// The next line, of `width` pixels.
    pub(super) fn next(&mut self, width: u32) -> Result<&[u8], ImageError> {
        let length = self.header.line(width);
        let mut filter = [0];
        self.read(&mut filter)?;
        core::mem::swap(&mut self.above, &mut self.line);
        let mut line = core::mem::take(&mut self.line);
        self.read(&mut line[..length])?;
        self.line = line;
        let line = &mut self.line[..length];
        let pixel = self.header.bits().div_ceil(8);
        unfilter(filter[0], pixel, &self.above[..length], line)?;
        Ok(line)
    }

    /// Begins a new picture, which has nothing above it: a pass of Adam7.
    pub(super) fn restart(&mut self) {
        self.line.fill(0);
    }

    fn read(&mut self, mut out: &mut [u8]) -> Result<(), ImageError> {
        while !out.is_empty() {
            if self.fresh.is_empty() {
                self.refill()?;
            }
            let (now, later) = out.split_at_mut(self.fresh.len().min(out.len()));
            let end = self.fresh.start + now.len();
            now.copy_from_slice(&self.inflated[self.fresh.start..end]);
            self.fresh.start = end;
            out = later;
        }
        Ok(())
    }

    /// Inflates until there is something fresh.
    fn refill(&mut self) -> Result<(), ImageError> {
        if self.fresh.end == self.inflated.len() {
            self.inflated.copy_within(self.fresh.end - WINDOW.., 0);
            self.fresh = WINDOW..WINDOW;
        }
        while self.fresh.is_empty() {
            if self.inflate.is_done() {
                return Err(ImageError::corrupt(
                    "a PNG whose data ends before its picture",
                ));
            }
            if self.compressed.is_empty() {
                self.compressed = self.next_data()?;
            }
            let (taken, made) = self
                .inflate
                .read(self.compressed, &mut self.inflated, self.fresh.end, false)
                .map_err(|_| ImageError::corrupt("a PNG whose data cannot be inflated"))?;
            self.compressed = &self.compressed[taken..];
            self.fresh.end += made;
        }
        Ok(())
    }

    fn next_data(&mut self) -> Result<&'a [u8], ImageError> {
        let chunk = self.chunks.next()?;
        if chunk.kind == *b"IDAT" {
            return Ok(chunk.data);
        }
        Err(ImageError::corrupt(
            "a PNG whose data ends before its picture",
        ))
    }
}
