//! The object store on a bad day: 503 for a share of the requests, a long wait for another.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// How many of the requests meet what; shares are of 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Share {
    /// Another seed draws other requests.
    pub seed: u64,
    /// Answered with 503 `SlowDown`; every other one after it was done, as when an answer gets lost.
    pub unavailable: f64,
    /// Answered after a wait.
    pub slow: f64,
    /// The longest wait in milliseconds.
    pub slow_millis: u64,
}

/// How many requests there were, and how many met what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Met {
    /// All of them.
    pub requests: u64,
    /// Those answered with 503.
    pub unavailable: u64,
    /// Those that waited.
    pub slow: u64,
}

/// What the object store's requests meet. Clones are the same; at first it is nothing.
#[derive(Clone, Debug, Default)]
pub struct StoreFaults(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    share: Mutex<Share>,
    requests: AtomicU64,
    unavailable: AtomicU64,
    slow: AtomicU64,
}

#[derive(Clone, Copy)]
enum Fate {
    Served,
    Refused,
    ServedAndRefused,
    Late(Duration),
}

impl StoreFaults {
    /// The service with this in front of it.
    pub fn around(&self, service: Router) -> Router {
        service.layer(from_fn_with_state(self.clone(), meet))
    }

    /// From now on.
    pub fn set(&self, share: Share) {
        *self.0.share.lock().unwrap_or_else(PoisonError::into_inner) = share;
    }

    /// What was met so far.
    pub fn met(&self) -> Met {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Met {
            requests: count(&self.0.requests),
            unavailable: count(&self.0.unavailable),
            slow: count(&self.0.slow),
        }
    }

    fn next(&self) -> Fate {
        let share = *self.0.share.lock().unwrap_or_else(PoisonError::into_inner);
        let number = self.0.requests.fetch_add(1, Ordering::Relaxed);
        let random = split_mix(share.seed.wrapping_mul(0x5851_F42D_4C95_7F2D) ^ number);
        let drawn = (random >> 11) as f64 / (1_u64 << 53) as f64;
        if drawn < share.unavailable {
            let before = self.0.unavailable.fetch_add(1, Ordering::Relaxed);
            return match before % 2 {
                0 => Fate::Refused,
                _ => Fate::ServedAndRefused,
            };
        }
        if drawn < share.unavailable + share.slow && share.slow_millis > 0 {
            self.0.slow.fetch_add(1, Ordering::Relaxed);
            let wait = 1 + split_mix(random) % share.slow_millis;
            return Fate::Late(Duration::from_millis(wait));
        }
        Fate::Served
    }
}

async fn meet(State(faults): State<StoreFaults>, request: Request, next: Next) -> Response {
    match faults.next() {
        Fate::Served => next.run(request).await,
        Fate::Refused => slow_down(),
        Fate::ServedAndRefused => {
            drop(next.run(request).await);
            slow_down()
        }
        Fate::Late(wait) => {
            tokio::time::sleep(wait).await;
            next.run(request).await
        }
    }
}

/// As S3 says it (<https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>).
fn slow_down() -> Response {
    const BODY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>";
    let xml = [(header::CONTENT_TYPE, "application/xml")];
    (StatusCode::SERVICE_UNAVAILABLE, xml, BODY).into_response()
}

/// Sebastiano Vigna's SplitMix64: a number to every number, as if drawn.
fn split_mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::{Fate, Share, StoreFaults};

    fn fates(share: Share) -> (usize, StoreFaults) {
        let faults = StoreFaults::default();
        faults.set(share);
        let served = (0..10_000).filter(|_| matches!(faults.next(), Fate::Served));
        (served.count(), faults)
    }

    #[test]
    fn nothing_fails_until_it_is_asked_for() {
        let (served, faults) = fates(Share::default());
        assert_eq!(served, 10_000);
        assert_eq!((faults.met().unavailable, faults.met().slow), (0, 0));
    }

    #[test]
    fn shares_are_kept_and_a_seed_draws_the_same_again() {
        let share = Share {
            seed: 7,
            unavailable: 0.05,
            slow: 0.1,
            slow_millis: 9,
        };
        let (served, faults) = fates(share);
        let met = faults.met();
        assert!((400..600).contains(&met.unavailable), "{met:?}");
        assert!((850..1150).contains(&met.slow), "{met:?}");
        assert_eq!(served as u64 + met.unavailable + met.slow, met.requests);
        assert_eq!(fates(share).1.met(), met);
        assert_ne!(fates(Share { seed: 8, ..share }).1.met(), met);
    }
}
