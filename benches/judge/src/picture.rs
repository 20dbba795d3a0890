//! Pictures as the judge reads them: binary PPM of 8 bits.

use crate::Failure;

/// RGB samples from 0 to 1, gamma-encoded as they are stored, row by row.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub samples: Vec<[f32; 3]>,
}

impl Picture {
    /// Reads a file whose header is `P6`, width, height and 255, without comments.
    pub fn read(path: &str) -> Result<Self, Failure> {
        let file = std::fs::read(path).map_err(|error| format!("{path}: {error}"))?;
        Self::parse(&file).ok_or_else(|| format!("{path} is no binary PPM of 8 bits").into())
    }

    fn parse(file: &[u8]) -> Option<Self> {
        let mut rest = file;
        let mut word = || {
            let end = rest.iter().position(u8::is_ascii_whitespace)?;
            let (word, tail) = rest.split_at(end);
            rest = &tail[1..];
            std::str::from_utf8(word).ok()
        };
        if word()? != "P6" {
            return None;
        }
        let (width, height): (usize, usize) = (word()?.parse().ok()?, word()?.parse().ok()?);
        let eight_bits = word()? == "255";
        let whole = width > 0 && rest.len() == width.checked_mul(height)?.checked_mul(3)?;
        (eight_bits && whole).then(|| Self {
            width,
            height,
            samples: rest.chunks_exact(3).map(sample).collect(),
        })
    }

    /// The largest square in the middle.
    pub fn centred_square(&self) -> Window {
        let side = self.width.min(self.height);
        Window {
            left: (self.width - side) as f64 / 2.0,
            top: (self.height - side) as f64 / 2.0,
            side: side as f64,
        }
    }
}

/// A square part of a picture, in its pixels and fractions of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    pub left: f64,
    pub top: f64,
    pub side: f64,
}

fn sample(rgb: &[u8]) -> [f32; 3] {
    [rgb[0], rgb[1], rgb[2]].map(|level| f32::from(level) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::{Picture, Window};

    #[test]
    fn samples_and_the_middle_are_found() {
        let file = [
            b"P6\n3 1\n255\n".as_slice(),
            &[0, 0, 0, 255, 0, 51, 9, 9, 9],
        ]
        .concat();
        let picture = Picture::parse(&file).unwrap();
        assert_eq!(picture.samples[1], [1.0, 0.0, 0.2]);
        let Window { left, top, side } = picture.centred_square();
        assert_eq!((left, top, side), (1.0, 0.0, 1.0));
    }

    #[test]
    fn a_file_of_another_length_is_refused() {
        assert!(Picture::parse(b"P6\n1 1\n255\nab").is_none());
        assert!(Picture::parse(b"P5\n1 1\n255\nabc").is_none());
    }
}
