//! What a picture may weigh and measure, decided from its header.

/// Upper bounds that are checked before anything is allocated for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// File size in bytes.
    pub max_bytes: u64,
    /// Width times height in pixels.
    pub max_pixels: u64,
    /// The longer side in pixels.
    pub max_side: u32,
    /// Frames of an animation, though only the first is decoded.
    pub max_frames: u32,
    /// Bytes of colour profiles that are put together or inflated. Text is never inflated.
    pub max_metadata_bytes: u64,
}

impl Limits {
    /// What an upload may be: 10 MiB, 40 megapixels, 12,000 pixels a side, 5,000 frames, 4 MiB of profile: those of
    /// printing presses have up to 3.
    pub const UPLOAD: Self = Self {
        max_bytes: 10 * 1024 * 1024,
        max_pixels: 40_000_000,
        max_side: 12_000,
        max_frames: 5_000,
        max_metadata_bytes: 4 * 1024 * 1024,
    };

    /// What a person may choose on their own device, where the picture is made small before it leaves: phones
    /// take 50 megapixels and 30 MB in one exposure.
    pub const DEVICE: Self = Self {
        max_bytes: 32 * 1024 * 1024,
        max_pixels: 64_000_000,
        ..Self::UPLOAD
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::UPLOAD
    }
}
