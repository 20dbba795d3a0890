//! What JavaScript gave, as far as options need it.

use alloc::string::String;
use alloc::vec::Vec;

/// A value of a caller, read whole before anything believes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `undefined` or `null`.
    Nothing,
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// An object's own fields in their order.
    Object(Vec<(String, Given)>),
    /// Anything else.
    Other,
}

mod from_js {
    use alloc::vec::Vec;

    use wasm_bindgen::JsValue;

    use super::Given;
    use crate::js::{self, Array, Object};

    /// No option lies deeper; what does is [`Given::Other`].
    const DEEPEST: u8 = 2;

    impl From<JsValue> for Given {
        fn from(value: JsValue) -> Self {
            read(&value, DEEPEST)
        }
    }

    fn read(value: &JsValue, deeper: u8) -> Given {
        if value.is_undefined() || value.is_null() {
            return Given::Nothing;
        }
        if let Some(number) = value.as_f64() {
            return Given::Number(number);
        }
        if let Some(text) = value.as_string() {
            return Given::Text(text);
        }
        let is_plain = value.is_object() && !Array::is_array(value);
        if is_plain && deeper > 0 {
            fields(value, deeper)
        } else {
            Given::Other
        }
    }

    fn fields(object: &JsValue, deeper: u8) -> Given {
        let names = Object::keys(object);
        let mut fields = Vec::new();
        for index in 0..names.length() {
            let name = names.at(index);
            // A getter that throws gives nothing that could be read.
            let value = js::get(object, &name);
            let value = value.map_or(Given::Other, |value| read(&value, deeper - 1));
            if let Some(name) = name.as_string() {
                fields.push((name, value));
            }
        }
        Given::Object(fields)
    }
}

/// So that tests and the conformance table take the same way as a browser.
#[cfg(not(target_arch = "wasm32"))]
impl From<serde_json::Value> for Given {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Nothing,
            serde_json::Value::Number(number) => number.as_f64().map_or(Self::Other, Self::Number),
            serde_json::Value::String(text) => Self::Text(text),
            serde_json::Value::Object(fields) => Self::Object(
                fields
                    .into_iter()
                    .map(|(name, value)| (name, value.into()))
                    .collect(),
            ),
            _ => Self::Other,
        }
    }
}
