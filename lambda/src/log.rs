//! One JSON line an event, on standard output, made of words and numbers of our own.
//!
//! The fields are `&'static str` and numbers, ids that we made, and codes: a token, a header, a body, a URL or an
//! object's bytes has no way into a line.

use roundel_avatar::{PublicId, UploadId};
use serde_json::{Map, Value};

/// A line in the making.
pub struct Line(Map<String, Value>);

impl Line {
    /// A line about this event, in `snake_case`.
    pub fn new(event: &'static str) -> Self {
        Self(Map::from_iter([("event".to_owned(), event.into())]))
    }

    /// A stable code: why something was refused or failed.
    pub fn code(self, code: &'static str) -> Self {
        self.with("code", code)
    }

    /// Whose avatar.
    pub fn public_id(self, id: PublicId) -> Self {
        self.with("publicId", id.as_str())
    }

    /// Which upload.
    pub fn upload_id(self, id: UploadId) -> Self {
        self.with("uploadId", id.to_string())
    }

    /// A number: milliseconds, bytes, a count.
    pub fn number(self, name: &'static str, value: u64) -> Self {
        self.with(name, value)
    }

    /// Writes the line.
    pub fn write(self) {
        println!("{}", Value::Object(self.0));
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }
}
