//! The closed table of what is made from every original.

/// Sides of the square variants in pixels, largest first. With the sizes a page shows (profile 132, feed 60,
/// messages 50, navigation 40, suggestions 36 CSS pixels) each has a variant for one, two and three device pixels.
pub const VARIANT_SIZES: [u32; 4] = [512, 256, 128, 64];

/// Counts up whenever the table or the way of encoding changes, so that new variants get new names.
pub const VARIANT_TABLE_VERSION: u32 = 1;

/// `Cache-Control` of a variant under its version: the name changes when the content does.
pub const VARIANT_CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// An encoding in which every size is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VariantFormat {
    /// Lossy WebP, for every client that names it in `Accept`.
    Webp,
    /// Baseline JPEG, for everybody else.
    Jpeg,
}

impl VariantFormat {
    /// Every format, the preferred one first.
    pub const ALL: [Self; 2] = [Self::Webp, Self::Jpeg];

    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Webp => "image/webp",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// The extension in object keys and URLs.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Webp => "webp",
            Self::Jpeg => "jpg",
        }
    }

    /// The name in the pointer and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webp => "webp",
            Self::Jpeg => "jpeg",
        }
    }

    /// The format of an extension as [`VariantFormat::extension`] writes it.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// The format of a name as [`VariantFormat::name`] writes it.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl serde::Serialize for VariantFormat {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for VariantFormat {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_name(&name)
            .ok_or_else(|| serde::de::Error::unknown_variant(&name, &["webp", "jpeg"]))
    }
}
