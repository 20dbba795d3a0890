//! What the handler is to do, and its text.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use roundel_avatar::Refusal;
use roundel_token::KeysRequest;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// What the handler is to do with a viewer request. As JSON, which is what the handler reads:
///
/// - `{"forward":{"uri","querystring","headers":{<name>:<value or null>}},"refresh"?:{"issuer","url"}}`
/// - `{"respond":{"status","statusDescription","headers":{<name>:[{"key","value"}]},"body"},"code"}`
/// - `{"fetchKeys":{"issuer","url"}}`
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Give the request to CloudFront, so changed.
    Forward {
        /// The changes.
        changes: Changes,
        /// Keys to fetch in the background.
        refresh: Option<KeysRequest>,
    },
    /// Give this response to CloudFront.
    Respond {
        /// The response.
        response: Response,
        /// Why, for the log: never the token, nor anything else the viewer sent.
        code: &'static str,
    },
    /// Fetch these keys, report them, and ask again.
    FetchKeys(KeysRequest),
}

/// What becomes of a request. The query is dropped: no answer depends on one, and every query would be another cache entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The path to go on with.
    pub uri: String,
    /// Headers by their lower-case names: the one value each has from now on, or `None` for one to be removed.
    pub headers: Vec<(String, Option<String>)>,
}

/// A response in CloudFront's form (AWS: "Generate HTTP responses in request triggers").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status, a number as text.
    pub status: &'static str,
    /// Its reason phrase.
    pub description: &'static str,
    /// Header lines by their lower-case names, no name twice.
    pub headers: Vec<(&'static str, String)>,
    /// The body, or nothing.
    pub body: String,
}

impl Response {
    /// A refusal: JSON that nobody keeps.
    pub(crate) fn refusal(refusal: &Refusal) -> Self {
        let (status, description, extra) = match refusal.status {
            400 => ("400", "Bad Request", None),
            401 => ("401", "Unauthorized", Some(("www-authenticate", "Bearer"))),
            403 => ("403", "Forbidden", None),
            404 => ("404", "Not Found", None),
            405 => (
                "405",
                "Method Not Allowed",
                Some(("allow", "GET, HEAD, OPTIONS")),
            ),
            _ => ("503", "Service Unavailable", Some(("retry-after", "5"))),
        };
        let mut response = Self::empty(status, description);
        response.set("content-type", "application/json");
        response.set("x-content-type-options", "nosniff");
        if let Some((name, value)) = extra {
            response.set(name, value);
        }
        response.body = refusal.body();
        response
    }

    /// A response without a body that nobody keeps.
    pub(crate) fn empty(status: &'static str, description: &'static str) -> Self {
        let mut response = Self {
            status,
            description,
            headers: Vec::new(),
            body: String::new(),
        };
        response.set("cache-control", "no-store");
        response
    }

    /// Adds a header, whose name must be a new one.
    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.headers.push((name, value.to_owned()));
    }
}

impl Answer {
    /// As the handler reads it.
    #[must_use]
    pub fn to_json(&self) -> String {
        // strings alone, which always serialise
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Forward { changes, refresh } => {
                map.serialize_entry("forward", changes)?;
                if let Some(keys) = refresh {
                    map.serialize_entry("refresh", &Keys(keys))?;
                }
            }
            Self::Respond { response, code } => {
                map.serialize_entry("respond", response)?;
                map.serialize_entry("code", code)?;
            }
            Self::FetchKeys(keys) => map.serialize_entry("fetchKeys", &Keys(keys))?,
        }
        map.end()
    }
}

impl Serialize for Changes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("uri", &self.uri)?;
        map.serialize_entry("querystring", "")?;
        map.serialize_entry("headers", &Members(&self.headers))?;
        map.end()
    }
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("status", self.status)?;
        map.serialize_entry("statusDescription", self.description)?;
        let lines = |(key, value)| (key, [Line { key, value }]);
        let lines: Vec<_> = self
            .headers
            .iter()
            .map(|(key, value)| lines((*key, value.as_str())))
            .collect();
        map.serialize_entry("headers", &Members(&lines))?;
        map.serialize_entry("body", &self.body)?;
        map.end()
    }
}

/// Pairs as an object's members.
struct Members<'a, K, V>(&'a [(K, V)]);

impl<K: Serialize, V: Serialize> Serialize for Members<'_, K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(serde::Serialize)]
struct Line<'a> {
    key: &'a str,
    value: &'a str,
}

struct Keys<'a>(&'a KeysRequest);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(keys) = self;
        let members = [("issuer", keys.issuer.as_str()), ("url", keys.url.as_str())];
        Members(&members).serialize(serializer)
    }
}
