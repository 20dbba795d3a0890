//! What JavaScript sees.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{EffectError, Filter};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[derive(Serialize)]
struct Offer {
    name: Filter,
    label: &'static str,
}

/// The filters, in the order in which they should be offered.
#[wasm_bindgen(unchecked_return_type = "Filter[]")]
pub fn filters() -> Result<JsValue, JsValue> {
    let offers = Filter::ALL.map(|name| Offer {
        name,
        label: name.label(),
    });
    Ok(serde_wasm_bindgen::to_value(&offers)?)
}

/// Applies a filter to RGBA pixels of at most 512 x 512; alpha stays as it is.
///
/// @throws RoundelError when the size or the name is refused
#[wasm_bindgen]
pub fn apply(
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    #[wasm_bindgen(unchecked_param_type = "FilterName")] filter: JsValue,
) -> Result<Vec<u8>, JsValue> {
    serde_wasm_bindgen::from_value(filter)
        .map_err(|_| EffectError::UnknownFilter)
        .and_then(|filter| crate::apply(pixels, width, height, filter))
        .map_err(thrown)
}

/// The error as JavaScript expects one.
fn thrown(error: EffectError) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    thrown.set_name("RoundelError");
    // Setting a property of an object made a line above does not fail.
    let _ = js_sys::Reflect::set(&thrown, &"code".into(), &error.code().into());
    thrown.into()
}
