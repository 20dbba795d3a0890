//! How often one issuer's keys may be fetched: a token bucket that a flood cannot overdraw.

/// How many fetches may follow each other at once.
const BURST: u64 = 5;

/// How many seconds earn one more.
const SECONDS_PER_FETCH: u64 = 5;

/// How many seconds nothing is fetched after a fetch that failed.
const PAUSE_AFTER_FAILURE: u64 = 5;

/// A bucket of [`BURST`] fetches that gains one every [`SECONDS_PER_FETCH`].
#[derive(Debug, Clone)]
pub(crate) struct FetchBudget {
    left: u64,
    counted_at: u64,
    paused_until: u64,
}

impl FetchBudget {
    pub(crate) fn full() -> Self {
        Self {
            left: BURST,
            counted_at: 0,
            paused_until: 0,
        }
    }

    /// Takes one fetch, if there is one.
    pub(crate) fn take(&mut self, now: u64) -> bool {
        self.follow_clock_back(now);
        let earned = now.saturating_sub(self.counted_at) / SECONDS_PER_FETCH;
        self.left = (self.left + earned).min(BURST);
        self.counted_at += earned * SECONDS_PER_FETCH;
        if now < self.paused_until || self.left == 0 {
            return false;
        }
        self.left -= 1;
        true
    }

    /// A clock that is set back must not stop fetching until it is where it was.
    fn follow_clock_back(&mut self, now: u64) {
        self.counted_at = self.counted_at.min(now);
        self.paused_until = self
            .paused_until
            .min(now.saturating_add(PAUSE_AFTER_FAILURE));
    }

    pub(crate) fn pause(&mut self, now: u64) {
        self.paused_until = now.saturating_add(PAUSE_AFTER_FAILURE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_every_five_seconds() {
        let mut budget = FetchBudget::full();
        let taken = (0..100).filter(|_| budget.take(1_000)).count();
        assert_eq!(taken, 5);
        assert!(!budget.take(1_004));
        assert!(budget.take(1_005));
        assert!(!budget.take(1_009));
        assert!(budget.take(u64::MAX));
    }

    #[test]
    fn a_failure_pauses() {
        let mut budget = FetchBudget::full();
        budget.pause(1_000);
        assert!(!budget.take(1_004));
        assert!(budget.take(1_005));
    }

    #[test]
    fn a_clock_that_goes_back_earns_nothing() {
        let mut budget = FetchBudget::full();
        assert!((0..5).all(|_| budget.take(1_000)));
        assert!(!budget.take(10));
        assert!(budget.take(15));
    }
}
