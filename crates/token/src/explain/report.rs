//! The report, and its JSON.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::content::{Content, Opened};
use crate::check::Check;
use crate::error::TokenError;
use crate::json::Value;

/// What became of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The token is as it must be.
    Passed,
    /// It is not, and this is the reason for the refusal: its [code](TokenError::code).
    Failed(&'static str),
    /// The policy says `Any`: whatever the token has is taken.
    Off,
    /// An earlier check has failed.
    NotReached,
}

/// One check of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub check: Check,
    /// What became of it.
    pub verdict: Verdict,
    /// What is asked for.
    pub asked: String,
    /// What the token has, where the check was reached. Values are JSON.
    pub found: Option<String>,
}

/// A token, check by check.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    refused: Option<TokenError>,
    lines: Vec<Line>,
    header: Content,
    claims: Content,
}

impl Report {
    pub(super) fn new(refused: Option<TokenError>, lines: Vec<Line>, opened: Opened) -> Self {
        Self {
            refused,
            lines,
            header: opened.header,
            claims: opened.claims,
        }
    }

    /// Why the token is refused, or `None` where it is taken.
    #[must_use]
    pub fn refused(&self) -> Option<&TokenError> {
        self.refused.as_ref()
    }

    /// Every check, in order.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The header, believed or not.
    #[must_use]
    pub fn header(&self) -> &Content {
        &self.header
    }

    /// The payload, believed or not.
    #[must_use]
    pub fn claims(&self) -> &Content {
        &self.claims
    }

    /// `{"allowed", "code", "message", "checks": [{"name", "verdict", "code"?, "asked", "found"?}], "header", "claims"}` on one
    /// line. `code` and `message` are null where the token is taken; a verdict is `passed`, `failed`, `off` or
    /// `not_reached`; header and claims are an object, the text that should have been one, or null.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = |text: Option<String>| text.map_or(Value::Null, Value::String);
        let refused = self.refused.as_ref();
        Value::object([
            ("allowed", Value::Bool(refused.is_none())),
            ("code", text(refused.map(|why| why.code().to_owned()))),
            ("message", text(refused.map(ToString::to_string))),
            (
                "checks",
                Value::Array(self.lines.iter().map(Line::to_value).collect()),
            ),
            ("header", self.header.to_value()),
            ("claims", self.claims.to_value()),
        ])
        .to_string()
    }
}

impl Line {
    fn to_value(&self) -> Value {
        let mut members = vec![
            ("name", Value::from(self.check.name())),
            ("verdict", Value::from(self.verdict.name())),
        ];
        if let Verdict::Failed(code) = self.verdict {
            members.push(("code", Value::from(code)));
        }
        members.push(("asked", Value::from(self.asked.as_str())));
        if let Some(found) = &self.found {
            members.push(("found", Value::from(found.as_str())));
        }
        Value::object(members)
    }
}

impl Verdict {
    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed(_) => "failed",
            Self::Off => "off",
            Self::NotReached => "not_reached",
        }
    }
}
