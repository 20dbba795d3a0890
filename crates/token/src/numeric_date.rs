//! NumericDate (RFC 7519 §2): seconds since 1970, an integer or fraction, as a token spells them.
//!
//! Read digit by digit into whole milliseconds: a double's reader brings kilobytes of tables into the edge's module, and
//! milliseconds are what every clock that a token meets is counted in.

/// Times end below 2^53 seconds: up to there a double holds every whole second.
const END_OF_TIME: u64 = 1 << 53;

/// A point in time above 0 and below 2^53 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NumericDate {
    /// Rounded down.
    millis: u64,
    /// Whether anything was lost by rounding.
    is_rounded: bool,
}

impl NumericDate {
    /// Reads a JSON number; `None` where it is out of range.
    pub(crate) fn parse(number: &str) -> Option<Self> {
        let (digits, exponent) = match number.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (number, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        // How many digits, counted from the first, are worth a millisecond or more.
        let kept = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
        let kept = usize::try_from(kept.checked_add(3)?).unwrap_or(0);
        let (mut millis, mut is_rounded) = (0_u64, false);
        let all = whole.bytes().chain(fraction.bytes());
        for (index, byte) in all.enumerate() {
            let digit = u64::from(byte.checked_sub(b'0')?);
            match index < kept {
                true => millis = millis.checked_mul(10)?.checked_add(digit)?,
                false => is_rounded |= digit != 0,
            }
        }
        for _ in whole.len() + fraction.len()..kept {
            // what is still 0 stays 0, however long that goes on
            millis = match millis {
                0 => break,
                _ => millis.checked_mul(10)?,
            };
        }
        let is_in_range = millis > 0 && millis < END_OF_TIME.checked_mul(1_000)?;
        is_in_range.then_some(Self { millis, is_rounded })
    }

    /// In seconds.
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is lost is below a millisecond's thousandth"
    )]
    pub(crate) fn seconds(self) -> f64 {
        self.millis as f64 / 1_000.0
    }

    /// In seconds, rounded down.
    pub(crate) fn whole_seconds(self) -> u64 {
        self.millis / 1_000
    }

    /// In milliseconds, never later than it is: for what ends then.
    pub(crate) fn floor(self) -> u64 {
        self.millis
    }

    /// In milliseconds, never earlier than it is: for what begins then.
    pub(crate) fn ceil(self) -> u64 {
        self.millis + u64::from(self.is_rounded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(number: &str) -> Option<(u64, u64)> {
        NumericDate::parse(number).map(|date| (date.floor(), date.ceil()))
    }

    #[test]
    fn every_spelling_of_a_time_is_that_time() {
        for number in [
            "1795000000",
            "1795000000.0",
            "1.795e9",
            "1795e6",
            "17950000000e-1",
            "1795000000000E-3",
            "0.1795e+10",
            "1795000000.000e0",
        ] {
            assert_eq!(
                millis(number),
                Some((1_795_000_000_000, 1_795_000_000_000)),
                "{number}"
            );
        }
        assert_eq!(millis("1.5"), Some((1_500, 1_500)));
        assert_eq!(millis("1.0005"), Some((1_000, 1_001)));
        assert_eq!(millis("0.001"), Some((1, 1)));
        assert_eq!(
            millis("9007199254740991.999"),
            Some((9_007_199_254_740_991_999, 9_007_199_254_740_991_999))
        );
    }

    #[test]
    fn what_is_out_of_range_is_no_time() {
        for number in [
            "0",
            "-0",
            "0.0",
            "0e9",
            "-1",
            "1e-400",
            "0.0009",
            "1e400",
            "-1e400",
            "9007199254740992",
            "9007199254740991e1",
            "9223372036854775808",
            "18446744073709551617",
            "1e16",
            "1e2147483648",
            "1e-2147483649",
            "0e2147483647",
            "99999999999999999999999999999999",
            "1e99999999999999999999",
        ] {
            assert_eq!(millis(number), None, "{number}");
        }
    }

    #[test]
    fn a_double_agrees() {
        for number in [
            "1",
            "1.5",
            "1795003600.25",
            "1.7950001e9",
            "4e9",
            "123456789.123",
        ] {
            let expected: f64 = number.parse().unwrap();
            let own = NumericDate::parse(number).unwrap().seconds();
            assert!((own - expected).abs() < 0.001, "{number}");
        }
    }
}
