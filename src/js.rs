//! What of JavaScript's own objects is called: `js-sys` has them all, and with them closures of promises that no linker
//! can take out again.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// An `Error`.
    #[wasm_bindgen(js_name = Error)]
    pub type JsError;
    #[wasm_bindgen(constructor, js_class = "Error")]
    pub fn new(message: &str) -> JsError;

    /// An `Object`.
    pub type Object;
    #[wasm_bindgen(constructor)]
    pub fn new() -> Object;
    /// The names of an object's own fields.
    #[wasm_bindgen(static_method_of = Object)]
    pub fn keys(object: &JsValue) -> Array;

    /// An `Array`.
    pub type Array;
    #[wasm_bindgen(constructor)]
    pub fn new() -> Array;
    #[wasm_bindgen(method, getter)]
    pub fn length(this: &Array) -> u32;
    #[wasm_bindgen(method, indexing_getter)]
    pub fn at(this: &Array, index: u32) -> JsValue;
    #[wasm_bindgen(method)]
    pub fn push(this: &Array, value: &JsValue) -> u32;
    #[wasm_bindgen(static_method_of = Array, js_name = isArray)]
    pub fn is_array(value: &JsValue) -> bool;

    /// A field; what a getter of it throws comes back as the error.
    #[wasm_bindgen(catch, js_namespace = Reflect)]
    pub fn get(object: &JsValue, name: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_namespace = Reflect)]
    pub fn set(object: &JsValue, name: &str, value: &JsValue) -> bool;

    /// A `Uint8Array` of its own memory.
    pub type Uint8Array;
    #[wasm_bindgen(constructor)]
    pub fn of(bytes: &[u8]) -> Uint8Array;
}
