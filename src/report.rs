//! What goes to JavaScript, field by field: an object there, JSON in tests.

use crate::convert::{Attention, Crop, Probe, Processed};
#[cfg(feature = "filters")]
use crate::convert::{Encoded, Finished};

/// Something that becomes an object.
pub trait Report {
    /// Hands over every field that there is, in order.
    fn fields(&self, set: &mut dyn FnMut(&'static str, Value<'_>));
}

/// What a field holds.
pub enum Value<'a> {
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(u32),
    /// A string.
    Text(&'a str),
    /// An array of strings.
    Names(&'a [&'static str]),
    /// A `Uint8Array`.
    Bytes(&'a [u8]),
    /// An object.
    Object(&'a dyn Report),
}

impl Report for Crop {
    fn fields(&self, set: &mut dyn FnMut(&'static str, Value<'_>)) {
        set("x", Value::Number(self.x));
        set("y", Value::Number(self.y));
        set("width", Value::Number(self.width));
        set("height", Value::Number(self.height));
    }
}

impl Report for Probe {
    fn fields(&self, set: &mut dyn FnMut(&'static str, Value<'_>)) {
        set("format", Value::Text(self.format));
        set("width", Value::Number(self.width));
        set("height", Value::Number(self.height));
        set("orientation", Value::Number(self.orientation.into()));
        set("alpha", Value::Flag(self.alpha));
        set("animated", Value::Flag(self.animated));
        set("metadata", Value::Names(&self.metadata));
    }
}

impl Report for Attention {
    fn fields(&self, set: &mut dyn FnMut(&'static str, Value<'_>)) {
        set("reason", Value::Text(self.reason));
        set("skin", Value::Number(self.skin.into()));
        set("detail", Value::Number(self.detail.into()));
        set("colour", Value::Number(self.colour.into()));
    }
}

impl Report for Processed {
    fn fields(&self, set: &mut dyn FnMut(&'static str, Value<'_>)) {
        set("bytes", Value::Bytes(&self.bytes));
        set("contentType", Value::Text(self.content_type));
        set("width", Value::Number(self.width));
        set("height", Value::Number(self.height));
        set("quality", Value::Number(self.quality.into()));
        origin(
            set,
            (&self.crop, self.attention.as_ref()),
            (&self.removed, &self.warnings),
            &self.source,
        );
        set("thumbhash", Value::Text(&self.thumbhash));
    }
}

#[cfg(feature = "filters")]
impl Report for Finished {
    fn fields(&self, set: &mut dyn FnMut(&'static str, Value<'_>)) {
        set("pixels", Value::Bytes(&self.pixels));
        set("width", Value::Number(self.width));
        set("height", Value::Number(self.height));
        origin(
            set,
            (&self.crop, self.attention.as_ref()),
            (&self.removed, &self.warnings),
            &self.source,
        );
    }
}

#[cfg(feature = "filters")]
impl Report for Encoded {
    fn fields(&self, set: &mut dyn FnMut(&'static str, Value<'_>)) {
        set("bytes", Value::Bytes(&self.bytes));
        set("contentType", Value::Text(self.content_type));
        set("width", Value::Number(self.width));
        set("height", Value::Number(self.height));
        set("quality", Value::Number(self.quality.into()));
        set("thumbhash", Value::Text(&self.thumbhash));
    }
}

/// What every result says of where it comes from.
fn origin(
    set: &mut dyn FnMut(&'static str, Value<'_>),
    (crop, attention): (&Crop, Option<&Attention>),
    (removed, warnings): (&[&'static str], &[&'static str]),
    source: &Probe,
) {
    set("crop", Value::Object(crop));
    if let (Some(attention), true) = (attention, cfg!(feature = "attention")) {
        set("attention", Value::Object(attention));
    }
    set("removed", Value::Names(removed));
    set("warnings", Value::Names(warnings));
    set("source", Value::Object(source));
}

mod to_js {
    use wasm_bindgen::JsValue;

    use super::{Report, Value};
    use crate::js::{self, Array, Object, Uint8Array};

    impl From<&dyn Report> for JsValue {
        fn from(report: &dyn Report) -> Self {
            let object = Object::new();
            report.fields(&mut |name, value| {
                js::set(&object, name, &value.into());
            });
            object.into()
        }
    }

    impl From<Value<'_>> for JsValue {
        fn from(value: Value<'_>) -> Self {
            match value {
                Value::Flag(flag) => flag.into(),
                Value::Number(number) => number.into(),
                Value::Text(text) => text.into(),
                Value::Names(names) => {
                    let array = Array::new();
                    for &name in names {
                        array.push(&name.into());
                    }
                    array.into()
                }
                Value::Bytes(bytes) => Uint8Array::of(bytes).into(),
                Value::Object(report) => report.into(),
            }
        }
    }
}

/// As a browser would see it; bytes are an array of numbers.
#[cfg(not(target_arch = "wasm32"))]
impl From<&dyn Report> for serde_json::Value {
    fn from(report: &dyn Report) -> Self {
        let mut object = serde_json::Map::new();
        report.fields(&mut |name, value| {
            let value = match value {
                Value::Flag(flag) => flag.into(),
                Value::Number(number) => number.into(),
                Value::Text(text) => text.into(),
                Value::Names(names) => names.to_vec().into(),
                Value::Bytes(bytes) => bytes.to_vec().into(),
                Value::Object(report) => report.into(),
            };
            object.insert(name.into(), value);
        });
        Self::Object(object)
    }
}
