//! The system clock in the forms that the protocols want.

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// Milliseconds since 1970.
pub fn unix_millis() -> u64 {
    u64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000).unwrap_or_default()
}

/// Seconds since 1970.
pub fn unix_seconds() -> u64 {
    unix_millis() / 1000
}

/// `2026-11-23T15:34:00.123Z`, as in S3 and SNS events.
pub fn iso8601() -> String {
    formatted(format_description!(
        "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z"
    ))
}

/// `23/Nov/2026:15:34:00 +0000`, as in `requestContext.time`.
pub fn common_log() -> String {
    formatted(format_description!(
        "[day]/[month repr:short]/[year]:[hour]:[minute]:[second] +0000"
    ))
}

fn formatted(format: &[BorrowedFormatItem<'_>]) -> String {
    // only a component that the value lacks can fail, and a date with time has them all
    OffsetDateTime::now_utc().format(format).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_forms() {
        assert_eq!(super::iso8601().len(), "2026-11-23T15:34:00.123Z".len());
        assert_eq!(
            super::common_log().len(),
            "23/Nov/2026:15:34:00 +0000".len()
        );
        assert!(super::unix_seconds() > 1_700_000_000);
    }
}
