//! When a migration was written: what orders it.

use std::fmt;

use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use crate::DatabaseError;

/// Ten-millionths of a second: as many digits as the original's scripts write at most.
const SECOND: i64 = 10_000_000;
const CALENDAR: &[time::format_description::BorrowedFormatItem<'_>] =
    format_description!("[year][month][day][hour][minute][second]");

/// A migration's id: 14 digits, the year to the second of the moment (UTC) when it was written.
///
/// The original's scripts write seconds since 1970 and leave out the decimal point: 11 to 17 digits, of which the first ten
/// are whole seconds. As numbers they have no order, a newer one may be shorter (F10). So ids are ordered by their moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MigrationId {
    /// Ten-millionths of a second since 1970.
    moment: i64,
    version: i64,
}

impl MigrationId {
    /// Reads the number in a file's name. The original's begin with 1 until 2033, ours with 2.
    ///
    /// # Errors
    /// [`DatabaseError::Id`] for anything else.
    pub fn parse(version: i64) -> Result<Self, DatabaseError> {
        let digits = version.to_string();
        let moment = match (digits.as_bytes(), digits.len()) {
            ([b'1', ..], 11..=17) => of_the_original(version, digits.len()),
            ([b'2', ..], 14) => of_the_calendar(&digits),
            _ => None,
        };
        match moment {
            Some(moment) => Ok(Self { moment, version }),
            None => Err(DatabaseError::Id(version)),
        }
    }

    /// The id of what is written `now`: later than the newest that there is, whatever this machine's clock says.
    ///
    /// # Errors
    /// [`DatabaseError::Id`] after the year 2999.
    pub fn next(now: OffsetDateTime, newest: Option<Self>) -> Result<Self, DatabaseError> {
        let after = newest.map_or(now, |newest| now.max(newest.second_after()));
        let digits = after.to_utc().format(CALENDAR).unwrap_or_default();
        Self::parse(digits.parse().unwrap_or_default())
    }

    /// The number in the file's name.
    pub fn version(self) -> i64 {
        self.version
    }

    /// When it was written.
    pub fn moment(self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::microseconds(self.moment / 10)
    }

    fn second_after(self) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::seconds(self.moment / SECOND + 1)
    }
}

impl fmt::Display for MigrationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.version.fmt(f)
    }
}

/// The digits that were left out at the end are zeros.
fn of_the_original(version: i64, digits: usize) -> Option<i64> {
    let missing = u32::try_from(17_usize.checked_sub(digits)?).ok()?;
    version.checked_mul(10_i64.checked_pow(missing)?)
}

fn of_the_calendar(digits: &str) -> Option<i64> {
    let moment = PrimitiveDateTime::parse(digits, CALENDAR).ok()?;
    moment.assume_utc().unix_timestamp().checked_mul(SECOND)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::MigrationId;

    fn id(version: i64) -> MigrationId {
        MigrationId::parse(version).unwrap()
    }

    /// F10: as numbers these are in another order.
    #[test]
    fn order_is_that_of_the_moments_whatever_the_length() {
        let in_order = [
            16_692_156_176_788_006,
            168_446_656_402,
            16_844_665_640_237_772,
            16_844_665_643,
            20_261_128_090_000,
        ];
        let mut ids = in_order.map(id);
        ids.sort_by_key(|id| id.version());
        ids.sort();
        assert_eq!(ids.map(MigrationId::version), in_order);
    }

    #[test]
    fn numbers_that_tell_no_time_are_refused() {
        for version in [
            0,
            -1,
            1,
            1_684_466_564,
            20_261_128,
            20_261_328_090_000,
            20_261_128_096_000,
            30_261_128_090_000,
            168_446_656_402_377_721,
            i64::MAX,
            i64::MIN,
        ] {
            assert!(MigrationId::parse(version).is_err(), "{version}");
        }
    }

    #[test]
    fn the_next_is_later_than_the_newest_and_always_as_long() {
        let now = datetime!(2026-11-28 23:59:59.9 UTC);
        let first = MigrationId::next(now, None).unwrap();
        assert_eq!(first.version(), 20_261_128_235_959);
        let mut newest = first;
        for _ in 0..100 {
            let next = MigrationId::next(now, Some(newest)).unwrap();
            assert!(next > newest && next.to_string().len() == 14);
            newest = next;
        }
        let old = id(17_999_999_999_999_999);
        assert!(MigrationId::next(now, Some(old)).unwrap() > old);
        let zoned = datetime!(2026-11-29 01:00 +2);
        assert_eq!(
            MigrationId::next(zoned, None).unwrap().version(),
            20_261_128_230_000
        );
    }
}
