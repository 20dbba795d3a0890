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
}

impl Limits {
    /// What an upload may be: 10 MiB, 40 megapixels, 12,000 pixels a side.
    pub const UPLOAD: Self = Self {
        max_bytes: 10 * 1024 * 1024,
        max_pixels: 40_000_000,
        max_side: 12_000,
    };

    /// What a person may choose on their own device, where the picture is made small before it leaves: phones
    /// take 50 megapixels and 30 MB in one exposure.
    pub const DEVICE: Self = Self {
        max_bytes: 32 * 1024 * 1024,
        max_pixels: 64_000_000,
        max_side: 12_000,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::UPLOAD
    }
}
