//! Sines that are the same on every machine: sums, products and quotients alone, which IEEE 754 rounds alike everywhere.

use core::f64::consts::PI;

/// sin(πx) for x from 0 to 1 by its Taylor series, good to eleven digits.
pub fn sine_of_half_turns(x: f64) -> f64 {
    const RECIPROCALS: [f64; 7] = [
        1.0 / (14.0 * 15.0),
        1.0 / (12.0 * 13.0),
        1.0 / (10.0 * 11.0),
        1.0 / (8.0 * 9.0),
        1.0 / (6.0 * 7.0),
        1.0 / (4.0 * 5.0),
        1.0 / (2.0 * 3.0),
    ];
    let angle = (if x > 0.5 { 1.0 - x } else { x }) * PI;
    let square = angle * angle;
    let series = |sum: f64, reciprocal: f64| 1.0 - square * sum * reciprocal;
    angle * RECIPROCALS.into_iter().fold(1.0, series)
}

/// cos(πx) for x from 0.
pub fn cosine_of_half_turns(x: f64) -> f64 {
    // What is left of whole turns; exact, as a remainder is.
    let turned = x + 0.5;
    let turned = turned - 2.0 * f64::from((turned * 0.5) as u32);
    if turned <= 1.0 {
        sine_of_half_turns(turned)
    } else {
        -sine_of_half_turns(turned - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cosines_are_the_library_s() {
        for step in 0..9000 {
            let x = f64::from(step) / 1000.0;
            let off = cosine_of_half_turns(x) - (x * PI).cos();
            assert!(off.abs() < 1e-9, "{x}: {off}");
        }
    }
}
