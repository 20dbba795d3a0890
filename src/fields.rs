//! The fields of an object, each read as what it should be.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use core::cell::Cell;

use roundel_imaging::ImageError;

use crate::given::Given;

/// The fields of an object, and which of them were asked for.
pub struct Fields<'a> {
    fields: Vec<Field<'a>>,
    /// What stands before a name in an error.
    path: String,
}

struct Field<'a> {
    name: &'a str,
    value: &'a Given,
    read: Cell<bool>,
}

impl<'a> Fields<'a> {
    /// The fields of what is called `name`; nothing has none.
    ///
    /// # Errors
    /// [`ImageError::InvalidOption`] when it is something else than an object.
    pub fn of(given: &'a Given, name: &str) -> Result<Self, ImageError> {
        let fields: &[(String, Given)] = match given {
            Given::Nothing => &[],
            Given::Object(fields) => fields,
            _ => return Err(invalid(name.to_owned(), "an object")),
        };
        let fields = fields.iter().map(|(name, value)| Field {
            name,
            value,
            read: Cell::new(false),
        });
        Ok(Self {
            fields: fields.collect(),
            path: String::new(),
        })
    }

    /// The fields of a field that is an object.
    pub fn fields(&self, name: &str) -> Result<Option<Self>, ImageError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let mut fields = Self::of(value, name)?;
        fields.path = self.path_of(name);
        fields.path.push('.');
        Ok(Some(fields))
    }

    /// A whole number that fits its type.
    pub fn whole<T: TryFrom<u32>>(&self, name: &str) -> Result<Option<T>, ImageError> {
        let Some(number) = self.number(name)? else {
            return Ok(None);
        };
        match T::try_from(number) {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(self.not_whole(name)),
        }
    }

    fn number(&self, name: &str) -> Result<Option<u32>, ImageError> {
        match self.value(name) {
            None => Ok(None),
            // Nothing is lost between 0 and the most a u32 holds, and a fraction does not come back.
            Some(&Given::Number(number)) if f64::from(number as u32) == number => {
                Ok(Some(number as u32))
            }
            Some(_) => Err(self.not_whole(name)),
        }
    }

    fn not_whole(&self, name: &str) -> ImageError {
        self.invalid(name, "a whole number in its range")
    }

    /// A whole number that must be there.
    pub fn required(&self, name: &str) -> Result<u32, ImageError> {
        self.whole(name)?
            .ok_or_else(|| self.invalid(name, "a whole number"))
    }

    /// A string.
    pub fn text(&self, name: &str) -> Result<Option<String>, ImageError> {
        match self.value(name) {
            None => Ok(None),
            Some(Given::Text(text)) => Ok(Some(text.clone())),
            Some(_) => Err(self.invalid(name, "a string")),
        }
    }

    /// One of some strings, as its place among them.
    pub fn one_of(&self, name: &str, texts: &[&str]) -> Result<Option<usize>, ImageError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let is_given = |text: &&str| matches!(value, Given::Text(given) if given == text);
        if let Some(place) = texts.iter().position(is_given) {
            return Ok(Some(place));
        }
        let mut expected = String::new();
        for (place, text) in texts.iter().enumerate() {
            expected.push_str(if place > 0 { " or " } else { "" });
            expected.push_str(text);
        }
        Err(self.invalid(name, &expected))
    }

    /// Nothing is left over: a field with a name that nobody asked for is a mistake of the caller.
    pub fn all_read(&self) -> Result<(), ImageError> {
        match self.fields.iter().find(|field| !field.read.get()) {
            None => Ok(()),
            Some(unknown) => Err(self.invalid(unknown.name, "left out: there is no such option")),
        }
    }

    fn value(&self, name: &str) -> Option<&'a Given> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        field.read.set(true);
        Some(field.value).filter(|&value| *value != Given::Nothing)
    }

    fn invalid(&self, name: &str, expected: &str) -> ImageError {
        invalid(self.path_of(name), expected)
    }

    fn path_of(&self, name: &str) -> String {
        let mut path = self.path.clone();
        path.push_str(name);
        path
    }
}

fn invalid(option: String, expected: &str) -> ImageError {
    ImageError::InvalidOption {
        option,
        expected: expected.to_owned(),
    }
}
