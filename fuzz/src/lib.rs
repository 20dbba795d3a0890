//! What the fuzz targets share: options taken from the end of an input, and a watch over memory and time.
//!
//! An input is a file, a token or a request as it is, then [`Trailer::LENGTH`] bytes that choose the options: any picture is a seed, and
//! a finding opens in any viewer.

mod verifying;

pub use verifying::{Anything, CLIENT, ISSUER, NOW, key_set, policy};

use std::borrow::Cow;
use std::time::Duration;

use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// The bytes behind a file that choose what is done with it.
#[derive(Clone, Copy)]
pub struct Trailer<'a>(&'a [u8]);

impl<'a> Trailer<'a> {
    /// How many bytes it takes.
    pub const LENGTH: usize = 16;

    /// Splits an input in file and options; without enough bytes for options there is none.
    pub fn split(input: &'a [u8]) -> Option<(&'a [u8], Self)> {
        let (file, trailer) = input.split_at_checked(input.len().checked_sub(Self::LENGTH)?)?;
        Some((file, Self(trailer)))
    }

    /// The byte at `at`.
    pub fn byte(self, at: usize) -> u8 {
        self.0[at]
    }

    /// Whether the byte at `at` is odd: half of all inputs, and not those that end in zeros.
    pub fn flag(self, at: usize) -> bool {
        self.byte(at) & 1 == 1
    }

    /// 0 to `below` - 1.
    pub fn below(self, at: usize, below: u32) -> u32 {
        u32::from(self.byte(at)) * below / 256
    }

    /// A start and a length of at least 1 that lie in `0..whole`, where `whole` is at least 1.
    pub fn range(self, at: usize, whole: u32) -> (u32, u32) {
        let part = |byte: u8, of: u32| (u64::from(byte) * u64::from(of) / 256) as u32;
        let start = part(self.byte(at), whole);
        let length = 1 + part(self.byte(at + 1), whole - start);
        (start, length)
    }
}

/// A PNG with the checksums its chunks should have, so that changed chunks are looked into; anything else as it is.
pub fn with_checksums(file: &[u8]) -> Cow<'_, [u8]> {
    if !file.starts_with(b"\x89PNG\r\n\x1a\n") {
        return file.into();
    }
    let mut png = file.to_vec();
    let mut at = 8;
    while let Some(&length) = png.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        let end = (at + 8).saturating_add(u32::from_be_bytes(length) as usize);
        let Some(chunk) = png.get(at + 4..end) else {
            break;
        };
        let checksum = crc32fast::hash(chunk).to_be_bytes();
        let Some(stored) = png.get_mut(end..end + 4) else {
            break;
        };
        stored.copy_from_slice(&checksum);
        at = end + 4;
    }
    png.into()
}

/// Longer than this for 64 KB is a hang, at full optimisation and with every check on.
const HANG: Duration = Duration::from_secs(2);

/// Runs `work`, and panics if it held more than `budget` bytes at any time or worked for two seconds.
///
/// Time is this thread's own on a processor: on a busy machine libFuzzer's `-timeout`, by the clock on the wall, finds
/// what is none.
pub fn within<T>(budget: u64, work: impl FnOnce() -> T) -> T {
    ALLOCATED.reset_peak_usage();
    let (before, start) = (ALLOCATED.current_usage(), ThreadTime::now());
    let made = work();
    let (took, held) = (
        start.elapsed(),
        ALLOCATED.peak_usage().saturating_sub(before) as u64,
    );
    assert!(held <= budget, "{held} bytes held, {budget} allowed");
    assert!(took < HANG, "{took:?} worked");
    made
}
