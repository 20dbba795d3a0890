//! Powers that are the same on every machine: nothing but what IEEE 754 rounds alike everywhere.

use core::f64::consts::{LN_2, SQRT_2};

/// `base` to the power of `exponent`; 0 for bases that are not above 0. Good to twelve digits for results from 1e-30
/// to 1e30, 0 below them and 1e30 above.
pub(super) fn power(base: f64, exponent: f64) -> f64 {
    if base.is_nan() || base <= 0.0 {
        return 0.0;
    }
    let logarithm = logarithm(base) * exponent;
    if logarithm < -69.0 {
        0.0
    } else if logarithm > 69.0 {
        1e30
    } else {
        exponential(logarithm)
    }
}

/// ln(x) of a positive x: its exponent's, and 2 artanh((m - 1) / (m + 1)) of its mantissa m.
fn logarithm(x: f64) -> f64 {
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) as i32 - 1023) as f64;
    let mut mantissa = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    if mantissa > SQRT_2 {
        mantissa /= 2.0;
        exponent += 1.0;
    }
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let square = t * t;
    let mut sum = 0.0;
    for divisor in [19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0] {
        sum = sum * square + 1.0 / divisor;
    }
    exponent * LN_2 + 2.0 * t * sum
}

/// e to the power of x, for |x| below 700: a power of two times a Taylor series.
fn exponential(x: f64) -> f64 {
    let twos = libm::round(x / LN_2);
    let rest = x - twos * LN_2;
    let mut sum = 1.0;
    for divisor in (1..=13).rev() {
        sum = 1.0 + sum * rest / f64::from(divisor);
    }
    f64::from_bits(((twos as i64 + 1023) as u64) << 52) * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_powf_to_twelve_digits() {
        for base in [1e-9, 0.001, 0.04045, 0.2, 0.5, 0.707, 0.99, 1.0, 1.5, 3.0] {
            for exponent in [0.01, 1.0 / 2.4, 1.0, 1.8, 2.2, 2.4, 3.0, 9.0] {
                let (is, should) = (power(base, exponent), f64::powf(base, exponent));
                let near = (is - should).abs() <= should * 1e-12;
                assert!(
                    near || should < 1e-30,
                    "{base}^{exponent} = {is}, not {should}"
                );
            }
        }
    }

    #[test]
    fn what_has_no_power_is_nothing_and_what_is_endless_ends() {
        for base in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
            assert_eq!(power(base, 2.2), 0.0);
        }
        assert_eq!((power(1e-300, 9.0), power(1e300, 9.0)), (0.0, 1e30));
    }
}
