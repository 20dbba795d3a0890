//! The reference's resize: Lanczos with three lobes, widened to the output's pixel, in `f64` weights and `f32` samples.

use std::f64::consts::PI;

use crate::picture::Window;

const LOBES: f64 = 3.0;

/// The window of a picture that is `width` samples wide, as `to` x `to` samples.
pub fn resized(samples: &[[f32; 3]], width: usize, window: Window, to: usize) -> Vec<[f32; 3]> {
    let height = samples.len() / width;
    let across = transposed_rows(samples, width, &taps(window.left, window.side, to, width));
    transposed_rows(&across, height, &taps(window.top, window.side, to, height))
}

/// Each row resized and written as a column: twice of it is both directions.
fn transposed_rows(samples: &[[f32; 3]], width: usize, taps: &[Taps]) -> Vec<[f32; 3]> {
    let height = samples.len() / width;
    let mut out = vec![[0.0; 3]; taps.len() * height];
    for (y, row) in samples.chunks_exact(width).enumerate() {
        for (x, tap) in taps.iter().enumerate() {
            out[x * height + y] = tap.apply(row);
        }
    }
    out
}

/// What one output sample is made of.
struct Taps {
    first: usize,
    weights: Vec<f64>,
}

impl Taps {
    fn apply(&self, row: &[[f32; 3]]) -> [f32; 3] {
        let mut sum = [0.0; 3];
        for (weight, sample) in self.weights.iter().zip(&row[self.first..]) {
            for (sum, value) in sum.iter_mut().zip(sample) {
                *sum += weight * f64::from(*value);
            }
        }
        sum.map(|value| value as f32)
    }
}

fn taps(first: f64, side: f64, to: usize, available: usize) -> Vec<Taps> {
    let ratio = side / to as f64;
    (0..to)
        .map(|x| taps_at(first + (x as f64 + 0.5) * ratio, ratio.max(1.0), available))
        .collect()
}

/// The samples around `centre`, which is counted from the first sample's edge.
fn taps_at(centre: f64, scale: f64, available: usize) -> Taps {
    let first = (centre - LOBES * scale).floor().max(0.0) as usize;
    let last = ((centre + LOBES * scale).ceil() as usize).min(available);
    let weights: Vec<f64> = (first..last)
        .map(|at| lanczos((at as f64 + 0.5 - centre) / scale))
        .collect();
    let sum: f64 = weights.iter().sum();
    Taps {
        first,
        weights: weights.into_iter().map(|weight| weight / sum).collect(),
    }
}

fn lanczos(x: f64) -> f64 {
    if x.abs() >= LOBES {
        return 0.0;
    }
    sinc(x) * sinc(x / LOBES)
}

fn sinc(x: f64) -> f64 {
    if x == 0.0 {
        return 1.0;
    }
    (PI * x).sin() / (PI * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(side: usize) -> Window {
        Window {
            left: 0.0,
            top: 0.0,
            side: side as f64,
        }
    }

    #[test]
    fn an_even_picture_stays_even() {
        for sample in resized(&[[0.25, 0.5, 1.0]; 49], 7, whole(7), 3) {
            for (value, expected) in sample.iter().zip([0.25, 0.5, 1.0]) {
                assert!((value - expected).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_window_of_the_same_side_is_that_part_the_right_way_round() {
        let picture: Vec<[f32; 3]> = (0..24).map(|at| [at as f32, 0.0, 0.0]).collect();
        let window = Window {
            left: 1.0,
            ..whole(4)
        };
        let found = resized(&picture, 6, window, 4);
        let expected = picture.chunks(6).flat_map(|row| &row[1..5]);
        for (out, sample) in found.iter().zip(expected) {
            assert!((out[0] - sample[0]).abs() < 1e-5);
        }
    }
}
