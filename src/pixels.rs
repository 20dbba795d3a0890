//! The pipeline in two halves: `finish` gives pixels, `encode` takes them. What changes them in between is no part of
//! this module.

use alloc::vec::Vec;

use roundel_imaging::{Limits, encode_pixels};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::convert::{self, Encoded, Finished};
use crate::given::Given;
use crate::{thrown, to_js};

/// Does what `process` does up to its encoder: upright, cut, resized, on the matte where the format needs one.
///
/// @throws RoundelError when the picture is refused or an option is not valid
#[wasm_bindgen(unchecked_return_type = "Finished")]
pub fn finish(
    bytes: &[u8],
    #[wasm_bindgen(unchecked_optional_param_type = "ProcessOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let finished = convert::options(&Given::from(options))
        .and_then(|options| roundel_imaging::finish(bytes, &options, &Limits::DEVICE))
        .map_err(|error| thrown(&error))?;
    Ok(to_js(&Finished::from(finished)))
}

/// Does what `process` does from its encoder on, with RGBA pixels. Of the options `format`, `quality`, `matte` and
/// `maxBytes` count.
///
/// @throws RoundelError when the pixels are no picture or an option is not valid
#[wasm_bindgen(unchecked_return_type = "Encoded")]
pub fn encode(
    pixels: Vec<u8>,
    width: u32,
    height: u32,
    #[wasm_bindgen(unchecked_optional_param_type = "ProcessOptions")] options: JsValue,
) -> Result<JsValue, JsValue> {
    let encoded = convert::options(&Given::from(options))
        .and_then(|options| encode_pixels(pixels, width, height, &options))
        .map_err(|error| thrown(&error))?;
    Ok(to_js(&Encoded::from(encoded)))
}
