//! A dozen filters for a finished avatar, by photon-rs: RGBA pixels in, RGBA pixels out.
//!
//! photon-rs is good at looks and at nothing else that an avatar needs: it would trap on bad bytes, ignore the
//! orientation and write transparent as black. So its decoder, resizer and encoders are never called. What comes in
//! was decoded, cut and resized by `roundel-imaging` and has at most [`MAX_SIDE`] pixels a side; what goes out is
//! encoded there again.
//!
//! Built by wasm-pack this is a module of its own, downloaded when somebody asks for filters and not before.
//!
//! ```
//! use roundel_effects::{Filter, apply};
//!
//! let red = vec![200, 40, 30, 255];
//! let grey = apply(red, 1, 1, Filter::Mono)?;
//! assert_eq!((grey[0], grey[3]), (grey[2], 255));
//! # Ok::<(), roundel_effects::EffectError>(())
//! ```

mod apply;
#[cfg(target_arch = "wasm32")]
mod bindings;
mod error;
mod filter;

pub use apply::{MAX_SIDE, apply};
pub use error::EffectError;
pub use filter::Filter;
