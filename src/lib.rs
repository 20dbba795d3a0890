//! Roundel's picture pipeline for a browser: `probe` and `process` with the types of `types.d.ts`.
//!
//! Only bindings live here; the work is done in [`roundel_imaging`]. Everything that can fail throws an `Error` whose
//! `name` is `RoundelError`, whose `code` is one of [`roundel_imaging::ImageError::code`] and whose message is safe to
//! show. Built by wasm-pack for the web; meant to run in a worker, because a call blocks until it is done.

// Without PNG, whose inflater needs the standard library, nothing does: what panics and formatting take there is a tenth of
// the module.
#![cfg_attr(all(target_arch = "wasm32", not(feature = "png")), no_std)]

extern crate alloc;

pub mod convert;
mod fields;
pub mod given;
mod js;
#[cfg(feature = "filters")]
pub mod pixels;
pub mod report;

#[cfg(test)]
#[path = "../tests/conformance.rs"]
mod conformance;

use roundel_imaging::{ImageError, Limits};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use convert::{Probe, Processed};
use given::Given;
use report::Report;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Reads what the headers of a picture say, decoding nothing.
///
/// @throws RoundelError when the bytes are no picture that can be read
#[wasm_bindgen(unchecked_return_type = "Probe")]
pub fn probe(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let probe = roundel_imaging::probe(bytes).map_err(|error| thrown(&error))?;
    Ok(to_js(&Probe::from(&probe)))
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
    Ok(to_js(&Processed::from(made)))
}

/// Runs the pipeline once for nothing. Call it while a person looks for their photo: the photo then meets compiled code.
#[wasm_bindgen]
pub fn warm_up() {
    roundel_imaging::warm_up();
}

fn to_js(report: &dyn Report) -> JsValue {
    report.into()
}

/// The error as JavaScript expects one.
fn thrown(error: &ImageError) -> JsValue {
    let thrown = js::JsError::new(&error.message());
    js::set(&thrown, "name", &"RoundelError".into());
    js::set(&thrown, "code", &error.code().into());
    thrown.into()
}

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A panic is a mistake of ours, which the engine reports with its stack; the module cannot be used after it.
#[cfg(all(target_arch = "wasm32", not(feature = "png")))]
#[panic_handler]
fn panicked(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
