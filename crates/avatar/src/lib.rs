//! The contract that browser, edge, lambdas and command line share.
//!
//! What is written here is written once: object keys and who may make them, the closed table of variants, the
//! pointer to the newest avatar, the terms of an upload, the limits, and the one shape of a refusal. The crate
//! has no clock, randomness, network or environment: they come in as arguments.
//!
//! ```
//! use roundel_avatar::{ImageType, ObjectKey, PublicId, UploadId};
//!
//! let key = ObjectKey::Original {
//!     public_id: PublicId::from_sub("9f1c2d3e-0000-4000-8000-123456789abc"),
//!     upload_id: UploadId::new(1_795_000_000_000, [7; 10]),
//!     image_type: ImageType::Jpeg,
//! };
//! assert_eq!(ObjectKey::parse(&key.to_string()), Ok(key));
//! ```

#![no_std]

#[macro_use]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod checksum;
mod image_type;
mod limits;
mod object_key;
mod origins;
mod pointer;
mod public_id;
mod refusal;
mod upload_id;
mod upload_terms;
mod variant;
mod version;

pub use checksum::Sha256Checksum;
pub use image_type::ImageType;
pub use limits::Limits;
pub use object_key::{ASSETS_PREFIX, KeyError, ORIGINALS_PREFIX, ObjectKey};
pub use origins::AllowedOrigins;
pub use pointer::{POINTER_CACHE_CONTROL, Pointer, PointerVariant};
pub use public_id::PublicId;
pub use refusal::Refusal;
pub use upload_id::UploadId;
pub use upload_terms::{TermsError, UploadTerms};
pub use variant::{
    VARIANT_CACHE_CONTROL, VARIANT_SIZES, VARIANT_TABLE_VERSION, VariantFile, VariantFormat,
};
pub use version::Version;
