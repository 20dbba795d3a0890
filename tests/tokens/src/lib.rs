//! Tokens made by program: what verifiers are tested with, natively, under Node and in browsers.
//!
//! - [`corpus`](corpus()) is the table of tokens and answers, by the rows of the token rules.
//! - [`Mutator`] makes as many more as are wanted, which [`differential`] gives to Roundel and its peers.
//!
//! Keys are typed in and signatures deterministic, so a run can be repeated to the byte.

mod base64url;
mod claims;
pub mod corpus;
pub mod differential;
mod jwks;
mod mutate;
pub mod oracle;
mod profiles;
pub mod rows;
mod rsa;
pub mod seeds;
mod signer;

pub use base64url::encode;
pub use claims::{CLIENT, ISSUER, NOW, SUB, claims, claims_with};
pub use corpus::{Case, corpus};
pub use jwks::jwks;
pub use mutate::{Mutation, Mutator};
pub use profiles::{Profile, profiles};
pub use rsa::RsaKey;
pub use signer::{
    ED25519, OTHER_ED25519, OTHER_P256, OTHER_RSA, P256, RSA, Signer, ed25519_with_neutral_point,
};
