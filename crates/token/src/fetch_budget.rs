//! How often one issuer's keys may be fetched.
//!
//! A flood of made-up key ids looks like the first tokens of a new key, so no count of fetches tells them apart: a bucket that
//! the flood has emptied refuses the new key too. What tells is how old the keys are. Keys that were asked for within the
//! last second have every key that was published before, so refusing without another fetch is right; older ones may be
//! behind, so a fetch begins. A flood costs the issuer one request a second, and delays a new key by no more than that.
//! Outside of one a new key waits for nothing: a fetch that found what it was begun for leaves the next one free.

/// How many seconds lie between the beginnings of two fetches.
const SECONDS_APART: u64 = 1;

/// How many seconds nothing is fetched after a fetch that failed.
const PAUSE_AFTER_FAILURE: u64 = 5;

/// One fetch every [`SECONDS_APART`].
#[derive(Debug, Clone, Default)]
pub(crate) struct FetchBudget {
    /// When the next fetch may begin.
    next_at: u64,
}

impl FetchBudget {
    /// Begins a fetch, if one may begin.
    pub(crate) fn take(&mut self, now: u64) -> bool {
        // A clock that is set back must not stop fetching until it is where it was.
        self.next_at = self.next_at.min(now.saturating_add(PAUSE_AFTER_FAILURE));
        if now < self.next_at {
            return false;
        }
        self.next_at = now.saturating_add(SECONDS_APART);
        true
    }

    /// Takes back the wait, after a fetch that found a key: made-up ids never do.
    pub(crate) fn found(&mut self, now: u64) {
        self.next_at = self.next_at.min(now);
    }

    pub(crate) fn pause(&mut self, now: u64) {
        self.next_at = now.saturating_add(PAUSE_AFTER_FAILURE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_a_second_however_many_ask() {
        let mut budget = FetchBudget::default();
        for now in 1_000..1_010 {
            let taken = (0..10_000).filter(|_| budget.take(now)).count();
            assert_eq!(taken, 1, "{now}");
        }
    }

    #[test]
    fn a_fetch_that_found_its_key_leaves_the_next_one_free() {
        let mut budget = FetchBudget::default();
        assert!(budget.take(1_000));
        budget.found(1_000);
        assert!(budget.take(1_000));
        assert!(!budget.take(1_000));
    }

    #[test]
    fn a_failure_pauses() {
        let mut budget = FetchBudget::default();
        budget.pause(1_000);
        assert!(!budget.take(1_004));
        assert!(budget.take(1_005));
    }

    #[test]
    fn a_clock_that_goes_back_stops_nothing_for_long() {
        let mut budget = FetchBudget::default();
        assert!(budget.take(1_000_000));
        assert!(!budget.take(10));
        assert!(budget.take(15));
        assert!(budget.take(u64::MAX - 1));
    }
}
