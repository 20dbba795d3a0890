//! The header of each macroblock: segment, skipped coefficients and prediction modes (RFC 6386, 9.3, 11).

use alloc::vec;
use alloc::vec::Vec;

use super::bool_decoder::BoolDecoder;
use super::frame_header::FrameHeader;
use super::tables::SUBBLOCK_MODE;

/// How a block of 16x16 luma or 8x8 chroma samples is predicted (12.2, 12.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Dc,
    Vertical,
    Horizontal,
    TrueMotion,
}

/// How a subblock of 4x4 luma samples is predicted, in the order of the tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SubblockMode {
    #[default]
    Dc,
    TrueMotion,
    Vertical,
    Horizontal,
    LeftDown,
    RightDown,
    VerticalRight,
    VerticalLeft,
    HorizontalDown,
    HorizontalUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Luma {
    Whole(Mode),
    Subblocks([SubblockMode; 16]),
}

pub(super) struct MacroblockHeader {
    /// 0 to 3.
    pub(super) segment: u8,
    /// Whether no coefficients are stored.
    pub(super) skip: bool,
    pub(super) luma: Luma,
    pub(super) chroma: Mode,
}

/// Reads headers from left to right, row by row.
pub(super) struct HeaderReader {
    /// The modes of the lowest subblocks above.
    above: Vec<[SubblockMode; 4]>,
    /// The modes of the subblocks to the left.
    left: [SubblockMode; 4],
}

impl HeaderReader {
    /// For rows of a number of macroblocks.
    pub(super) fn new(columns: usize) -> Self {
        Self {
            above: vec![[SubblockMode::Dc; 4]; columns],
            left: [SubblockMode::Dc; 4],
        }
    }

    pub(super) fn start_row(&mut self) {
        self.left = [SubblockMode::Dc; 4];
    }

    pub(super) fn read(
        &mut self,
        bits: &mut BoolDecoder<'_>,
        frame: &FrameHeader,
        column: usize,
    ) -> MacroblockHeader {
        let map = frame.segmentation.as_ref().and_then(|all| all.map);
        let segment = map.map_or(0, |map| read_segment(bits, map));
        let skip = frame.skip.is_some_and(|probability| bits.bit(probability));
        let luma = self.read_luma(bits, column);
        MacroblockHeader {
            segment,
            skip,
            luma,
            chroma: read_chroma(bits),
        }
    }

    fn read_luma(&mut self, bits: &mut BoolDecoder<'_>, column: usize) -> Luma {
        if !bits.bit(145) {
            return Luma::Subblocks(self.read_subblocks(bits, column));
        }
        let mode = read_whole(bits);
        let implied = match mode {
            Mode::Dc => SubblockMode::Dc,
            Mode::Vertical => SubblockMode::Vertical,
            Mode::Horizontal => SubblockMode::Horizontal,
            Mode::TrueMotion => SubblockMode::TrueMotion,
        };
        self.above[column] = [implied; 4];
        self.left = [implied; 4];
        Luma::Whole(mode)
    }

    fn read_subblocks(&mut self, bits: &mut BoolDecoder<'_>, column: usize) -> [SubblockMode; 16] {
        let mut modes = [SubblockMode::Dc; 16];
        let above = &mut self.above[column];
        for (row, left) in modes.chunks_exact_mut(4).zip(&mut self.left) {
            for (mode, above) in row.iter_mut().zip(above.iter_mut()) {
                let probabilities = &SUBBLOCK_MODE[*above as usize][*left as usize];
                *mode = read_subblock(bits, probabilities);
                *above = *mode;
                *left = *mode;
            }
        }
        modes
    }
}

fn read_segment(bits: &mut BoolDecoder<'_>, map: [u8; 3]) -> u8 {
    if bits.bit(map[0]) {
        2 + u8::from(bits.bit(map[2]))
    } else {
        u8::from(bits.bit(map[1]))
    }
}

fn read_whole(bits: &mut BoolDecoder<'_>) -> Mode {
    if bits.bit(156) {
        if bits.bit(128) {
            Mode::TrueMotion
        } else {
            Mode::Horizontal
        }
    } else if bits.bit(163) {
        Mode::Vertical
    } else {
        Mode::Dc
    }
}

fn read_chroma(bits: &mut BoolDecoder<'_>) -> Mode {
    let steps = [
        (142, Mode::Dc),
        (114, Mode::Vertical),
        (183, Mode::Horizontal),
    ];
    let step = steps
        .iter()
        .find(|(probability, _)| !bits.bit(*probability));
    step.map_or(Mode::TrueMotion, |&(_, mode)| mode)
}

/// The tree of 11.2.
fn read_subblock(bits: &mut BoolDecoder<'_>, probabilities: &[u8; 9]) -> SubblockMode {
    use SubblockMode as M;
    let mut bit = |node: usize| bits.bit(probabilities[node]);
    if !bit(0) {
        M::Dc
    } else if !bit(1) {
        M::TrueMotion
    } else if !bit(2) {
        M::Vertical
    } else if !bit(3) {
        if !bit(4) {
            M::Horizontal
        } else if !bit(5) {
            M::RightDown
        } else {
            M::VerticalRight
        }
    } else if !bit(6) {
        M::LeftDown
    } else if !bit(7) {
        M::VerticalLeft
    } else if !bit(8) {
        M::HorizontalDown
    } else {
        M::HorizontalUp
    }
}
