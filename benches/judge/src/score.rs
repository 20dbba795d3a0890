//! Scores against both references.

use ssimulacra2::compute_frame_ssimulacra2;
use yuvxyb::LinearRgb;

use crate::{Failure, lanczos::resized, picture::Picture};

/// The source at the result's side, twice: shrunk in linear light, and shrunk as it is stored.
pub struct References {
    side: usize,
    linear: Vec<[f32; 3]>,
    gamma: Vec<[f32; 3]>,
}

impl References {
    /// Both references of a square.
    pub fn new(square: &Picture, side: usize) -> Self {
        let from = square.width;
        let light = to_light(&square.samples);
        Self {
            side,
            linear: clamped(resized(&light, from, side)),
            gamma: to_light(&clamped(resized(&square.samples, from, side))),
        }
    }

    /// SSIMULACRA2 against the linear and against the gamma reference: 100 is the same, below 50 visibly worse.
    pub fn scores(&self, result: &Picture) -> Result<(f64, f64), Failure> {
        if (result.width, result.height) != (self.side, self.side) {
            return Err("a result must be square".into());
        }
        let light = to_light(&result.samples);
        Ok((
            self.score(&self.linear, &light)?,
            self.score(&self.gamma, &light)?,
        ))
    }

    fn score(&self, reference: &[[f32; 3]], result: &[[f32; 3]]) -> Result<f64, Failure> {
        let frame = |samples: &[[f32; 3]]| LinearRgb::new(samples.to_vec(), self.side, self.side);
        let score = compute_frame_ssimulacra2(frame(reference)?, frame(result)?)
            .map_err(|error| error.to_string())?;
        Ok(score)
    }
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

    fn checks(side: usize, contrast: f32) -> Picture {
        let dark = |at: usize| (at % side / 8 + at / side / 8).is_multiple_of(2);
        let level = |at| {
            if dark(at) {
                0.5 - contrast
            } else {
                0.5 + contrast
            }
        };
        Picture {
            width: side,
            height: side,
            samples: (0..side * side).map(|at| [level(at); 3]).collect(),
        }
    }

    #[test]
    fn the_reference_itself_scores_100_and_less_contrast_scores_less() {
        let references = References::new(&checks(64, 0.3), 64);
        let (linear, gamma) = references.scores(&checks(64, 0.3)).unwrap();
        assert!(linear > 99.9 && gamma > 99.9, "{linear} {gamma}");
        let (worse, _) = references.scores(&checks(64, 0.2)).unwrap();
        assert!(worse < 90.0, "{worse}");
    }
}
