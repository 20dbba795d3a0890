//! The name of one upload, which also says which of two is newer.

use alloc::string::ToString;

use uuid::{Uuid, Variant};

/// A UUIDv7 (RFC 9562 §5.7) made by the server when it signs an upload. Ordered by its time, so that of two
/// uploads the newer one is the greater.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UploadId(Uuid);

impl UploadId {
    /// An id for this moment.
    ///
    /// `unix_millis` is milliseconds since 1970 (48 bits count), `random` ten bytes from the system's generator.
    pub fn new(unix_millis: u64, random: [u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(unix_millis, &random).into_uuid())
    }

    /// Reads the canonical text: lower case, hyphens, version 7.
    pub fn parse(text: &str) -> Option<Self> {
        let id = Uuid::try_parse(text).ok()?;
        let canonical = Self(id).to_string() == text;
        (canonical && id.get_version_num() == 7 && id.get_variant() == Variant::RFC4122)
            .then_some(Self(id))
    }
}

impl core::fmt::Display for UploadId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.0.as_hyphenated())
    }
}

impl core::fmt::Debug for UploadId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "UploadId({self})")
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::UploadId;

    #[test]
    fn the_newer_is_the_greater() {
        let old = UploadId::new(1_795_000_000_000, [0xFF; 10]);
        let new = UploadId::new(1_795_000_000_001, [0; 10]);
        assert!(new > old);
        assert!(new.to_string() > old.to_string(), "also as text");
    }

    #[test]
    fn only_the_canonical_text_of_a_version_7_parses() {
        let id = UploadId::new(1, [3; 10]);
        assert_eq!(UploadId::parse(&id.to_string()), Some(id));
        for text in [
            "",
            "01939a5e-7a8b-4c1d-8e2f-123456789abc",
            "01939A5E-7A8B-7C1D-8E2F-123456789ABC",
            "01939a5e7a8b7c1d8e2f123456789abc",
            "{01939a5e-7a8b-7c1d-8e2f-123456789abc}",
            "01939a5e-7a8b-7c1d-ce2f-123456789abc",
        ] {
            assert_eq!(UploadId::parse(text), None, "{text:?}");
        }
    }
}
