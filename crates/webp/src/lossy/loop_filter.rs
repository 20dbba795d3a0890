//! The loop filter (RFC 6386, 15).

use super::frame_header::{FilterHeader, FrameHeader};
use super::plane::Plane;

/// How strongly a macroblock is filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strength {
    /// How far samples across the edge of a subblock may be apart; across that of a macroblock 4 more.
    edge: i32,
    /// How far neighbours on one side may be apart.
    interior: i32,
    /// From which difference on the edge is one of the picture's own.
    high_variance: i32,
    /// Whether the edges of subblocks are filtered too.
    inner: bool,
}

impl Strength {
    /// The same, and the edges of subblocks where there are coefficients.
    pub(super) fn inside_too(self, coefficients: bool) -> Self {
        Self {
            inner: self.inner || coefficients,
            ..self
        }
    }
}

/// The strength for each segment: without and with prediction by subblocks. None is no filter.
pub(super) fn strengths(frame: &FrameHeader) -> [[Option<Strength>; 2]; 4] {
    [0, 1, 2, 3].map(|segment| {
        [false, true].map(|subblocks| {
            let level = level(frame, segment, subblocks);
            (frame.filter.level > 0 && level > 0).then(|| Strength {
                inner: subblocks,
                ..strength(level, frame.filter.sharpness)
            })
        })
    })
}

/// Filters macroblocks from left to right, row by row.
pub(super) fn filter(
    planes: &mut [Plane; 3],
    strengths: &[Option<Strength>],
    columns: usize,
    header: &FilterHeader,
) {
    // The simple filter leaves chroma alone.
    let planes = if header.simple {
        &mut planes[..1]
    } else {
        planes
    };
    for (plane, side) in planes.iter_mut().zip([16, 8, 8]) {
        for (y, row) in strengths.chunks_exact(columns).enumerate() {
            for (x, strength) in row.iter().enumerate() {
                if let Some(strength) = strength {
                    let block = Macroblock {
                        at: plane.at(x * side, y * side),
                        side,
                        stride: plane.stride(),
                        strength,
                        simple: header.simple,
                    };
                    block.filter(plane.samples(), x > 0, y > 0);
                }
            }
        }
    }
}

/// 0 to 63 (9.3, 9.6).
fn level(frame: &FrameHeader, segment: usize, subblocks: bool) -> i32 {
    let base = i32::from(frame.filter.level);
    let level = match &frame.segmentation {
        Some(all) if all.absolute => i32::from(all.filter_level[segment]),
        Some(all) => base + i32::from(all.filter_level[segment]),
        None => base,
    };
    let level = level.clamp(0, 63);
    let Some((all, of_subblocks)) = frame.filter.deltas else {
        return level;
    };
    let delta = i32::from(all)
        + if subblocks {
            i32::from(of_subblocks)
        } else {
            0
        };
    (level + delta).clamp(0, 63)
}

fn strength(level: i32, sharpness: u8) -> Strength {
    let sharpness = i32::from(sharpness);
    let shift = i32::from(sharpness > 0) + i32::from(sharpness > 4);
    let most = if sharpness > 0 { 9 - sharpness } else { 63 };
    let interior = (level >> shift).min(most).max(1);
    Strength {
        edge: 2 * level + interior,
        interior,
        high_variance: i32::from(level >= 15) + i32::from(level >= 40),
        inner: false,
    }
}

/// A macroblock's part of a plane.
struct Macroblock<'a> {
    at: usize,
    side: usize,
    stride: usize,
    strength: &'a Strength,
    simple: bool,
}

impl Macroblock<'_> {
    /// First the edges that stand, from left to right, then those that lie.
    fn filter(&self, samples: &mut [u8], left: bool, above: bool) {
        for (outer, across, along) in [(left, 1, self.stride), (above, self.stride, 1)] {
            if outer {
                self.edge(samples, self.at, across, along, true);
            }
            if self.strength.inner {
                for inner in (4..self.side).step_by(4) {
                    self.edge(samples, self.at + inner * across, across, along, false);
                }
            }
        }
    }

    /// Filters across an edge that begins at `at`: `across` leads to the next sample across it, `along` along it.
    fn edge(&self, samples: &mut [u8], at: usize, across: usize, along: usize, outer: bool) {
        let limit = self.strength.edge + if outer { 4 } else { 0 };
        for at in (at..).step_by(along).take(self.side) {
            let first = at - 4 * across;
            let mut segment = Segment([0; 8]);
            for (k, sample) in segment.0.iter_mut().enumerate() {
                *sample = samples[first + k * across];
            }
            if self.filter_segment(&mut segment, limit, outer) {
                for k in 1..7 {
                    samples[first + k * across] = segment.0[k];
                }
            }
        }
    }

    /// Whether the segment was changed.
    #[inline(always)]
    fn filter_segment(&self, segment: &mut Segment, limit: i32, outer: bool) -> bool {
        let strength = self.strength;
        if !segment.is_within(limit) || !(self.simple || segment.is_smooth(strength.interior)) {
            return false;
        }
        if self.simple || segment.has_high_variance(strength.high_variance) {
            segment.adjust(true);
        } else if outer {
            segment.blend();
        } else {
            segment.adjust_four();
        }
        true
    }
}

/// Four samples on each side of an edge: p3 to p0, q0 to q3.
struct Segment([u8; 8]);

const P1: usize = 2;
const P0: usize = 3;
const Q0: usize = 4;
const Q1: usize = 5;

impl Segment {
    fn difference(&self, one: usize, other: usize) -> i32 {
        i32::from(self.0[one].abs_diff(self.0[other]))
    }

    fn is_within(&self, limit: i32) -> bool {
        self.difference(P0, Q0) * 2 + self.difference(P1, Q1) / 2 <= limit
    }

    fn is_smooth(&self, limit: i32) -> bool {
        [0, 1, 2, 4, 5, 6]
            .iter()
            .all(|&k| self.difference(k, k + 1) <= limit)
    }

    fn has_high_variance(&self, threshold: i32) -> bool {
        self.difference(P1, P0) > threshold || self.difference(Q1, Q0) > threshold
    }

    /// A sample around 0.
    fn signed(&self, at: usize) -> i32 {
        i32::from(self.0[at]) - 128
    }

    /// Moves one sample on each side: that before the edge up, that behind it down.
    fn move_by(&mut self, before: usize, up: i32, behind: usize, down: i32) {
        self.0[before] = (self.signed(before) + up + 128).clamp(0, 255) as u8;
        self.0[behind] = (self.signed(behind) - down + 128).clamp(0, 255) as u8;
    }

    /// How far the edge is too high.
    fn step(&self, outer_taps: bool) -> i32 {
        let outer = clamp(self.signed(P1) - self.signed(Q1));
        let inner = 3 * (self.signed(Q0) - self.signed(P0));
        clamp(inner + if outer_taps { outer } else { 0 })
    }

    /// Brings the two samples at the edge together, and says by how much (15.2).
    fn adjust(&mut self, outer_taps: bool) -> i32 {
        let step = self.step(outer_taps);
        let down = clamp(step + 4) >> 3;
        self.move_by(P0, clamp(step + 3) >> 3, Q0, down);
        down
    }

    /// The same, and the next two by half as much (15.3).
    fn adjust_four(&mut self) {
        let half = self.adjust(false) + 1 >> 1;
        self.move_by(P1, half, Q1, half);
    }

    /// Brings six samples together (15.3).
    fn blend(&mut self) {
        let step = self.step(true);
        for (distance, weight) in [27, 18, 9].into_iter().enumerate() {
            let by = clamp(weight * step + 63 >> 7);
            self.move_by(P0 - distance, by, Q0 + distance, by);
        }
    }
}

/// To a signed byte.
fn clamp(value: i32) -> i32 {
    value.clamp(-128, 127)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sharper_filter_tolerates_less_inside() {
        let interior = |sharpness| strength(40, sharpness).interior;
        assert_eq!([0, 3, 5, 7].map(interior), [40, 6, 4, 2]);
        assert_eq!(strength(1, 7).interior, 1);
    }

    #[test]
    fn steps_become_slopes() {
        let mut segment = Segment([100, 100, 100, 100, 110, 110, 110, 110]);
        segment.blend();
        assert!(segment.0.is_sorted());
        assert_eq!((segment.0[0], segment.0[7]), (100, 110));
        assert!(segment.0[Q0] - segment.0[P0] < 10);
    }
}
