//! What JavaScript sees: text in, text out.

use wasm_bindgen::prelude::*;

/// Every check of a token with its verdict: JSON text in, JSON text out. Throws an `Error` where the settings are wrong,
/// whatever the token.
#[wasm_bindgen]
pub fn explain(token: &str, settings: &str) -> Result<String, JsError> {
    Ok(crate::explain(token, settings)?)
}
