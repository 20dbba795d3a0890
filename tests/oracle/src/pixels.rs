//! Interleaved samples, and how far two of them are apart.

use std::fmt;

/// A picture of interleaved 8-bit samples without padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// Samples a pixel.
    pub channels: usize,
    /// `width * height * channels` samples.
    pub samples: Vec<u8>,
}

/// How far two pictures are apart, in steps of a sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The largest of any sample.
    pub largest: u8,
    /// The mean of all.
    pub mean: f64,
}

impl Pixels {
    /// The difference, if the pictures are of the same shape.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        let shape = |pixels: &Self| (pixels.width, pixels.height, pixels.channels);
        if shape(self) != shape(other) {
            return None;
        }
        let (mut largest, mut sum) = (0, 0_u64);
        for (one, other) in self.samples.iter().zip(&other.samples) {
            let apart = one.abs_diff(*other);
            largest = largest.max(apart);
            sum += u64::from(apart);
        }
        Some(Difference {
            largest,
            mean: sum as f64 / self.samples.len().max(1) as f64,
        })
    }

    /// The same with each colour multiplied by its alpha: what is fully transparent has no colour to compare.
    #[must_use]
    pub fn premultiplied(mut self) -> Self {
        if matches!(self.channels, 2 | 4) {
            for pixel in self.samples.chunks_exact_mut(self.channels) {
                if let Some((alpha, colours)) = pixel.split_last_mut() {
                    for colour in colours {
                        *colour = (u32::from(*colour) * u32::from(*alpha) / 255) as u8;
                    }
                }
            }
        }
        self
    }

    /// The upper left part, of at most `side` pixels across and down.
    #[must_use]
    pub fn cropped(self, side: usize) -> Self {
        let (width, height) = (self.width.min(side), self.height.min(side));
        if (width, height) == (self.width, self.height) {
            return self;
        }
        let rows = self
            .samples
            .chunks_exact(self.width * self.channels)
            .take(height);
        Self {
            samples: rows
                .flat_map(|row| &row[..width * self.channels])
                .copied()
                .collect(),
            width,
            height,
            ..self
        }
    }

    /// Each sample `times` times, as grey is shown in colours.
    #[must_use]
    pub fn repeated(self, times: usize) -> Self {
        let samples = self.samples.iter();
        Self {
            samples: samples
                .flat_map(|&sample| std::iter::repeat_n(sample, times))
                .collect(),
            channels: self.channels * times,
            ..self
        }
    }

    /// Without transparency: black shows through, if `wanted`.
    #[must_use]
    pub fn on_black(self, wanted: bool) -> Self {
        if !wanted {
            return self;
        }
        let mut pixels = self.into_rgba().premultiplied();
        pixels
            .samples
            .iter_mut()
            .skip(3)
            .step_by(4)
            .for_each(|alpha| *alpha = 255);
        pixels
    }

    /// Red, green, blue and alpha of grey, grey with alpha, or red, green and blue.
    #[must_use]
    pub fn into_rgba(self) -> Self {
        let rgba = |pixel: &[u8]| match *pixel {
            [grey] => [grey, grey, grey, 255],
            [grey, alpha] => [grey, grey, grey, alpha],
            [red, green, blue] => [red, green, blue, 255],
            [red, green, blue, alpha, ..] => [red, green, blue, alpha],
            [] => [0; 4],
        };
        let pixels = self.samples.chunks_exact(self.channels.max(1));
        Self {
            samples: pixels.flat_map(rgba).collect(),
            channels: 4,
            ..self
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "largest {}, mean {:.3}", self.largest, self.mean)
    }
}
