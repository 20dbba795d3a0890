//! What the runner says, as JSON.

use std::path::PathBuf;

use serde::Deserialize;

/// What to measure, and all that it takes.
#[derive(Debug, Deserialize)]
pub struct Plan {
    /// Which two.
    pub pair: Pair,
    /// Our binary.
    pub ours: PathBuf,
    /// The twin.
    pub theirs: PathBuf,
    /// An empty folder for buckets, keys and logs.
    pub scratch: PathBuf,
    /// How many samples of each kind.
    pub rounds: usize,
    /// An upload as browsers send it, for `variants`.
    pub small: PathBuf,
    /// A photo of 12 megapixels.
    pub photo: PathBuf,
}

/// A function of ours and one in Node that does the same.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pair {
    /// Presigning.
    KeyUpload,
    /// Making variants.
    Variants,
}
