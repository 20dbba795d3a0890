//! One issuer's keys: how old they are, which ids are known not to exist, and whether fetching is worth it.

use alloc::borrow::ToOwned;
use alloc::collections::VecDeque;
use alloc::string::String;

use crate::error::TokenError;
use crate::fetch_budget::FetchBudget;
use crate::jwk_set::JwkSet;
use crate::keys_url::KeysUrl;

/// From this age on, in seconds, keys are still used but a refresh is asked for.
pub const SOFT_AGE: u64 = 3_600;

/// From this age on, in seconds, keys are not used any more.
pub const HARD_AGE: u64 = 24 * 3_600;

/// How long whoever fetches keys should wait for them: a viewer is waiting.
pub const FETCH_TIMEOUT_MILLIS: u64 = 700;

/// How many seconds an id that was not in the fetched set is taken as unknown without another fetch.
const UNKNOWN_SECONDS: u64 = 60;

/// How many unknown ids are remembered. A flood drives them out, which costs no more fetches than the flood itself.
const MAX_UNKNOWN: usize = 64;

/// How many seconds a fetch that has begun may be waited for before another may begin.
const FETCH_SECONDS: u64 = 2;

/// How many ids can be waiting for one fetch.
const MAX_ASKED: usize = 16;

pub(crate) struct IssuerKeys<K> {
    pub(crate) issuer: String,
    pub(crate) url: KeysUrl,
    loaded: Option<Loaded<K>>,
    budget: FetchBudget,
    /// Since when a fetch is under way.
    fetching_since: Option<u64>,
    /// Ids a fetch under way was asked for.
    asked: VecDeque<String>,
    /// Ids that a fetch did not find, and when.
    unknown: VecDeque<(String, u64)>,
}

struct Loaded<K> {
    keys: JwkSet<K>,
    fetched_at: u64,
}

impl<K> IssuerKeys<K> {
    pub(crate) fn new(issuer: String, url: KeysUrl) -> Self {
        Self {
            issuer,
            url,
            loaded: None,
            budget: FetchBudget::default(),
            fetching_since: None,
            asked: VecDeque::new(),
            unknown: VecDeque::new(),
        }
    }

    /// The keys, while they are young enough to be believed.
    pub(crate) fn usable(&self, now: u64) -> Result<&JwkSet<K>, TokenError> {
        match &self.loaded {
            Some(loaded) if loaded.age(now) < HARD_AGE => Ok(&loaded.keys),
            _ => Err(TokenError::KeysUnavailable),
        }
    }

    /// Whether a fetch is worth it for a token that names `kid`, and affordable; if so it counts as begun. While one is
    /// under way, all who come wait for that one.
    pub(crate) fn begin_fetch(&mut self, kid: Option<&str>, now: u64) -> bool {
        let is_known_missing = |(id, since): &(String, u64)| {
            Some(id.as_str()) == kid && now.saturating_sub(*since) < UNKNOWN_SECONDS
        };
        if self.usable(now).is_ok() && self.unknown.iter().any(is_known_missing) {
            return false;
        }
        if !self.is_fetching(now) {
            if !self.budget.take(now) {
                return false;
            }
            self.fetching_since = Some(now);
        }
        if let Some(kid) = kid {
            push_bounded(&mut self.asked, kid.to_owned(), MAX_ASKED);
        }
        true
    }

    /// Whether the keys have reached the soft age and a refresh is affordable; if so it counts as begun.
    pub(crate) fn begin_refresh(&mut self, now: u64) -> bool {
        let is_old = |loaded: &Loaded<K>| loaded.age(now) >= SOFT_AGE;
        self.loaded.as_ref().is_some_and(is_old) && self.budget.take(now)
    }

    fn is_fetching(&self, now: u64) -> bool {
        let is_young = |since: u64| now.saturating_sub(since) < FETCH_SECONDS;
        self.fetching_since.is_some_and(is_young)
    }

    /// Takes the place of the set before: a key that is not in the new one is gone. Whether none is.
    pub(crate) fn replace(&mut self, mut keys: JwkSet<K>, fetched_at: u64) -> bool {
        for kid in core::mem::take(&mut self.asked) {
            match keys.find(&kid) {
                Some(_) => self.budget.found(fetched_at),
                None => push_bounded(&mut self.unknown, (kid, fetched_at), MAX_UNKNOWN),
            }
        }
        self.fetching_since = None;
        let before = self.loaded.take();
        let is_complete = before.is_none_or(|before| keys.continues(&before.keys));
        self.loaded = Some(Loaded { keys, fetched_at });
        is_complete
    }

    /// The last good set stays; nothing is learnt about the ids that were asked for.
    pub(crate) fn fetch_failed(&mut self, now: u64) {
        self.asked.clear();
        self.fetching_since = None;
        self.budget.pause(now);
    }
}

impl<K> Loaded<K> {
    fn age(&self, now: u64) -> u64 {
        now.saturating_sub(self.fetched_at)
    }
}

fn push_bounded<T>(queue: &mut VecDeque<T>, item: T, limit: usize) {
    if queue.len() == limit {
        queue.pop_front();
    }
    queue.push_back(item);
}
