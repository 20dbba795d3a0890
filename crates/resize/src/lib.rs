//! Resizing in linear light: Lanczos3 and averages in integers, the same bytes on every machine.
//!
//! What is resized are rows of samples of fifteen bits, [`Rows`]: light or whatever a plane holds. [`Axis`] says which
//! samples of a side make how many, [`WeightCache`] makes their weights, and [`resize`] sums. [`transfer`] leads from
//! sRGB bytes to light and back; [`Boxes`] averages rows as they come, for pictures too large to be held.
//!
//! It is a crate of its own because it is where a picture's time is spent: it is compiled for speed where all around
//! it is compiled for size.
//!
//! ```
//! use roundel_resize::{Axis, Pair, Rows, WeightCache, pair, resize};
//!
//! struct Grey(Vec<i16>);
//! impl Rows for Grey {
//!     fn width(&self) -> usize { 4 }
//!     fn height(&self) -> usize { self.0.len() / 4 }
//!     fn channels(&self) -> usize { 1 }
//!     fn read(&self, rows: [usize; 2], pairs: &mut [Pair]) {
//!         pair(rows.map(|row| &self.0[row * 4..][..4]), pairs);
//!     }
//! }
//!
//! let half = Axis { start: 0.0, length: 4.0, available: 4, outputs: 2 };
//! let weights = WeightCache::default().lanczos3(half);
//! assert_eq!(resize(&Grey(vec![1000; 16]), &weights, &weights), [1000; 4]);
//! ```

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod boxes;
mod convolve;
mod pairs;
pub mod sine;
pub mod transfer;
mod weights;

pub use boxes::{Averaged, Boxes, reduction};
pub use convolve::{Pair, Rows, resize};
pub use pairs::{pair, pair_light, pair_looked_up};
pub use weights::{Axis, WeightCache, Weights};
