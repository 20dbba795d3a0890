//! The picture types an upload may have.

/// A picture type that Roundel reads. SVG, HTML and XML are not among them and never will be: they run code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageType {
    /// JPEG, ISO/IEC 10918-1.
    Jpeg,
    /// PNG, W3C PNG Third Edition.
    Png,
    /// WebP, RFC 9649.
    Webp,
    /// GIF89a and GIF87a; its first frame is what counts.
    Gif,
}

impl ImageType {
    /// Every type, in the order in which documentation lists them.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif];

    /// The media type as registered with IANA.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }

    /// The extension that our object keys carry.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
        }
    }

    /// The type of a media type, byte for byte: no parameters, no other case.
    pub fn from_mime(mime: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|image| image.mime() == mime)
    }

    /// The type of a lower-case extension without its dot; `jpeg` is read as `jpg`.
    pub fn from_extension(extension: &str) -> Option<Self> {
        if extension == "jpeg" {
            return Some(Self::Jpeg);
        }
        Self::ALL
            .into_iter()
            .find(|image| image.extension() == extension)
    }

    /// The type that the first bytes announce, whatever name or header came with them.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Self::Webp)
        } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            Some(Self::Gif)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ImageType;

    #[test]
    fn mime_and_extension_lead_back() {
        for image in ImageType::ALL {
            assert_eq!(ImageType::from_mime(image.mime()), Some(image));
            assert_eq!(ImageType::from_extension(image.extension()), Some(image));
        }
        assert_eq!(ImageType::from_extension("jpeg"), Some(ImageType::Jpeg));
    }

    #[test]
    fn nothing_that_can_carry_script_is_a_picture() {
        for name in ["html", "svg", "xml", "JPG", "", "../jpg", "jpg "] {
            assert_eq!(ImageType::from_extension(name), None, "{name:?}");
        }
        for mime in [
            "image/svg+xml",
            "text/html",
            "image/jpeg; charset=x",
            "IMAGE/JPEG",
        ] {
            assert_eq!(ImageType::from_mime(mime), None, "{mime:?}");
        }
    }

    #[test]
    fn sniffing_needs_the_whole_signature() {
        assert_eq!(ImageType::sniff(b"GIF89a"), Some(ImageType::Gif));
        assert_eq!(
            ImageType::sniff(b"RIFF\0\0\0\0WEBPVP8 "),
            Some(ImageType::Webp)
        );
        assert_eq!(ImageType::sniff(b"RIFF\0\0\0\0WAVE"), None);
        assert_eq!(ImageType::sniff(b"\xFF\xD8"), None);
        assert_eq!(ImageType::sniff(b"<svg"), None);
        assert_eq!(ImageType::sniff(b""), None);
    }
}
