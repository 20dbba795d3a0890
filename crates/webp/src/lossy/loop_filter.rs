//! The loop filter (RFC 6386, 15).

use super::frame_header::{FilterHeader, FrameHeader};
use super::plane::Plane;

/// How strongly a macroblock is filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strength {
    /// How far samples across the edge of a subblock may be apart; across that of a macroblock 4 more.
    edge: i32,
    /// How far neighbours on one side may be apart.
    interior: u8,
    /// From which difference on the edge is one of the picture's own.
    high_variance: u8,
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
        interior: interior as u8,
        high_variance: u8::from(level >= 15) + u8::from(level >= 40),
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
        let inner = if self.strength.inner { self.side } else { 0 };
        let inner = || (4..inner).step_by(4).map(|inner| (inner, false));
        for (offset, outer) in left.then_some((0, true)).into_iter().chain(inner()) {
            self.standing(&mut samples[self.at + offset - 4..], outer);
        }
        for (offset, outer) in above.then_some((0, true)).into_iter().chain(inner()) {
            let first = self.at + offset * self.stride - 4 * self.stride;
            self.lying(&mut samples[first..], outer);
        }
    }

    /// Filters across an edge behind the fourth column.
    fn standing(&self, samples: &mut [u8], outer: bool) {
        for row in samples.chunks_mut(self.stride).take(self.side) {
            if let Some(samples) = row.first_chunk_mut() {
                let mut segment = Segment(*samples);
                self.filter_segment(&mut segment, outer);
                *samples = segment.0;
            }
        }
    }

    /// Filters across an edge below the fourth row.
    fn lying(&self, samples: &mut [u8], outer: bool) {
        let mut segments = [const { Segment([0; 8]) }; 16];
        let segments = &mut segments[..self.side];
        for (k, row) in samples.chunks(self.stride).take(8).enumerate() {
            for (segment, &sample) in segments.iter_mut().zip(row) {
                segment.0[k] = sample;
            }
        }
        for segment in &mut *segments {
            self.filter_segment(segment, outer);
        }
        for (k, row) in samples.chunks_mut(self.stride).take(7).enumerate().skip(1) {
            for (segment, sample) in segments.iter().zip(row) {
                *sample = segment.0[k];
            }
        }
    }

    #[inline(always)]
    fn filter_segment(&self, segment: &mut Segment, outer: bool) {
        let strength = self.strength;
        let limit = strength.edge + if outer { 4 } else { 0 };
        if !segment.is_within(limit) || !(self.simple || segment.is_smooth(strength.interior)) {
            return;
        }
        if self.simple || segment.has_high_variance(strength.high_variance) {
            segment.adjust(true);
        } else if outer {
            segment.blend();
        } else {
            segment.adjust_four();
        }
    }
}

/// Four samples on each side of an edge: p3 to p0, q0 to q3.
struct Segment([u8; 8]);

const P1: usize = 2;
const P0: usize = 3;
const Q0: usize = 4;
const Q1: usize = 5;

impl Segment {
    fn is_within(&self, limit: i32) -> bool {
        let [.., p1, p0, q0, q1, _, _] = self.0;
        i32::from(p0.abs_diff(q0)) * 2 + i32::from(p1.abs_diff(q1)) / 2 <= limit
    }

    fn is_smooth(&self, limit: u8) -> bool {
        let [p3, p2, p1, p0, q0, q1, q2, q3] = self.0;
        let near = |one: u8, other: u8| one.abs_diff(other) <= limit;
        near(p3, p2) && near(p2, p1) && near(p1, p0) && near(q0, q1) && near(q1, q2) && near(q2, q3)
    }

    fn has_high_variance(&self, threshold: u8) -> bool {
        let [.., p1, p0, q0, q1, _, _] = self.0;
        p1.abs_diff(p0) > threshold || q1.abs_diff(q0) > threshold
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
        let half = (self.adjust(false) + 1) >> 1;
        self.move_by(P1, half, Q1, half);
    }

    /// Brings six samples together (15.3).
    fn blend(&mut self) {
        let step = self.step(true);
        for (distance, weight) in [27, 18, 9].into_iter().enumerate() {
            let by = clamp((weight * step + 63) >> 7);
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
