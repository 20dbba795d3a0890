//! An object that was checked, and where its members stand.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::scanner::{Member, Span, scan};
use super::view::Json;
use super::{JsonError, Limits};

/// A JSON object: its text, checked, and the places of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    text: String,
    members: Vec<Member>,
}

impl Object {
    /// Takes a text that is one JSON object.
    ///
    /// # Errors
    /// The first [`JsonError`] met; [`JsonError::NotAnObject`] for another value.
    ///
    /// ```
    /// use roundel_token::json::{JsonError, Limits, Object};
    ///
    /// let object = Object::read(br#"{"sub":"a\u002db","n":[1,2]}"#.to_vec(), Limits::TOKEN)?;
    /// assert_eq!(object.get("sub").and_then(|sub| sub.as_str()).as_deref(), Some("a-b"));
    /// assert_eq!(Object::read(b"[]".to_vec(), Limits::TOKEN), Err(JsonError::NotAnObject));
    /// # Ok::<(), JsonError>(())
    /// ```
    pub fn read(text: Vec<u8>, limits: Limits) -> Result<Self, JsonError> {
        let text = String::from_utf8(text).map_err(|_| JsonError::InvalidUtf8)?;
        let members = scan(&text, limits)?;
        match text.trim_ascii_start().starts_with('{') {
            true => Ok(Self { text, members }),
            false => Err(JsonError::NotAnObject),
        }
    }

    /// The member `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Json<'_>> {
        self.place(name).map(|place| self.at(place))
    }

    /// Where the value of the member `name` stands.
    pub(crate) fn place(&self, name: &str) -> Option<Span> {
        let mut members = self.members.iter();
        let member = members.find(|member| member.is(&self.text, name))?;
        Some(member.value)
    }

    /// Names, and where the values stand, in order: for who wants more than a few.
    pub(crate) fn members(&self) -> impl Iterator<Item = (Cow<'_, str>, Span)> {
        let members = self.members.iter();
        members.map(|member| (member.name(&self.text), member.value))
    }

    /// The value that stands there.
    pub(crate) fn at(&self, place: Span) -> Json<'_> {
        Json(place.of(&self.text))
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len() + self.members.len() * size_of::<Member>()
    }

    /// The whole of it.
    #[must_use]
    pub fn as_json(&self) -> Json<'_> {
        Json(self.text.trim_ascii())
    }
}
