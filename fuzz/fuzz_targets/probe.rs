//! Any bytes as a picture whose headers are read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roundel_fuzz::within;
use roundel_imaging::{metadata_kinds, probe};

fuzz_target!(|file: &[u8]| {
    // It allocates for what it lists, which lies in the file: never for the picture.
    let budget = 64 * file.len() as u64 + 65_536;
    let Ok(probe) = within(budget, || probe(file)) else {
        return;
    };
    assert!(probe.width > 0 && probe.height > 0);
    assert!((1..=8).contains(&probe.orientation.exif()));
    assert!(probe.metadata.is_sorted_by(|a, b| a < b));
    assert_eq!(metadata_kinds(file), Ok(probe.metadata));
});
