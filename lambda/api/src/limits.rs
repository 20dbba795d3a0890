//! What a request may hold. `www/src/api/limits.ts` says the same to the page; a test keeps it fresh.

/// Bytes of a request's body.
pub const BODY_BYTES: usize = 64 * 1024;

/// Graphemes of a message (Unicode Standard Annex #29): what a person counts as characters.
pub const MESSAGE_GRAPHEMES: usize = 280;

/// Code points of a message, as a grapheme may have any number of them. The database has the same limit.
pub const MESSAGE_CODE_POINTS: usize = 2_800;

/// Code points of a display name. The database has the same limit.
pub const DISPLAY_NAME_CODE_POINTS: usize = 64;

/// Code points of a bio. The database has the same limit.
pub const BIO_CODE_POINTS: usize = 300;

/// Activities in a list.
pub const ACTIVITIES: i64 = 40;

/// People in the suggestions.
pub const SUGGESTIONS: i64 = 5;
