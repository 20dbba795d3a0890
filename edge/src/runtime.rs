//! What `std` would bring: an allocator, and an end for what must not happen.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

/// A trap, which the handler answers with a 503. Its message would be the larger part of the module, and could quote what
/// a viewer sent.
#[panic_handler]
fn end(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
