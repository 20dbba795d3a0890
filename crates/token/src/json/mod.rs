//! A strict JSON reader (RFC 8259): one meaning for every text, or a refusal.
//!
//! Lenient readers disagree about duplicate members, lone surrogates and huge numbers, and a verifier that reads one
//! meaning while the application reads another can be fooled. So all of these are refused, and every size is bounded
//! before anything of that size is kept.
//!
//! [`Object`] checks a text and knows where its members stand; [`Json`] is a value there, copied when it is asked for.
//! [`read`] makes a tree of it, [`Value`], for who wants all of it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

mod escape;
mod object;
mod reader;
mod scanner;
mod view;
mod writer;

pub use object::Object;
pub use reader::read;
pub(crate) use scanner::Span;
pub use view::{Items, Json, Members, Text};

/// A JSON value. Numbers keep their text, so that nothing is rounded on the way through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it was written, at most [`Limits::number`] characters of RFC 8259 grammar.
    Number(String),
    /// A string, its escapes resolved.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object's members in the order of the text, no name twice.
    Object(Vec<(String, Value)>),
}

/// Budgets of one text, checked while it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How deep arrays and objects may nest; the outermost is 1.
    pub depth: usize,
    /// How many object members the whole text may have.
    pub members: usize,
    /// How many characters a number may have.
    pub number: usize,
}

impl Limits {
    /// For a token's header and payload.
    pub const TOKEN: Self = Self {
        depth: 16,
        members: 256,
        number: 32,
    };
    /// For a key set of at most 32 keys, or a configuration of that order.
    pub const DOCUMENT: Self = Self {
        members: 2_048,
        ..Self::TOKEN
    };
}

/// Why a text is not the JSON we accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// The bytes are not UTF-8.
    #[error("the text is not UTF-8")]
    InvalidUtf8,
    /// The text begins with U+FEFF (RFC 8259 §8.1 forbids adding one).
    #[error("the text begins with a byte order mark")]
    ByteOrderMark,
    /// The text does not follow the grammar, or goes on after its value.
    #[error("the text is not JSON")]
    Malformed,
    /// Not an object, where only an object has a meaning.
    #[error("the text is not an object")]
    NotAnObject,
    /// An object has two members of one name.
    #[error("an object has two members of one name")]
    DuplicateMember,
    /// A string holds a character below U+0020 that is not escaped.
    #[error("a string holds a control character")]
    ControlCharacter,
    /// A string holds half of a surrogate pair.
    #[error("a string holds a lone surrogate")]
    LoneSurrogate,
    /// Nested deeper than [`Limits::depth`].
    #[error("the text is nested too deep")]
    TooDeep,
    /// More members than [`Limits::members`].
    #[error("the text has too many members")]
    TooManyMembers,
    /// A number longer than [`Limits::number`].
    #[error("a number is too long")]
    NumberTooLong,
}

impl JsonError {
    /// The stable name of this cause.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidUtf8 => "invalid_utf8",
            Self::ByteOrderMark => "byte_order_mark",
            Self::Malformed => "malformed_json",
            Self::NotAnObject => "not_an_object",
            Self::DuplicateMember => "duplicate_member",
            Self::ControlCharacter => "control_character",
            Self::LoneSurrogate => "lone_surrogate",
            Self::TooDeep => "too_deep",
            Self::TooManyMembers => "too_many_members",
            Self::NumberTooLong => "number_too_long",
        }
    }
}

impl Value {
    /// An object of these members, whose names must differ.
    pub fn object<'a>(members: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let members = members.into_iter();
        Self::Object(
            members
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// The member `name` of an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let (_, value) = self.as_object()?.iter().find(|(key, _)| key == name)?;
        Some(value)
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The items of an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The members of an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// A boolean's value.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}
