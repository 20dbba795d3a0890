//! From quantiser indices to steps (RFC 6386, 9.6 and 14.1).

use super::frame_header::{FrameHeader, QuantiserHeader, Segmentation};
use super::tables::{AC_STEP, DC_STEP};

/// The steps of DC and AC of each kind of block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    pub(super) luma: [i32; 2],
    /// Of the block that holds the DC of all luma blocks.
    pub(super) second_order: [i32; 2],
    pub(super) chroma: [i32; 2],
}

/// The steps for each segment.
pub(super) fn steps(frame: &FrameHeader) -> [Steps; 4] {
    let base = i32::from(frame.quantiser.index);
    [0, 1, 2, 3].map(|segment| {
        let index = match &frame.segmentation {
            Some(Segmentation {
                absolute,
                quantiser,
                ..
            }) => i32::from(quantiser[segment]) + if *absolute { 0 } else { base },
            None => base,
        };
        steps_at(index.clamp(0, 127), &frame.quantiser)
    })
}

fn steps_at(index: i32, header: &QuantiserHeader) -> Steps {
    let at = |delta: i8| (index + i32::from(delta)).clamp(0, 127) as usize;
    let dc = |delta| i32::from(DC_STEP[at(delta)]);
    let ac = |delta| i32::from(AC_STEP[at(delta)]);
    let [luma_dc, second_dc, second_ac, chroma_dc, chroma_ac] = header.deltas;
    Steps {
        luma: [dc(luma_dc), ac(0)],
        second_order: [dc(second_dc) * 2, (ac(second_ac) * 155 / 100).max(8)],
        chroma: [dc(chroma_dc).min(132), ac(chroma_ac)],
    }
}
