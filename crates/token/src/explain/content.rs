//! What a token says, as far as it can be read at all, believed or not.

use alloc::string::String;
use alloc::vec::Vec;

use crate::base64url;
use crate::json::{self, Limits, Value};
use crate::split::MAX_TOKEN_BYTES;

/// A part of a token for people to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The JSON object that it is.
    Json(Value),
    /// The text that should have been one. Bytes that are no text are U+FFFD.
    Text(String),
    /// Not base64url, or there is no such part.
    Unreadable,
}

/// Header and payload of a token of three parts. The signature is nobody's to look at: with it the text would be a token.
pub(super) struct Opened {
    pub(super) header: Content,
    pub(super) claims: Content,
}

impl Opened {
    pub(super) fn read(token: &[u8]) -> Self {
        let parts: Vec<&[u8]> = match token.len() <= MAX_TOKEN_BYTES {
            true => token.split(|byte| *byte == b'.').collect(),
            false => Vec::new(),
        };
        // of what is encrypted (RFC 7516) the header is all that can be read
        let payload = if parts.len() == 3 { parts.get(1) } else { None };
        Self {
            header: Content::of(parts.first()),
            claims: Content::of(payload),
        }
    }
}

impl Content {
    fn of(part: Option<&&[u8]>) -> Self {
        let Some(bytes) = part.and_then(|part| base64url::decode(unpadded(part))) else {
            return Self::Unreadable;
        };
        match json::read(&bytes, Limits::TOKEN) {
            Ok(value @ Value::Object(_)) => Self::Json(value),
            _ => Self::Text(String::from_utf8_lossy(&bytes).into_owned()),
        }
    }

    /// A member's value.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Json(object) => object.get(name),
            _ => None,
        }
    }

    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Json(value) => value.clone(),
            Self::Text(text) => Value::String(text.clone()),
            Self::Unreadable => Value::Null,
        }
    }
}

/// Padding that no policy of ours allows still hides nothing from who looks.
fn unpadded(part: &[u8]) -> &[u8] {
    let end = part.iter().rposition(|byte| *byte != b'=');
    &part[..end.map_or(0, |last| last + 1)]
}
