//! Curves of a profile: `curv` and `para` (ICC.1:2022, 10.6 and 10.18), and the tables of `mft1` and `mft2`.

use alloc::vec::Vec;

use super::bytes::{fixed, short, word};
use super::power::power;
use super::warning::{DAMAGED, Read, UNSUPPORTED};

/// A function from 0..=1 to 0..=1.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Curve {
    /// The same.
    Identity,
    /// A power.
    Gamma(f64),
    /// A power with a linear part at its foot.
    Parametric(Parametric),
    /// Values at equal steps, at least two of them; between them a straight line.
    Table(Vec<u16>),
}

/// (ax + b)^g + e from `d` on, and cx + f below.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parametric {
    g: f64,
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
}

impl Curve {
    /// Reads a curve and how many bytes it has, padding not counted.
    pub(super) fn read(data: &[u8]) -> Read<(Self, usize)> {
        match data.first_chunk().ok_or(DAMAGED)? {
            b"curv" => sampled(data),
            b"para" => parametric(data),
            _ => Err(UNSUPPORTED),
        }
    }

    /// The value at `x`; 0 and 1 stand for what lies outside.
    pub(super) fn at(&self, x: f64) -> f64 {
        let y = match self {
            Self::Identity => x,
            Self::Gamma(gamma) => power(x, *gamma),
            Self::Parametric(curve) => curve.at(x),
            Self::Table(values) => between(values, x),
        };
        y.clamp(0.0, 1.0)
    }
}

impl Parametric {
    fn at(&self, x: f64) -> f64 {
        if x >= self.d {
            power(self.a * x + self.b, self.g) + self.e
        } else {
            self.c * x + self.f
        }
    }
}

/// Nothing is the identity, one value a gamma with eight bits behind the point, more are a table.
fn sampled(data: &[u8]) -> Read<(Curve, usize)> {
    let count = word(data, 8)? as usize;
    let length = count
        .checked_mul(2)
        .and_then(|length| length.checked_add(12));
    let length = length.ok_or(DAMAGED)?;
    let values = data.get(12..length).ok_or(DAMAGED)?;
    let curve = match count {
        0 => Curve::Identity,
        1 => Curve::Gamma(f64::from(short(data, 12)?) / 256.0),
        _ => Curve::Table(shorts(values)),
    };
    Ok((curve, length))
}

fn parametric(data: &[u8]) -> Read<(Curve, usize)> {
    let kind = short(data, 8)?;
    let count = *[1, 3, 4, 5, 7].get(usize::from(kind)).ok_or(UNSUPPORTED)?;
    let mut p = [0.0; 7];
    for (index, parameter) in p[..count].iter_mut().enumerate() {
        *parameter = fixed(data, 12 + index * 4)?;
    }
    let [g, a, b, c, d, e, f] = p;
    if g <= 0.0 || (kind > 0 && a <= 0.0) {
        return Err(UNSUPPORTED);
    }
    let curve = |a, b, c, d, e, f| {
        Curve::Parametric(Parametric {
            g,
            a,
            b,
            c,
            d,
            e,
            f,
        })
    };
    let curve = match kind {
        0 => Curve::Gamma(g),
        1 => curve(a, b, 0.0, -b / a, 0.0, 0.0),
        2 => curve(a, b, 0.0, -b / a, c, c),
        3 => curve(a, b, c, d, 0.0, 0.0),
        _ => curve(a, b, c, d, e, f),
    };
    Ok((curve, 12 + count * 4))
}

pub(super) fn shorts(bytes: &[u8]) -> Vec<u16> {
    let pairs = bytes.as_chunks().0;
    pairs.iter().map(|&pair| u16::from_be_bytes(pair)).collect()
}

fn between(values: &[u16], x: f64) -> f64 {
    let last = values.len() - 1;
    let position = x.clamp(0.0, 1.0) * last as f64;
    let index = (position as usize).min(last);
    let next = (index + 1).min(last);
    let (low, high) = (f64::from(values[index]), f64::from(values[next]));
    (low + (high - low) * (position - index as f64)) / 65_535.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn para(kind: u16, parameters: &[f64]) -> Vec<u8> {
        let mut data = b"para\0\0\0\0".to_vec();
        data.extend(kind.to_be_bytes());
        data.extend([0, 0]);
        for parameter in parameters {
            data.extend(((parameter * 65_536.0) as i32).to_be_bytes());
        }
        data
    }

    fn curv(values: &[u16]) -> Vec<u8> {
        let mut data = b"curv\0\0\0\0".to_vec();
        data.extend((values.len() as u32).to_be_bytes());
        data.extend(values.iter().flat_map(|value| value.to_be_bytes()));
        data
    }

    fn at(data: &[u8], x: f64) -> f64 {
        let (curve, length) = Curve::read(data).unwrap();
        assert_eq!(length, data.len());
        curve.at(x)
    }

    #[test]
    fn every_kind_is_its_formula() {
        let near = |is: f64, should: f64| assert!((is - should).abs() < 1e-4, "{is}, not {should}");
        near(at(&curv(&[]), 0.3), 0.3);
        near(at(&curv(&[0x0233]), 0.5), f64::powf(0.5, 2.199_218_75));
        near(at(&curv(&[0, 65_535, 0]), 0.25), 0.5);
        near(at(&para(0, &[2.0]), 0.5), 0.25);
        near(at(&para(1, &[2.0, 1.0, -0.5]), 0.75), 0.0625);
        near(at(&para(1, &[2.0, 1.0, -0.5]), 0.4), 0.0);
        near(at(&para(2, &[2.0, 1.0, -0.5, 0.1]), 0.4), 0.1);
        let srgb = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
        near(at(&para(3, &srgb), 0.5), 0.214_041);
        near(at(&para(3, &srgb), 0.02), 0.02 / 12.92);
        near(
            at(&para(4, &[1.0, 0.5, 0.0, 1.0, 0.5, 0.25, 0.1]), 0.6),
            0.55,
        );
        near(
            at(&para(4, &[1.0, 0.5, 0.0, 1.0, 0.5, 0.25, 0.1]), 0.3),
            0.4,
        );
    }

    #[test]
    fn what_leaves_the_range_is_cut_and_what_is_cut_is_damaged() {
        assert_eq!(at(&para(4, &[1.0, 2.0, 0.0, 0.0, 0.0, 0.5, 0.0]), 0.9), 1.0);
        for whole in [curv(&[0, 9, 65_535]), para(3, &[1.0, 1.0, 0.0, 1.0, 0.0])] {
            for end in 0..whole.len() {
                assert_eq!(Curve::read(&whole[..end]), Err(DAMAGED), "{end}");
            }
        }
        assert_eq!(Curve::read(&para(5, &[1.0])), Err(UNSUPPORTED));
        assert_eq!(Curve::read(&para(0, &[-1.0])), Err(UNSUPPORTED));
        let endless = [b"curv\0\0\0\0".as_slice(), &[0xFF; 4]].concat();
        assert_eq!(Curve::read(&endless), Err(DAMAGED));
    }
}
