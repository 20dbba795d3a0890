//! Scores against both references.

use std::collections::HashMap;

use ssimulacra2::compute_frame_ssimulacra2;
use yuvxyb::LinearRgb;

use crate::picture::{Picture, Window};
use crate::{Failure, align::shift, lanczos::resized};

/// Shifts are told apart to this part of an output pixel.
const STEPS: f64 = 16.0;

/// No resizer that means well is further away, in output pixels.
const FARTHEST: f64 = 1.0;

/// A source and what it should look like, for each side and place that were asked for.
pub struct Judge {
    source: Picture,
    light: Vec<[f32; 3]>,
    references: HashMap<(usize, i32, i32), Reference>,
}

/// The source's window at a result's side, twice: shrunk in linear light, and shrunk as it is stored. Both as light.
struct Reference {
    linear: Vec<[f32; 3]>,
    gamma: Vec<[f32; 3]>,
}

impl Judge {
    /// A judge of pictures made from `source`.
    pub fn new(source: Picture) -> Self {
        Self {
            light: to_light(&source.samples),
            source,
            references: HashMap::new(),
        }
    }

    /// SSIMULACRA2 against the linear and against the gamma reference: 100 is the same, below 50 visibly worse. The
    /// reference is taken where the result fits best, at most a pixel from the centred square.
    pub fn scores(&mut self, result: &Picture) -> Result<(f64, f64), Failure> {
        if result.width != result.height {
            return Err("a result must be square".into());
        }
        let side = result.width;
        let light = to_light(&result.samples);
        let (x, y) = self.place(&light, side);
        let reference = self.reference(side, x, y);
        Ok((
            score(&reference.linear, &light, side)?,
            score(&reference.gamma, &light, side)?,
        ))
    }

    /// Where the result lies, in steps from the centred square: each look at it comes closer.
    fn place(&mut self, light: &[[f32; 3]], side: usize) -> (i32, i32) {
        const LOOKS: usize = 3;
        let farthest = FARTHEST * STEPS;
        let to_steps = |at: i32, by: f64| {
            (f64::from(at) + by * STEPS)
                .clamp(-farthest, farthest)
                .round() as i32
        };
        let mut place = (0, 0);
        for _ in 0..LOOKS {
            let (x, y) = place;
            let (dx, dy) = shift(&self.reference(side, x, y).linear, light, side);
            place = (to_steps(x, dx), to_steps(y, dy));
        }
        place
    }

    fn reference(&mut self, side: usize, x: i32, y: i32) -> &Reference {
        let (source, light) = (&self.source, &self.light);
        self.references.entry((side, x, y)).or_insert_with(|| {
            let square = source.centred_square();
            let step = square.side / side as f64 / STEPS;
            let window = Window {
                left: square.left + f64::from(x) * step,
                top: square.top + f64::from(y) * step,
                ..square
            };
            let shrunk = |samples| clamped(resized(samples, source.width, window, side));
            Reference {
                linear: shrunk(light),
                gamma: to_light(&shrunk(&source.samples)),
            }
        })
    }
}

fn score(reference: &[[f32; 3]], result: &[[f32; 3]], side: usize) -> Result<f64, Failure> {
    let frame = |samples: &[[f32; 3]]| LinearRgb::new(samples.to_vec(), side, side);
    let score = compute_frame_ssimulacra2(frame(reference)?, frame(result)?)
        .map_err(|error| error.to_string())?;
    Ok(score)
}

fn clamped(samples: Vec<[f32; 3]>) -> Vec<[f32; 3]> {
    let clamp = |sample: [f32; 3]| sample.map(|value| value.clamp(0.0, 1.0));
    samples.into_iter().map(clamp).collect()
}

fn to_light(samples: &[[f32; 3]]) -> Vec<[f32; 3]> {
    samples.iter().map(|sample| sample.map(light)).collect()
}

/// IEC 61966-2-1.
fn light(value: f32) -> f32 {
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waves(side: usize, contrast: f32, shift: f32) -> Picture {
        let wave = |at: usize| (at as f32 + shift) * 0.4;
        let level =
            |at: usize| 0.5 + contrast * (wave(at % side).sin() + wave(at / side).cos()) / 2.0;
        Picture {
            width: side,
            height: side,
            samples: (0..side * side).map(|at| [level(at); 3]).collect(),
        }
    }

    #[test]
    fn the_source_itself_scores_100_and_less_contrast_scores_less() {
        let mut judge = Judge::new(waves(64, 0.3, 0.0));
        let (linear, gamma) = judge.scores(&waves(64, 0.3, 0.0)).unwrap();
        assert!(linear > 99.9 && gamma > 99.9, "{linear} {gamma}");
        let (worse, _) = judge.scores(&waves(64, 0.2, 0.0)).unwrap();
        assert!(worse < 90.0, "{worse}");
    }

    #[test]
    fn a_fraction_of_a_pixel_is_forgiven() {
        let mut judge = Judge::new(waves(128, 0.3, 0.0));
        let (shifted, _) = judge.scores(&waves(128, 0.3, 0.375)).unwrap();
        let (reference, moved) = (waves(128, 0.3, 0.0), waves(128, 0.3, 0.375));
        let strict = score(
            &to_light(&reference.samples),
            &to_light(&moved.samples),
            128,
        )
        .unwrap();
        assert!(shifted > strict + 10.0, "{shifted} {strict}");
    }
}
