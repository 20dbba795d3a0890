//! Values where they stand in a text that was checked: nothing is copied until it is asked for.

use alloc::borrow::{Cow, ToOwned};

use super::Value;
use super::escape::escape;

/// A value in a text that was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<'a>(pub(super) &'a str);

/// A string as it is written, between its quotes.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a>(pub(super) &'a str);

impl<'a> Json<'a> {
    /// The value as it is written.
    #[must_use]
    pub fn source(self) -> &'a str {
        self.0
    }

    /// The string that it is.
    #[must_use]
    pub fn as_text(self) -> Option<Text<'a>> {
        let text = self.0.strip_prefix('"')?.strip_suffix('"')?;
        Some(Text(text))
    }

    /// The string that it is, its escapes resolved.
    #[must_use]
    pub fn as_str(self) -> Option<Cow<'a, str>> {
        self.as_text().map(Text::resolve)
    }

    /// The number that it is, as it is written.
    #[must_use]
    pub fn as_number(self) -> Option<&'a str> {
        let is_number = matches!(self.0.as_bytes(), [b'-' | b'0'..=b'9', ..]);
        is_number.then_some(self.0)
    }

    /// The boolean that it is.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The items of the array that it is.
    #[must_use]
    pub fn as_array(self) -> Option<Items<'a>> {
        self.0.starts_with('[').then_some(Items(Walk::into(self.0)))
    }

    /// The strings that it is one of, or the array of.
    pub(crate) fn texts(self) -> impl Iterator<Item = Text<'a>> {
        let items = self.as_array().into_iter().flatten();
        self.as_text()
            .into_iter()
            .chain(items.filter_map(Self::as_text))
    }

    /// Whether it is an array of nothing but strings.
    pub(crate) fn is_array_of_texts(self) -> bool {
        let is_text = |item: Self| item.as_text().is_some();
        self.as_array().is_some_and(|mut items| items.all(is_text))
    }

    /// The members of the object that it is.
    #[must_use]
    pub fn as_object(self) -> Option<Members<'a>> {
        self.0
            .starts_with('{')
            .then_some(Members(Walk::into(self.0)))
    }

    /// The member `name` of the object that it is.
    #[must_use]
    pub fn get(self, name: &str) -> Option<Self> {
        let mut members = self.as_object()?;
        let (_, value) = members.find(|(own, _)| own.is(name))?;
        Some(value)
    }

    /// A copy that stands by itself.
    #[must_use]
    pub fn to_value(self) -> Value {
        if let Some(text) = self.as_str() {
            return Value::String(text.into_owned());
        }
        if let Some(items) = self.as_array() {
            return Value::Array(items.map(Self::to_value).collect());
        }
        if let Some(members) = self.as_object() {
            let own =
                |(name, value): (Text<'_>, Self)| (name.resolve().into_owned(), value.to_value());
            return Value::Object(members.map(own).collect());
        }
        match self.0 {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            number => Value::Number(number.to_owned()),
        }
    }
}

impl<'a> Text<'a> {
    /// The characters, escapes resolved.
    pub fn chars(self) -> impl Iterator<Item = char> + 'a {
        let mut at = 0;
        core::iter::from_fn(move || {
            let character = self.0.get(at..)?.chars().next()?;
            at += character.len_utf8();
            match character {
                '\\' => Some(escape(self.0.as_bytes(), &mut at).unwrap_or('\u{fffd}')),
                plain => Some(plain),
            }
        })
    }

    /// Whether it is this string.
    #[must_use]
    pub fn is(self, other: &str) -> bool {
        match self.is_plain() {
            true => self.0 == other,
            false => self.chars().eq(other.chars()),
        }
    }

    /// The string, copied only where it has escapes.
    #[must_use]
    pub fn resolve(self) -> Cow<'a, str> {
        match self.is_plain() {
            true => Cow::Borrowed(self.0),
            false => Cow::Owned(self.chars().collect()),
        }
    }

    fn is_plain(self) -> bool {
        !self.0.as_bytes().contains(&b'\\')
    }
}

/// The items of an array, in order.
#[derive(Debug, Clone)]
pub struct Items<'a>(Walk<'a>);

/// The members of an object, in order.
#[derive(Debug, Clone)]
pub struct Members<'a>(Walk<'a>);

impl<'a> Iterator for Items<'a> {
    type Item = Json<'a>;

    fn next(&mut self) -> Option<Json<'a>> {
        self.0.value()
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Text<'a>, Json<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let name = self.0.value()?.as_text()?;
        Some((name, self.0.value()?))
    }
}

/// A way through what stands between brackets. The grammar was checked, so that commas and colons are passed like space.
#[derive(Debug, Clone)]
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    fn into(text: &'a str) -> Self {
        Self { text, at: 1 }
    }

    fn value(&mut self) -> Option<Json<'a>> {
        let bytes = self.text.as_bytes();
        let is_between = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':');
        while bytes.get(self.at).is_some_and(is_between) {
            self.at += 1;
        }
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match bytes.get(self.at)? {
                b'"' => self.at = end_of_string(bytes, self.at + 1),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                _ => self.at += self.length_of_scalar(),
            }
            if depth == 0 {
                return self.text.get(start..self.at).map(Json);
            }
        }
    }

    /// A number, a word, or one byte of what stands between.
    fn length_of_scalar(&self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_part =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        rest.iter().take_while(|byte| is_part(byte)).count().max(1)
    }
}

/// Behind the closing quote.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            None | Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}
