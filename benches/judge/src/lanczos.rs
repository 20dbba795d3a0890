//! The reference's resize: Lanczos with three lobes, widened to the output's pixel, in `f64` weights and `f32` samples.

use std::f64::consts::PI;

const LOBES: f64 = 3.0;

/// A square of `from` x `from` samples as one of `to` x `to`.
pub fn resized(samples: &[[f32; 3]], from: usize, to: usize) -> Vec<[f32; 3]> {
    let taps = taps(from, to);
    let across = transposed_rows(samples, from, &taps);
    transposed_rows(&across, from, &taps)
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

fn taps(from: usize, to: usize) -> Vec<Taps> {
    let scale = (from as f64 / to as f64).max(1.0);
    let ratio = from as f64 / to as f64;
    (0..to)
        .map(|x| taps_at((x as f64 + 0.5) * ratio, scale, from))
        .collect()
}

/// The samples around `centre`, which is counted from the first sample's edge.
fn taps_at(centre: f64, scale: f64, from: usize) -> Taps {
    let first = (centre - LOBES * scale).floor().max(0.0) as usize;
    let last = ((centre + LOBES * scale).ceil() as usize).min(from);
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
    use super::resized;

    #[test]
    fn an_even_picture_stays_even() {
        for sample in resized(&[[0.25, 0.5, 1.0]; 49], 7, 3) {
            for (value, expected) in sample.iter().zip([0.25, 0.5, 1.0]) {
                assert!((value - expected).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn the_same_side_is_the_same_picture_the_right_way_round() {
        let picture: Vec<[f32; 3]> = (0..16).map(|at| [at as f32, 0.0, 0.0]).collect();
        for (out, sample) in resized(&picture, 4, 4).iter().zip(&picture) {
            assert!((out[0] - sample[0]).abs() < 1e-5);
        }
    }
}
