//! Roundel's picture pipeline: bytes in, small, upright, metadata-free bytes out.
//!
//! Three calls. [`probe`] reads headers and decodes nothing. [`process`] makes one picture for one place, as the
//! browser does before a photo leaves the device. [`variants`] makes every size and format of an avatar from one
//! decode, as the server does. All take any bytes and either finish or say why not: they never panic, and they
//! check [`Limits`] against the header before they allocate for a picture.
//!
//! The crate has no clock, file, network or thread of its own, and builds for `wasm32-unknown-unknown`; there,
//! WebP output is missing because a browser has its own encoder.
//!
//! ```
//! use roundel_imaging::{Limits, Options, process};
//!
//! // A photo as a phone stores it: lying on its side, EXIF and position included.
//! let photo = roundel_fixtures::photo_jpeg(1600, 1200, 6, true)?;
//! let avatar = process(&photo, &Options::default(), &Limits::DEVICE)?;
//!
//! assert_eq!((avatar.width, avatar.height), (512, 512));
//! assert!(avatar.removed.iter().any(|kind| kind.name() == "gps"));
//! assert!(roundel_imaging::metadata_kinds(&avatar.bytes)?.is_empty());
//! # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
//! ```

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod attention;
mod budget;
mod built_in;
mod colour;
mod crop;
mod decode;
mod encode;
mod error;
#[cfg(feature = "filters")]
mod finish;
mod framing;
mod gravity;
mod limits;
mod linear;
mod matte;
mod options;
mod orient;
mod picture;
mod planes;
#[cfg(feature = "png")]
mod png;
mod preview;
mod probe;
mod process;
mod raster;
mod resize;
mod source;
mod thumbhash;
mod variants;
mod warm_up;
mod write;
mod ycbcr;

pub use attention::{Attention, Reason};
pub use colour::Warning;
pub use crop::CropBox;
pub use error::ImageError;
#[cfg(feature = "filters")]
pub use finish::{Finished, encode_pixels, finish};
pub use gravity::Gravity;
pub use matte::Matte;
pub use options::{Fit, Options, OutputFormat, Rotation, VariantOptions};
pub use orient::Orientation;
pub use probe::{MetadataKind, Probe, metadata_kinds, probe};
pub use process::{Processed, process};
pub use roundel_avatar::{ImageType, Limits, VariantFormat};
pub use variants::{Squares, Variant, Variants, variants};
pub use warm_up::warm_up;
pub use write::Encoded;
