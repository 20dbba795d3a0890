//! The closed table of what is made from every original.

use alloc::string::String;

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

/// A file of the table, as it is named below a version or `current`: `<size>.<extension>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariantFile {
    /// A side of [`VARIANT_SIZES`].
    pub size: u32,
    /// Its encoding.
    pub format: VariantFormat,
}

impl VariantFile {
    /// Reads a whole name as [`VariantFile::name`] writes it.
    pub fn parse(name: &str) -> Option<Self> {
        let (size, extension) = name.split_once('.')?;
        Some(Self {
            size: Self::parse_size(size)?,
            format: VariantFormat::from_extension(extension)?,
        })
    }

    /// Reads a side of [`VARIANT_SIZES`], spelt without a zero before it.
    pub fn parse_size(text: &str) -> Option<u32> {
        let is_spelt = |size: &u32| digits(*size).eq(text.bytes());
        VARIANT_SIZES.into_iter().find(is_spelt)
    }

    /// The name.
    pub fn name(self) -> String {
        let mut name: String = digits(self.size).map(char::from).collect();
        name.push('.');
        name.push_str(self.format.extension());
        name
    }
}

/// The three or two digits of a side. `core::fmt` would be a tenth of the edge's module.
fn digits(size: u32) -> impl Iterator<Item = u8> {
    let places = [1_000, 100, 10, 1].into_iter();
    let shown = places.skip_while(move |place| size < *place);
    shown.map(move |place| b"0123456789"[(size / place % 10) as usize])
}

impl serde::Serialize for VariantFormat {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for VariantFormat {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <alloc::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_name(&name)
            .ok_or_else(|| serde::de::Error::unknown_variant(&name, &["webp", "jpeg"]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_spelling() {
        for size in VARIANT_SIZES {
            for format in VariantFormat::ALL {
                let file = VariantFile { size, format };
                assert_eq!(VariantFile::parse(&file.name()), Some(file));
            }
        }
        let file = VariantFile {
            size: 512,
            format: VariantFormat::Jpeg,
        };
        assert_eq!(file.name(), "512.jpg");
        for name in [
            "",
            "512",
            "512.",
            "0512.jpg",
            "+512.jpg",
            "513.jpg",
            "512.jpeg",
            "512.jpg.jpg",
            ".jpg",
        ] {
            assert_eq!(VariantFile::parse(name), None, "{name}");
        }
    }
}
