//! Lanczos3 as integers: which samples make an output, and how much each of them counts.
//!
//! The kernel is evaluated with additions, multiplications and divisions alone, which IEEE 754 rounds alike everywhere,
//! and its integers add up to exactly one: flat areas stay flat, and every machine gives the same bytes.

use alloc::vec;
use alloc::vec::Vec;

use alloc::rc::Rc;
use core::f64::consts::PI;

use crate::sine::sine_of_half_turns;

/// One, as a weight.
pub(crate) const ONE: i32 = 1 << SHIFT;
/// The bits behind a weight's point.
pub(crate) const SHIFT: u32 = 14;
/// Weights come in groups of so many, the last of a window filled up with zeros.
pub(crate) const GROUP: usize = 8;

/// Samples to either side of the centre, where nothing is made smaller.
const RADIUS: f64 = 3.0;

/// One direction of a resize: `outputs` samples are made from `length` samples that begin at `start`, among
/// `available` ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Where the first output begins, in samples; it may lie between two.
    pub start: f64,
    /// How many samples all outputs cover.
    pub length: f64,
    /// How many samples there are.
    pub available: usize,
    /// How many outputs there shall be.
    pub outputs: usize,
}

/// Weights that were made already: planes of one size, and both directions of a square, share them.
#[derive(Default)]
pub struct WeightCache(Vec<(Axis, Rc<Weights>)>);

impl WeightCache {
    /// The weights of an axis.
    pub fn lanczos3(&mut self, axis: Axis) -> Rc<Weights> {
        if let Some((_, made)) = self.0.iter().find(|(other, _)| *other == axis) {
            return Rc::clone(made);
        }
        let made = Rc::new(Weights::lanczos3(axis));
        self.0.push((axis, Rc::clone(&made)));
        made
    }
}

/// The weights of every output along one axis.
pub struct Weights {
    /// A multiple of [`GROUP`].
    taps: usize,
    starts: Vec<usize>,
    values: Vec<i16>,
}

impl Weights {
    /// Windows begin at an even sample and may end behind the last one there is: those weights are 0.
    pub(crate) fn lanczos3(axis: Axis) -> Self {
        let Axis {
            start,
            length,
            available,
            outputs,
        } = axis;
        let step = length / outputs as f64;
        let stretch = if step > 1.0 { step } else { 1.0 };
        let reach = RADIUS * stretch;
        // A window that begins up to two samples early and ends up to one late.
        let taps = ((2.0 * reach) as usize + 3).min(available + 1);
        let taps = taps.next_multiple_of(GROUP);
        let mut starts = Vec::with_capacity(outputs);
        let mut values = Vec::with_capacity(outputs * taps);
        let mut window = vec![0.0; taps];
        for output in 0..outputs {
            let centre = start + (output as f64 + 0.5) * step;
            let centre = centre.clamp(0.0, available as f64);
            let first = (centre - reach) as usize & !1;
            for (tap, weight) in window.iter_mut().enumerate() {
                let sample = first + tap;
                let distance = (sample as f64 + 0.5 - centre) / stretch;
                *weight = if sample < available {
                    kernel(distance)
                } else {
                    0.0
                };
            }
            starts.push(first);
            push_integers(&window, &mut values);
        }
        Self {
            taps,
            starts,
            values,
        }
    }

    /// How many outputs there are.
    pub(crate) fn outputs(&self) -> usize {
        self.starts.len()
    }

    /// How many samples a window has at most.
    pub(crate) fn taps(&self) -> usize {
        self.taps
    }

    /// Each output's first sample, an even one, and its weights.
    pub(crate) fn windows(&self) -> impl Iterator<Item = (usize, &[i16])> {
        let windows = self.values.chunks_exact(self.taps);
        self.starts.iter().copied().zip(windows)
    }
}

/// Lanczos with three lobes, 1 in the middle.
fn kernel(distance: f64) -> f64 {
    let distance = distance.abs();
    if distance >= RADIUS {
        return 0.0;
    }
    if distance < 1e-6 {
        return 1.0;
    }
    // sinc(x) sinc(x / 3), where sin(3t) = 3 sin t - 4 sin³ t saves one of the sines.
    let sine = sine_of_half_turns(distance / RADIUS);
    let square = sine * sine;
    let angle = distance * PI;
    RADIUS * square * (3.0 - 4.0 * square) / (angle * angle)
}

/// Appends weights that add up to [`ONE`]; what rounding leaves goes to the largest.
fn push_integers(window: &[f64], values: &mut Vec<i16>) {
    let sum: f64 = window.iter().sum();
    let scale = f64::from(ONE) / sum;
    let (at, mut left, mut largest) = (values.len(), ONE, 0);
    for (tap, &weight) in window.iter().enumerate() {
        let integer = rounded(weight * scale);
        values.push(integer as i16);
        left -= integer;
        if weight > window[largest] {
            largest = tap;
        }
    }
    values[at + largest] += left as i16;
}

/// The nearest integer of a number within ±[`BIAS`]: `round` without the library's.
fn rounded(number: f64) -> i32 {
    const BIAS: i32 = 1 << 16;
    (number + (f64::from(BIAS) + 0.5)) as i32 - BIAS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(start: f64, length: f64, available: usize, outputs: usize) -> Weights {
        Weights::lanczos3(Axis {
            start,
            length,
            available,
            outputs,
        })
    }

    #[test]
    fn the_kernel_is_lanczos() {
        for step in 0..4000 {
            let x = f64::from(step) / 1000.0 + 1e-4;
            let sinc = |x: f64| (x * PI).sin() / (x * PI);
            let should = if x < 3.0 {
                sinc(x) * sinc(x / 3.0)
            } else {
                0.0
            };
            assert!((kernel(x) - should).abs() < 1e-10, "at {x}");
            assert_eq!(kernel(-x), kernel(x));
        }
    }

    #[test]
    fn every_window_adds_up_to_one_whatever_the_sizes() {
        for available in 1..40 {
            for outputs in 1..=available * 2 {
                for start in [0.0, 0.25, 0.999] {
                    let length = available as f64 - start;
                    let weights = weights(start, length, available, outputs);
                    assert_eq!(weights.windows().count(), outputs);
                    for (first, window) in weights.windows() {
                        let sum: i32 = window.iter().map(|&weight| i32::from(weight)).sum();
                        assert_eq!(sum, ONE, "{outputs} of {available} from {start}");
                        assert!(first < available && first % 2 == 0);
                        let behind = window.iter().skip(available - first);
                        assert!(behind.copied().all(|weight| weight == 0));
                        // A sum of samples of 15 bits has room in 32.
                        let most: i32 = window.iter().map(|&weight| i32::from(weight).abs()).sum();
                        assert!(most < 4 * ONE);
                    }
                }
            }
        }
    }

    #[test]
    fn windows_reach_as_far_as_the_kernel() {
        let weights = weights(0.0, 1500.0, 1500, 512);
        let (first, window) = weights.windows().nth(256).unwrap();
        let centre = 256.5 * 1500.0 / 512.0;
        let reach = 3.0 * 1500.0 / 512.0;
        assert!((first as f64) < centre - reach + 0.5);
        assert!((first + window.len()) as f64 > centre + reach - 0.5);
    }

    #[test]
    fn the_same_size_takes_every_sample_as_it_is() {
        let weights = weights(0.0, 9.0, 9, 9);
        for (output, (first, window)) in weights.windows().enumerate() {
            for (tap, &weight) in window.iter().enumerate() {
                let should = if first + tap == output { ONE } else { 0 };
                assert_eq!(i32::from(weight), should);
            }
        }
    }

    #[test]
    fn weights_are_the_same_on_every_machine() {
        let digest = |start, length, available, outputs| {
            let weights = weights(start, length, available, outputs);
            let values = weights.values.iter().zip(1_i64..);
            values
                .map(|(&value, at)| i64::from(value) * at)
                .sum::<i64>()
        };
        let digests = [
            digest(0.0, 1500.0, 1500, 512),
            digest(0.375, 1000.25, 1001, 333),
            digest(0.5, 99.0, 100, 198),
        ];
        assert_eq!(digests, [51_524_993_024, 21_793_325_056, 5_126_995_968]);
    }
}
