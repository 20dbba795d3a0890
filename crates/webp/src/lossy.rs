//! Step: lossy bitstreams (`VP8 `; the key frames of RFC 6386).

use alloc::vec::Vec;

mod bool_decoder;
mod frame_header;
mod inverse;
mod loop_filter;
mod modes;
mod plane;
mod predict;
mod quantiser;
mod residue;
mod subblock;
mod tables;
mod tokens;

pub use self::plane::Plane;

use self::bool_decoder::BoolDecoder;
use self::frame_header::{FrameHeader, FrameTag};
use self::loop_filter::Strength;
use self::modes::{HeaderReader, Luma, MacroblockHeader};
use self::quantiser::Steps;
use self::residue::{Residue, ResidueReader};
use crate::DecodeError;

/// Y, U and V of a picture; a row or column of U and V is for two of Y.
///
/// Black is 16 and white 235 in Y; U and V are 16 to 240 around 128 (ITU-R BT.601).
pub(crate) type Planes = [Plane; 3];

/// Width and height as the first bytes say; either may be 0.
pub(crate) fn size(data: &[u8]) -> Result<(u32, u32), DecodeError> {
    let tag = FrameTag::read(data)?;
    Ok((tag.width, tag.height))
}

/// The samples of a chunk.
pub(crate) fn decode(data: &[u8]) -> Result<Planes, DecodeError> {
    let tag = FrameTag::read(data)?;
    let (first, rest) = split(&data[10..], tag.first_partition)?;
    let mut bits = BoolDecoder::new(first);
    let header = FrameHeader::read(&mut bits);
    bits.check()?;
    let mut partitions = partitions(rest, header.partitions)?;
    let mut frame = Frame::new(&tag, header);
    let count = partitions.len();
    for y in 0..frame.rows {
        let coefficients = &mut partitions[y % count];
        frame.read_row(y, &mut bits, coefficients);
        bits.check()?;
        coefficients.check()?;
    }
    Ok(frame.filtered())
}

/// The decoders of the partitions (9.5): the sizes of all but the last, in 3 bytes each, then their data.
fn partitions(data: &[u8], count: usize) -> Result<Vec<BoolDecoder<'_>>, DecodeError> {
    let (sizes, mut data) = split(data, 3 * (count - 1))?;
    let mut partitions = Vec::with_capacity(count);
    for size in sizes.chunks_exact(3) {
        let size = size
            .iter()
            .rev()
            .fold(0, |size, &byte| size << 8 | usize::from(byte));
        let (partition, rest) = split(data, size)?;
        partitions.push(BoolDecoder::new(partition));
        data = rest;
    }
    partitions.push(BoolDecoder::new(data));
    Ok(partitions)
}

fn split(data: &[u8], at: usize) -> Result<(&[u8], &[u8]), DecodeError> {
    data.split_at_checked(at).ok_or(DecodeError::Truncated)
}

/// A picture that is being decoded, macroblock by macroblock.
struct Frame {
    header: FrameHeader,
    steps: [Steps; 4],
    strengths: [[Option<Strength>; 2]; 4],
    headers: HeaderReader,
    residues: ResidueReader,
    columns: usize,
    rows: usize,
    planes: Planes,
    /// How each macroblock is to be filtered.
    filters: Vec<Option<Strength>>,
}

impl Frame {
    fn new(tag: &FrameTag, header: FrameHeader) -> Self {
        let (width, height) = (tag.width as usize, tag.height as usize);
        let columns = width.div_ceil(16);
        let rows = height.div_ceil(16);
        let chroma = || Plane::new(width.div_ceil(2), height.div_ceil(2), 8);
        Self {
            steps: quantiser::steps(&header),
            strengths: loop_filter::strengths(&header),
            header,
            headers: HeaderReader::new(columns),
            residues: ResidueReader::new(columns),
            columns,
            rows,
            planes: [Plane::new(width, height, 16), chroma(), chroma()],
            filters: Vec::with_capacity(columns * rows),
        }
    }

    fn read_row(
        &mut self,
        y: usize,
        bits: &mut BoolDecoder<'_>,
        coefficients: &mut BoolDecoder<'_>,
    ) {
        self.headers.start_row();
        self.residues.start_row();
        for x in 0..self.columns {
            let header = self.headers.read(bits, &self.header, x);
            let residue = self.read_residue(coefficients, &header, x);
            self.note_filter(&header, residue.any);
            self.predict_luma(&header.luma, &residue, x * 16, y * 16);
            self.predict_chroma(&header, &residue, x * 8, y * 8);
        }
        self.planes[0].extend_right(y * 16 + 15);
    }

    fn read_residue(
        &mut self,
        bits: &mut BoolDecoder<'_>,
        header: &MacroblockHeader,
        column: usize,
    ) -> Residue {
        let second_order = matches!(header.luma, Luma::Whole(_));
        if header.skip {
            self.residues.skip(column, second_order);
            return Residue::NONE;
        }
        let steps = &self.steps[usize::from(header.segment)];
        self.residues
            .read(bits, &self.header.coefficients, steps, column, second_order)
    }

    fn note_filter(&mut self, header: &MacroblockHeader, any: bool) {
        let subblocks = matches!(header.luma, Luma::Subblocks(_));
        let strength = self.strengths[usize::from(header.segment)][usize::from(subblocks)];
        self.filters
            .push(strength.map(|strength| strength.inside_too(any)));
    }

    fn predict_luma(&mut self, luma: &Luma, residue: &Residue, x: usize, y: usize) {
        let plane = &mut self.planes[0];
        match luma {
            Luma::Whole(mode) => {
                predict::whole::<16>(plane, *mode, x, y);
                add(&residue.blocks[..16], plane, x, y, 4);
            }
            Luma::Subblocks(modes) => subblock::macroblock(plane, modes, &residue.blocks, x, y),
        }
    }

    fn predict_chroma(&mut self, header: &MacroblockHeader, residue: &Residue, x: usize, y: usize) {
        let blocks = residue.blocks[16..].chunks_exact(4);
        for (plane, blocks) in self.planes[1..].iter_mut().zip(blocks) {
            predict::whole::<8>(plane, header.chroma, x, y);
            add(blocks, plane, x, y, 2);
        }
    }

    fn filtered(mut self) -> Planes {
        let header = &self.header.filter;
        loop_filter::filter(&mut self.planes, &self.filters, self.columns, header);
        self.planes
    }
}

/// Adds the blocks of a macroblock, `across` in a row, to what was predicted.
fn add(blocks: &[tokens::Block], plane: &mut Plane, x: usize, y: usize, across: usize) {
    let stride = plane.stride();
    for (at, block) in blocks.iter().enumerate() {
        let at = plane.at(x + at % across * 4, y + at / across * 4);
        inverse::add(block, plane.samples(), at, stride);
    }
}
