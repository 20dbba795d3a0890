//! The decoder against jpeg-decoder, against itself, and against bytes that mean no good.

#![allow(clippy::unwrap_used, clippy::panic)]

mod hostile;
mod matrix;
mod pictures;
mod refinement;
mod region;
mod scaled;
