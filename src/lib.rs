//! Roundel's picture pipeline for a browser: `probe` and `process` with the types of `types.d.ts`.
//!
//! Only bindings live here; the work is done in [`roundel_imaging`]. Everything that can fail throws an `Error` whose
//! `name` is `RoundelError`, whose `code` is one of [`roundel_imaging::ImageError::code`] and whose message is safe to
//! show. Built by wasm-pack for the web; meant to run in a worker, because a call blocks until it is done.

pub mod convert;
mod fields;
pub mod given;
pub mod pixels;

use roundel_imaging::{ImageError, Limits};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use convert::{Probe, Processed};
use given::Given;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Reads what the headers of a picture say, decoding nothing.
///
/// @throws RoundelError when the bytes are no picture that can be read
#[wasm_bindgen(unchecked_return_type = "Probe")]
pub fn probe(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let probe = roundel_imaging::probe(bytes).map_err(|error| thrown(&error))?;
    to_js(&Probe::from(&probe))
}

/// Makes one picture: upright, cut, resized in linear light, free of metadata. Never enlarges.
///
/// @throws RoundelError when the picture is refused or an option is not valid
#[wasm_bindgen(unchecked_return_type = "Processed")]
pub fn process(
    bytes: &[u8],
    #[wasm_bindgen(unchecked_optional_param_type = "ProcessOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let made = convert::options(&Given::from(options))
        .and_then(|options| roundel_imaging::process(bytes, &options, &Limits::DEVICE))
        .map_err(|error| thrown(&error))?;
    to_js(&Processed::from(made))
}

/// Runs the pipeline once for nothing. Call it while a person looks for their photo: the photo then meets compiled code.
#[wasm_bindgen]
pub fn warm_up() {
    roundel_imaging::warm_up();
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    serde_wasm_bindgen::to_value(value).map_err(JsValue::from)
}

/// The error as JavaScript expects one.
fn thrown(error: &ImageError) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    thrown.set_name("RoundelError");
    // Setting a property of an object made a line above does not fail.
    let _ = js_sys::Reflect::set(&thrown, &"code".into(), &error.code().into());
    thrown.into()
}
