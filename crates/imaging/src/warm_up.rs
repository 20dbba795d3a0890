//! A run for nothing, so that the first real one is fast.

use alloc::vec::Vec;

use crate::encode::Draft;
use crate::picture::Picture;
use crate::raster::{Layout, Raster};
use crate::{Limits, Options, OutputFormat, process};

/// Runs the whole pipeline once on a picture made up on the spot, and forgets it.
///
/// A browser compiles wasm quickly at first and well later, function by function as they are called; a call that
/// has begun stays with the quick code. Run while somebody looks for their photo, this lets the photo meet the good
/// code. It takes some milliseconds and fills the conversion tables as well.
pub fn warm_up() {
    let picture = Picture::Raster(Raster {
        width: SIDE,
        height: SIDE,
        layout: Layout::Rgb,
        data: noise(SIDE as usize * SIDE as usize * 3),
    });
    let options = Options {
        size: SIDE / 4,
        ..Options::default()
    };
    // Nobody waits for the outcome, so an error has nobody to be told to.
    let _ = Draft::new(picture, OutputFormat::Jpeg)
        .encode(85)
        .and_then(|photo| process(&photo, &options, &Limits::UPLOAD));
}

const SIDE: u32 = 256;

/// Bytes that look random (Numerical Recipes' generator), on which every code path has work.
fn noise(length: usize) -> Vec<u8> {
    let next = |seed: &u32| Some(seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    core::iter::successors(Some(1), next)
        .map(|seed: u32| (seed >> 24) as u8)
        .take(length)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_picture_has_detail() {
        let noise = noise(1000);
        let distinct = noise.iter().collect::<std::collections::HashSet<_>>().len();
        assert!(distinct > 200);
        warm_up();
    }
}
