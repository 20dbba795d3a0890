//! What every lambda behind the HTTP API answers with: the one shape of JSON, and CORS by the one list of origins.

pub mod answer;
mod cors;
#[cfg(test)]
pub mod exchange;

pub use cors::Cors;
