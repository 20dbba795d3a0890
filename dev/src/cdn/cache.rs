//! The CDN's cache: bounded, keyed by the path after the edge, fresh for as long as the origin said.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue, header};
use bytes::Bytes;

/// How many bytes of bodies are kept.
const CAPACITY: usize = 64 << 20;

/// A stored 200.
#[derive(Clone, Debug)]
pub struct Object {
    /// The origin's headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// What the cache has under a path.
#[derive(Debug)]
pub enum Lookup {
    /// Within its lifetime, and this old.
    Fresh(Object, Duration),
    /// To be asked for again with its `ETag`.
    Stale(Object),
    /// Nothing.
    Missing,
}

/// The cache. Clones are the same cache.
#[derive(Clone, Debug, Default)]
pub struct Cache(Arc<Mutex<HashMap<String, Entry>>>);

#[derive(Debug)]
struct Entry {
    object: Object,
    stored: Instant,
    lifetime: Duration,
}

impl Cache {
    /// Looks under a path.
    pub fn find(&self, path: &str) -> Lookup {
        match self.lock().get(path) {
            Some(entry) if entry.stored.elapsed() < entry.lifetime => {
                Lookup::Fresh(entry.object.clone(), entry.stored.elapsed())
            }
            Some(entry) => Lookup::Stale(entry.object.clone()),
            None => Lookup::Missing,
        }
    }

    /// Keeps an object for as long as its `Cache-Control` says, and no longer than `most`.
    pub fn keep(&self, path: &str, object: &Object, most: Duration) {
        let lifetime = lifetime(&object.headers).min(most);
        let mut entries = self.lock();
        make_room(&mut entries, object.body.len());
        let entry = Entry {
            object: object.clone(),
            stored: Instant::now(),
            lifetime,
        };
        entries.insert(path.to_owned(), entry);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make_room(entries: &mut HashMap<String, Entry>, needed: usize) {
    let mut used: usize = entries.values().map(|entry| entry.object.body.len()).sum();
    while used + needed > CAPACITY {
        let oldest = entries.iter().min_by_key(|(_, entry)| entry.stored);
        let Some(path) = oldest.map(|(path, _)| path.clone()) else {
            return;
        };
        let gone = entries.remove(&path);
        used -= gone.map_or(0, |entry| entry.object.body.len());
    }
}

/// `s-maxage`, else `max-age` (RFC 9111 section 4.2.1); nothing where the origin said neither or forbade it.
fn lifetime(headers: &HeaderMap) -> Duration {
    let text = headers
        .get(header::CACHE_CONTROL)
        .and_then(|value: &HeaderValue| value.to_str().ok());
    let directives = || text.unwrap_or_default().split(',').map(str::trim);
    let forbidden = ["no-store", "no-cache", "private"];
    if directives().any(|directive| forbidden.contains(&directive)) {
        return Duration::ZERO;
    }
    let seconds = |name: &str| {
        directives().find_map(|d| d.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    };
    Duration::from_secs(
        seconds("s-maxage")
            .or_else(|| seconds("max-age"))
            .unwrap_or(0),
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Bytes, Cache, HeaderMap, Lookup, Object, lifetime};

    fn object(cache_control: &str, size: usize) -> Object {
        let headers = HeaderMap::from_iter([(
            "cache-control".parse().unwrap(),
            cache_control.parse().unwrap(),
        )]);
        Object {
            headers,
            body: Bytes::from(vec![0; size]),
        }
    }

    #[test]
    fn lifetimes() {
        for (text, seconds) in [
            ("public, max-age=60", 60),
            ("max-age=60, s-maxage=5", 5),
            ("no-store, max-age=60", 0),
            ("private, max-age=60", 0),
            ("max-age=x", 0),
            ("", 0),
        ] {
            assert_eq!(
                lifetime(&object(text, 0).headers).as_secs(),
                seconds,
                "{text}"
            );
        }
    }

    #[test]
    fn fresh_then_stale() {
        let cache = Cache::default();
        let day = Duration::from_secs(86_400);
        assert!(matches!(cache.find("/a"), Lookup::Missing));
        cache.keep("/a", &object("max-age=60", 1), day);
        assert!(matches!(cache.find("/a"), Lookup::Fresh(..)));
        cache.keep("/a", &object("max-age=60", 1), Duration::ZERO);
        assert!(matches!(cache.find("/a"), Lookup::Stale(_)));
    }

    #[test]
    fn the_oldest_goes_first() {
        let cache = Cache::default();
        let day = Duration::from_secs(86_400);
        for path in ["/1", "/2", "/3"] {
            cache.keep(path, &object("max-age=60", 30 << 20), day);
        }
        assert!(matches!(cache.find("/1"), Lookup::Missing));
        assert!(matches!(cache.find("/3"), Lookup::Fresh(..)));
    }
}
