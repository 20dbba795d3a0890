//! The fields of an object, each read as what it should be.

use std::cell::Cell;

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
        fields.path = format!("{}{name}.", self.path);
        Ok(Some(fields))
    }

    /// A whole number that fits its type.
    pub fn whole<T: TryFrom<u32>>(&self, name: &str) -> Result<Option<T>, ImageError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let whole = match *value {
            // Nothing is lost between 0 and the most a u32 holds, and a fraction does not come back.
            Given::Number(number) if f64::from(number as u32) == number => Some(number as u32),
            _ => None,
        };
        whole
            .and_then(|number| T::try_from(number).ok())
            .map(Some)
            .ok_or_else(|| self.invalid(name, "a whole number in its range"))
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

    /// One of the strings of a table, as what stands beside it.
    pub fn one_of<T: Copy>(
        &self,
        name: &str,
        table: &[(&str, T)],
    ) -> Result<Option<T>, ImageError> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let found = table
            .iter()
            .find(|(text, _)| matches!(value, Given::Text(given) if given == text));
        let names: Vec<&str> = table.iter().map(|&(text, _)| text).collect();
        found
            .map(|&(_, meant)| Some(meant))
            .ok_or_else(|| self.invalid(name, &names.join(" or ")))
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
        invalid(format!("{}{name}", self.path), expected)
    }
}

fn invalid(option: String, expected: &str) -> ImageError {
    ImageError::InvalidOption {
        option,
        expected: expected.to_owned(),
    }
}
