//! Two passes, first down and then across, on signed samples of fifteen bits.
//!
//! Rows are kept in pairs, sample beside sample, because that is how processors multiply and add: two products of
//! sixteen bits at a time (`pmaddwd`, `i32x4.dot_i16x8_s`). Only as many rows are held as one output row needs.

use alloc::vec;
use alloc::vec::Vec;

use wide::{i16x8, i32x4};

use crate::weights::{GROUP, SHIFT, Weights};

/// Where the samples come from, row by row.
pub trait Rows {
    /// Columns.
    fn width(&self) -> usize;
    /// Rows.
    fn height(&self) -> usize;
    /// Samples a column.
    fn channels(&self) -> usize;
    /// Writes two rows' samples, all 0 to 32,767, side by side.
    fn read(&self, rows: [usize; 2], pairs: &mut [Pair]);
}

/// A sample of an even row and the one below it.
pub type Pair = [i16; 2];

/// The samples at `across` x `down` outputs, all 0 to 32,767, channels interleaved as they came.
pub fn resize(rows: &dyn Rows, across: &Weights, down: &Weights) -> Vec<i16> {
    let (channels, width) = (rows.channels(), rows.width());
    let mut band = Band::new(rows, down.taps());
    let mut line = vec![0; (width * channels).next_multiple_of(BLOCK)];
    let mut plane = vec![0; width + across.taps() + 1];
    let mut output = vec![0; across.outputs() * channels * down.outputs()];
    let lines = output.chunks_exact_mut(across.outputs() * channels);
    for ((first, weights), output) in down.windows().zip(lines) {
        band.sum(first / 2, weights, &mut line);
        for channel in 0..channels {
            spread(&line[channel..], channels, &mut plane[..width]);
            let outputs = output.iter_mut().skip(channel).step_by(channels);
            for (output, (first, weights)) in outputs.zip(across.windows()) {
                *output = dot(&plane[first..first + weights.len()], weights);
            }
        }
    }
    output
}

/// One channel of a line.
fn spread(line: &[i16], channels: usize, plane: &mut [i16]) {
    if channels == 1 {
        plane.copy_from_slice(&line[..plane.len()]);
        return;
    }
    for (to, from) in plane.iter_mut().zip(line.iter().step_by(channels)) {
        *to = *from;
    }
}

/// Samples that are summed at a time.
const BLOCK: usize = 16;

type Block = [Pair; BLOCK];

/// The pairs of rows that the current window needs, each at its number's remainder.
struct Band<'a> {
    rows: &'a dyn Rows,
    /// Pairs that were read so far; from the first to the last, none left out but those above the first window.
    end: usize,
    capacity: usize,
    blocks_a_pair: usize,
    blocks: Vec<Block>,
}

impl<'a> Band<'a> {
    fn new(rows: &'a dyn Rows, taps: usize) -> Self {
        let capacity = taps / 2;
        let blocks_a_pair = (rows.width() * rows.channels()).div_ceil(BLOCK);
        Self {
            rows,
            end: 0,
            capacity,
            blocks_a_pair,
            blocks: vec![[[0; 2]; BLOCK]; capacity * blocks_a_pair],
        }
    }

    /// The weighted sum of the rows from pair `first` on.
    fn sum(&mut self, first: usize, weights: &[i16], line: &mut [i16]) {
        let weights = weights.as_chunks::<2>().0;
        let count = weights
            .iter()
            .rposition(|pair| *pair != [0; 2])
            .map_or(0, |last| last + 1);
        self.read_up_to(first, first + count);
        let terms: Vec<(&[Block], i16x8)> = weights[..count]
            .iter()
            .zip(first..)
            .map(|(&[even, odd], pair)| {
                let weights = i16x8::new([even, odd, even, odd, even, odd, even, odd]);
                (&self.blocks[self.place(pair)], weights)
            })
            .collect();
        for (index, line) in line.as_chunks_mut::<BLOCK>().0.iter_mut().enumerate() {
            let mut sums = [i32x4::splat(1 << (SHIFT - 1)); BLOCK / 4];
            for (blocks, weights) in &terms {
                let samples = blocks[index].as_flattened().as_chunks::<8>().0;
                for (sum, samples) in sums.iter_mut().zip(samples) {
                    *sum += i16x8::new(*samples).dot(*weights);
                }
            }
            for (line, sum) in line.as_chunks_mut::<4>().0.iter_mut().zip(sums) {
                *line = sum.to_array().map(sample);
            }
        }
    }

    fn read_up_to(&mut self, first: usize, end: usize) {
        for pair in self.end.max(first)..end {
            let place = self.place(pair);
            let pairs = self.blocks[place].as_flattened_mut();
            // What stands for a row behind the last one counts for nothing: its weight is 0.
            let row = |row: usize| row.min(self.rows.height() - 1);
            self.rows.read([row(pair * 2), row(pair * 2 + 1)], pairs);
        }
        self.end = self.end.max(end);
    }

    fn place(&self, pair: usize) -> core::ops::Range<usize> {
        let start = pair % self.capacity * self.blocks_a_pair;
        start..start + self.blocks_a_pair
    }
}

fn dot(samples: &[i16], weights: &[i16]) -> i16 {
    let samples = samples.as_chunks::<GROUP>().0;
    let weights = weights.as_chunks::<GROUP>().0;
    let mut sum = i32x4::ZERO;
    for (samples, weights) in samples.iter().zip(weights) {
        sum += i16x8::new(*samples).dot(i16x8::new(*weights));
    }
    sample(sum.reduce_add() + (1 << (SHIFT - 1)))
}

/// The sample of a weighted sum. Lanczos overshoots, below black and above white.
fn sample(sum: i32) -> i16 {
    (sum >> SHIFT).clamp(0, i16::MAX.into()) as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Axis;

    struct Noise {
        width: usize,
        height: usize,
        channels: usize,
    }

    impl Noise {
        fn sample(&self, row: usize, at: usize) -> i16 {
            let seed = (row * 7919 + at) as u32;
            (seed.wrapping_mul(2_654_435_761) >> 17) as i16
        }
    }

    impl Rows for Noise {
        fn width(&self) -> usize {
            self.width
        }
        fn height(&self) -> usize {
            self.height
        }
        fn channels(&self) -> usize {
            self.channels
        }
        fn read(&self, [upper, lower]: [usize; 2], pairs: &mut [Pair]) {
            let samples = pairs.iter_mut().take(self.width * self.channels);
            for (at, pair) in samples.enumerate() {
                *pair = [self.sample(upper, at), self.sample(lower, at)];
            }
        }
    }

    /// The same, one output at a time.
    fn plainly(noise: &Noise, across: &Weights, down: &Weights) -> Vec<i16> {
        let mut output = Vec::new();
        for (top, rows) in down.windows() {
            for (left, columns) in across.windows() {
                for channel in 0..noise.channels {
                    let column = |x: usize| {
                        let weighted = |(weight, y)| match y < noise.height {
                            true => {
                                i32::from(noise.sample(y, x * noise.channels + channel))
                                    * i32::from(weight)
                            }
                            false => 0,
                        };
                        let sum: i32 = rows.iter().copied().zip(top..).map(weighted).sum();
                        i32::from(sample(sum + 8192))
                    };
                    let weighted = |(weight, x)| match x < noise.width {
                        true => column(x) * i32::from(weight),
                        false => 0,
                    };
                    let sum: i32 = columns.iter().copied().zip(left..).map(weighted).sum();
                    output.push(sample(sum + 8192));
                }
            }
        }
        output
    }

    #[test]
    fn lanes_and_rings_change_nothing() {
        for (width, height) in [(1, 1), (2, 3), (7, 5), (16, 16), (17, 33), (40, 9), (9, 70)] {
            for channels in 1..=4 {
                let noise = Noise {
                    width,
                    height,
                    channels,
                };
                for (columns, lines) in [
                    (1, 1),
                    (3, 2),
                    (width, height),
                    (width * 2, height.div_ceil(3)),
                ] {
                    let across = Weights::lanczos3(Axis {
                        start: 0.25,
                        length: width as f64 - 0.25,
                        available: width,
                        outputs: columns,
                    });
                    let down = Weights::lanczos3(Axis {
                        start: 0.0,
                        length: height as f64 - 0.5,
                        available: height,
                        outputs: lines,
                    });
                    assert!(
                        resize(&noise, &across, &down) == plainly(&noise, &across, &down),
                        "{width} x {height} x {channels} to {columns} x {lines}"
                    );
                }
            }
        }
    }
}
