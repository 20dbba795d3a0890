//! Strict verification of JSON Web Tokens: token, keys, policy and `now` in; claims or a reason out.
//!
//! One verifier serves the edge, the lambdas and the command line. It reads as its steps, one file each, in the order
//! they run: split ▸ decode ▸ header ▸ key ▸ signature ▸ claims. There is no clock, no network and no
//! randomness here; the signature primitive is never ours but comes in as a [`VerifySignature`].
//!
//! - [`verify`] checks one token against one key set.
//! - [`Verifier`] also decides when keys are to be fetched, and survives floods of unknown key ids.
//! - [`explain`](explain()) tells people what became of every check.
//! - [`token_from`] takes the token out of a request's headers, or refuses to guess.
//!
//! Algorithms: RS256, ES256 and EdDSA over Ed25519 (RFC 7518, RFC 8037). Followed strictly: RFC 7515, 7517, 7519, 8725.

// The edge's wasm has no `std`, whose panics are printed by code larger than the verifier. Each file names what it takes of
// `alloc`.
#![no_std]

#[macro_use]
extern crate alloc;
#[cfg(any(test, not(target_arch = "wasm32")))]
extern crate std;

mod base64url;
mod check;
mod claims;
mod credentials;
mod decode;
mod deny_list;
mod error;
mod explain;
mod fetch_budget;
mod header;
mod issuer_keys;
mod jwk;
mod jwk_set;
mod key;
mod keys_url;
mod memo;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod numeric_date;
mod policy;
mod public_key;
mod roca;
mod signature;
mod split;
mod verifier;
mod verify;

pub mod json;

pub use check::Check;
pub use claims::Claims;
pub use credentials::{TokenSource, token_from};
pub use deny_list::DenyList;
pub use error::{Part, TokenError};
pub use explain::{Content, Line, Report, Verdict, explain};
pub use issuer_keys::{FETCH_TIMEOUT_MILLIS, HARD_AGE, SOFT_AGE};
pub use jwk::{DropReason, DroppedKey, Jwk};
pub use jwk_set::{JwkSet, JwksError, MAX_JWKS_BYTES, MAX_KEYS};
pub use keys_url::{KeysUrl, KeysUrlError};
pub use memo::MemoLimits;
#[cfg(not(target_arch = "wasm32"))]
pub use native::NativeVerifier;
pub use policy::{
    COGNITO_GROUPS, Groups, Memberships, Policy, PolicyError, Recipient, Scopes, TokenUse, TypRule,
};
pub use public_key::{Algorithm, PublicKey, RSA_EXPONENT};
pub use signature::VerifySignature;
pub use split::MAX_TOKEN_BYTES;
pub use verifier::{Decision, KeySource, KeysRequest, Verifier, VerifierError};
pub use verify::verify;
