//! Prediction of subblocks of 4x4 luma samples (RFC 6386, 12.3).

use super::inverse;
use super::modes::SubblockMode;
use super::plane::Plane;
use super::predict::true_motion;
use super::tokens::Block;

/// The samples around a subblock: those to the left from the bottom up, the corner, and eight above, with the first
/// and the last of all twice.
type Edge = [u8; 15];

const CORNER: usize = 5;

/// For the modes behind [`SubblockMode::TrueMotion`], what each sample is: the smoothed edge sample of that number, or
/// from 16 on the average of the one of the number less 16 and the next.
const SAMPLES: [[u8; 16]; 8] = [
    // Vertical
    [6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9, 6, 7, 8, 9],
    // Horizontal
    [4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1],
    // LeftDown
    [7, 8, 9, 10, 8, 9, 10, 11, 9, 10, 11, 12, 10, 11, 12, 13],
    // RightDown
    [5, 6, 7, 8, 4, 5, 6, 7, 3, 4, 5, 6, 2, 3, 4, 5],
    // VerticalRight
    [21, 22, 23, 24, 5, 6, 7, 8, 4, 21, 22, 23, 3, 5, 6, 7],
    // VerticalLeft
    [22, 23, 24, 25, 7, 8, 9, 10, 23, 24, 25, 11, 8, 9, 10, 12],
    // HorizontalDown
    [20, 5, 6, 7, 19, 4, 20, 5, 18, 3, 19, 4, 17, 2, 18, 3],
    // HorizontalUp
    [19, 3, 18, 2, 18, 2, 17, 1, 17, 1, 16, 16, 16, 16, 16, 16],
];

/// Predicts the subblocks of the macroblock at a position, each from those before it with their coefficients added.
pub(super) fn macroblock(
    plane: &mut Plane,
    modes: &[SubblockMode; 16],
    blocks: &[Block],
    x: usize,
    y: usize,
) {
    let (start, stride) = (plane.at(x, y), plane.stride());
    let samples = plane.samples();
    // What is to the right is not there yet for the lower rows: the row above the macroblock is for all of them.
    let last = four(samples, start - stride + 16);
    for (k, (&mode, block)) in modes.iter().zip(blocks).enumerate() {
        let at = start + k / 4 * 4 * stride + k % 4 * 4;
        let beyond = match k % 4 {
            3 => last,
            _ => four(samples, at - stride + 4),
        };
        predict(samples, at, stride, mode, beyond);
        inverse::add(block, samples, at, stride);
    }
}

fn four(samples: &[u8], at: usize) -> [u8; 4] {
    let four = samples[at..].first_chunk();
    four.copied().unwrap_or_default()
}

/// Predicts the subblock at `at`; `beyond` are the four samples above and to the right of it.
fn predict(samples: &mut [u8], at: usize, stride: usize, mode: SubblockMode, beyond: [u8; 4]) {
    let edge = edge(samples, at, stride, beyond);
    let predicted = match mode {
        SubblockMode::Dc => [average(&edge); 16],
        SubblockMode::TrueMotion => from_slopes(&edge),
        mode => directional(&edge, &SAMPLES[mode as usize - 2]),
    };
    let rows = samples[at..].chunks_mut(stride);
    for (row, &predicted) in rows.zip(predicted.as_chunks::<4>().0) {
        if let Some(row) = row.first_chunk_mut() {
            *row = predicted;
        }
    }
}

fn edge(samples: &[u8], at: usize, stride: usize, beyond: [u8; 4]) -> Edge {
    let mut edge = [0; 15];
    for (k, sample) in edge[1..CORNER].iter_mut().enumerate() {
        *sample = samples[at + (3 - k) * stride - 1];
    }
    edge[0] = edge[1];
    let above = &samples[at - stride - 1..][..5];
    let rest = edge[CORNER..].iter_mut();
    for (sample, &around) in rest.zip(above.iter().chain(&beyond)) {
        *sample = around;
    }
    edge[14] = edge[13];
    edge
}

fn average(edge: &Edge) -> u8 {
    let all = edge[1..CORNER].iter().chain(&edge[CORNER + 1..10]);
    ((all.map(|&sample| u32::from(sample)).sum::<u32>() + 4) >> 3) as u8
}

fn from_slopes(edge: &Edge) -> [u8; 16] {
    let mut predicted = [0; 16];
    for (y, row) in predicted.chunks_exact_mut(4).enumerate() {
        true_motion(
            row,
            &edge[CORNER + 1..10],
            edge[CORNER - 1 - y],
            edge[CORNER],
        );
    }
    predicted
}

fn directional(edge: &Edge, which: &[u8; 16]) -> [u8; 16] {
    let mut smooth = [0; 32];
    for k in 0..14 {
        let (a, b) = (u16::from(edge[k]), u16::from(edge[k + 1]));
        smooth[16 + k] = ((a + b + 1) >> 1) as u8;
        if k > 0 {
            let before = u16::from(edge[k - 1]);
            smooth[k] = ((before + 2 * a + b + 2) >> 2) as u8;
        }
    }
    let mut predicted = *which;
    for sample in &mut predicted {
        *sample = smooth[usize::from(*sample) & 31];
    }
    predicted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_one_value_give_it_whatever_the_mode() {
        use SubblockMode as M;
        for mode in [
            M::Dc,
            M::TrueMotion,
            M::Vertical,
            M::Horizontal,
            M::LeftDown,
            M::RightDown,
            M::VerticalRight,
            M::VerticalLeft,
            M::HorizontalDown,
            M::HorizontalUp,
        ] {
            let mut samples = [77; 9 * 5];
            samples[9 + 1..][..4].fill(0);
            predict(&mut samples, 9 + 1, 9, mode, [77; 4]);
            assert_eq!(samples[10..14], [77; 4], "{mode:?}");
        }
    }
}
