//! Seconds since 1970 as people read them.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};

use crate::json::Value;
use crate::numeric_date::NumericDate;

/// `2026-11-28T04:00:00Z (in 5 min)`: a NumericDate (RFC 7519 §2) in UTC, and how far it is from `now`. What is no time of
/// these centuries stays a number.
pub(super) fn text(time: &Value, now: u64) -> String {
    let seconds = match time {
        Value::Number(number) => NumericDate::parse(number).map(NumericDate::whole_seconds),
        _ => None,
    };
    match seconds.filter(|seconds| *seconds < 100_000_000_000) {
        Some(seconds) => format!("{} ({})", utc(seconds), distance(seconds, now)),
        None => time.to_string(),
    }
}

fn distance(time: u64, now: u64) -> String {
    match time.cmp(&now) {
        core::cmp::Ordering::Less => format!("{} ago", length(now - time)),
        core::cmp::Ordering::Equal => "now".to_owned(),
        core::cmp::Ordering::Greater => format!("in {}", length(time - now)),
    }
}

/// `90 s`, `25 min`, `30 h`, `12 days`: rounded down, in a unit that leaves a number worth reading.
pub(super) fn length(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds / 60),
        7_200..=172_799 => format!("{} h", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

fn utc(seconds: u64) -> String {
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The proleptic Gregorian date of a day since 1970, counted in years that begin in March, so that the leap day comes last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_795_000_000, "2026-11-18T11:06:40Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (99_999_999_999, "5138-11-16T09:46:39Z"),
        ] {
            assert_eq!(utc(seconds), expected);
        }
    }

    #[test]
    fn a_time_says_how_far_it_is() {
        let time = |text: &str, now| super::text(&Value::Number(text.to_owned()), now);
        assert_eq!(time("60", 0), "1970-01-01T00:01:00Z (in 60 s)");
        assert_eq!(time("60.9", 60), "1970-01-01T00:01:00Z (now)");
        assert_eq!(time("1", 601), "1970-01-01T00:00:01Z (10 min ago)");
        assert_eq!(time("1e300", 0), "1e300");
        assert_eq!(time("-5", 0), "-5");
    }
}
