//! How often one person may ask: the generic cell rate algorithm (ITU-T I.371), one number a person.
//!
//! It is a hint, not a wall. Each container counts for itself and forgets when it ends, so a person whose requests are
//! spread over several gets as many times the rate. What holds for all containers together are the gateway's throttling
//! and the function's reserved concurrency; what is stored is bounded by the bucket's lifecycle.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use roundel_avatar::PublicId;

use crate::settings::Settings;

/// What nobody reaches who chooses pictures with their hands.
const DEFAULT_PER_MINUTE: u64 = 30;

const MINUTE: u64 = 60_000;

/// The people remembered at a time: about a megabyte.
const MAX_PEOPLE: usize = 10_000;

/// The rate and who has used how much of it.
pub struct RateLimit {
    /// Milliseconds between two requests at the full rate; `None` where there is no limit.
    interval: Option<u64>,
    /// When each person's allowance is whole again, in milliseconds since 1970.
    whole_at: Mutex<HashMap<PublicId, u64>>,
}

impl RateLimit {
    /// Reads `UPLOADS_PER_MINUTE`: 1 to 60,000, 30 if absent, or `off`. As many may come at once.
    pub fn from_settings<F>(settings: &mut Settings<F>) -> Self
    where
        F: Fn(&str) -> Option<String>,
    {
        let per_minute = match settings.optional("UPLOADS_PER_MINUTE").as_deref() {
            None => Some(DEFAULT_PER_MINUTE),
            Some("off") => None,
            Some(text) => {
                let number = text.parse().ok().filter(|n| (1..=MINUTE).contains(n));
                let number = number.ok_or("not a whole number from 1 to 60000, nor off");
                settings.checked("UPLOADS_PER_MINUTE", number)
            }
        };
        Self {
            interval: per_minute.map(|n| MINUTE / n),
            whole_at: Mutex::default(),
        }
    }

    /// Takes one request of this person's at `now`, milliseconds since 1970.
    ///
    /// # Errors
    /// The seconds after which the next one will be taken, at least 1.
    pub fn take(&self, person: PublicId, now: u64) -> Result<(), u64> {
        let Some(interval) = self.interval else {
            return Ok(());
        };
        let mut people = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let whole_at = people.get(&person).copied().unwrap_or(0).max(now) + interval;
        let too_early = whole_at.saturating_sub(now + MINUTE);
        if too_early > 0 {
            return Err(too_early.div_ceil(1000));
        }
        if people.len() >= MAX_PEOPLE {
            people.retain(|_, whole_at| *whole_at > now);
        }
        // more at once than can be remembered: one of them goes free
        if people.len() < MAX_PEOPLE {
            people.insert(person, whole_at);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use roundel_avatar::PublicId;

    use super::{MAX_PEOPLE, MINUTE, RateLimit};
    use crate::settings::Settings;

    const NOW: u64 = 1_795_000_000_000;

    fn limit(setting: Option<&'static str>) -> Result<RateLimit, String> {
        let mut settings = Settings::new(|_: &str| setting.map(str::to_owned));
        let limit = RateLimit::from_settings(&mut settings);
        settings.finish(Some(limit)).map_err(|e| e.to_string())
    }

    #[test]
    fn a_burst_is_taken_then_one_at_a_time() {
        let limit = limit(Some("3")).unwrap();
        let [andrew, londo] = ["andrew", "londo"].map(PublicId::from_sub);
        for _ in 0..3 {
            assert_eq!(limit.take(andrew, NOW), Ok(()));
        }
        assert_eq!(limit.take(andrew, NOW), Err(20));
        assert_eq!(limit.take(andrew, NOW + 19_500), Err(1));
        assert_eq!(limit.take(londo, NOW), Ok(()), "others are not held up");
        assert_eq!(limit.take(andrew, NOW + 20_000), Ok(()));
        assert_eq!(limit.take(andrew, NOW + 20_000), Err(20));
        for _ in 0..3 {
            assert_eq!(limit.take(andrew, NOW + 20_000 + MINUTE), Ok(()));
        }
    }

    #[test]
    fn memory_is_bounded_and_nobody_is_locked_out_by_it() {
        let limit = limit(Some("1")).unwrap();
        for n in 0..MAX_PEOPLE + 10 {
            let person = PublicId::from_sub(&n.to_string());
            assert_eq!(limit.take(person, NOW), Ok(()));
        }
        assert_eq!(limit.whole_at.lock().unwrap().len(), MAX_PEOPLE);
        assert_eq!(limit.take(PublicId::from_sub("x"), NOW + MINUTE), Ok(()));
        assert_eq!(limit.whole_at.lock().unwrap().len(), 1);
    }

    #[test]
    fn the_setting_is_a_rate_or_off() {
        let off = limit(Some("off")).unwrap();
        let andrew = PublicId::from_sub("andrew");
        assert!((0..100_000).all(|_| off.take(andrew, NOW).is_ok()));
        assert!(limit(None).is_ok() && limit(Some("60000")).is_ok());
        for wrong in ["0", "-1", "60001", "1.5", "many", " 3"] {
            assert!(limit(Some(wrong)).is_err(), "{wrong}");
        }
    }
}
