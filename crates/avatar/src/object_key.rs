//! Object keys: made here, read here, whole or not at all.

use alloc::vec::Vec;

use crate::{ImageType, PublicId, UploadId, VariantFile, VariantFormat, Version};

/// Where originals are uploaded, with its closing slash.
pub const ORIGINALS_PREFIX: &str = "avatars/original/";

/// Where everything is kept that may be shown, with its closing slash.
pub const ASSETS_PREFIX: &str = "avatars/";

/// A key of ours. The original took a part of its key from the client (fault F1); here a key is made from parsed
/// parts alone, and a string that is not the whole of such a key is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectKey {
    /// `avatars/original/<publicId>/<uploadId>.<ext>` in the uploads bucket.
    Original {
        /// Whose picture.
        public_id: PublicId,
        /// Which upload.
        upload_id: UploadId,
        /// Its declared type.
        image_type: ImageType,
    },
    /// `avatars/<publicId>/<version>/<size>.<ext>`, immutable.
    Variant {
        /// Whose picture.
        public_id: PublicId,
        /// What it was made from.
        version: Version,
        /// A side of [`VARIANT_SIZES`].
        size: u32,
        /// Its encoding.
        format: VariantFormat,
    },
    /// `avatars/<publicId>/current/<size>.<ext>`, the newest, short-lived.
    Current {
        /// Whose picture.
        public_id: PublicId,
        /// A side of [`VARIANT_SIZES`].
        size: u32,
        /// Its encoding.
        format: VariantFormat,
    },
    /// `avatars/<publicId>/current.json`, what is newest.
    Pointer {
        /// Whose picture.
        public_id: PublicId,
    },
    /// `avatars/processed/<publicId>.jpg`, where the original system kept its one 512-pixel picture.
    Processed {
        /// Whose picture.
        public_id: PublicId,
    },
}

/// Why a string is not a key of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not the whole of any form that [`ObjectKey`] has.
    #[error("not an object key of Roundel's")]
    NotOurs,
}

impl ObjectKey {
    /// Reads a whole key, already url-decoded.
    ///
    /// # Errors
    /// [`KeyError::NotOurs`] for anything that [`ObjectKey`]'s own text would not be.
    pub fn parse(key: &str) -> Result<Self, KeyError> {
        let original = key.strip_prefix(ORIGINALS_PREFIX).and_then(parse_original);
        original.map_or_else(|| Self::parse_asset(key), Ok)
    }

    /// Reads a whole key of what may be shown: of everything but an original.
    ///
    /// # Errors
    /// [`KeyError::NotOurs`].
    pub fn parse_asset(key: &str) -> Result<Self, KeyError> {
        let path = key.strip_prefix(ASSETS_PREFIX).ok_or(KeyError::NotOurs)?;
        let parts: Vec<&str> = path.splitn(4, '/').collect();
        parse_parts(&parts).ok_or(KeyError::NotOurs)
    }
}

fn parse_original(path: &str) -> Option<ObjectKey> {
    let (owner, file) = path.split_once('/')?;
    let (name, extension) = file.split_once('.')?;
    let image_type = ImageType::from_extension(extension)?;
    (image_type.extension() == extension).then_some(())?;
    Some(ObjectKey::Original {
        public_id: PublicId::parse(owner)?,
        upload_id: UploadId::parse(name)?,
        image_type,
    })
}

fn parse_parts(parts: &[&str]) -> Option<ObjectKey> {
    match *parts {
        ["processed", file] => Some(ObjectKey::Processed {
            public_id: PublicId::parse(file.strip_suffix(".jpg")?)?,
        }),
        [owner, "current.json"] => Some(ObjectKey::Pointer {
            public_id: PublicId::parse(owner)?,
        }),
        [owner, "current", file] => {
            let VariantFile { size, format } = VariantFile::parse(file)?;
            Some(ObjectKey::Current {
                public_id: PublicId::parse(owner)?,
                size,
                format,
            })
        }
        [owner, version, file] => {
            let VariantFile { size, format } = VariantFile::parse(file)?;
            Some(ObjectKey::Variant {
                public_id: PublicId::parse(owner)?,
                version: Version::parse(version)?,
                size,
                format,
            })
        }
        _ => None,
    }
}

impl core::fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Original {
                public_id,
                upload_id,
                image_type,
            } => {
                let extension = image_type.extension();
                write!(f, "{ORIGINALS_PREFIX}{public_id}/{upload_id}.{extension}")
            }
            Self::Variant {
                public_id,
                version,
                size,
                format,
            } => {
                let extension = format.extension();
                write!(f, "{ASSETS_PREFIX}{public_id}/{version}/{size}.{extension}")
            }
            Self::Current {
                public_id,
                size,
                format,
            } => {
                let extension = format.extension();
                write!(f, "{ASSETS_PREFIX}{public_id}/current/{size}.{extension}")
            }
            Self::Pointer { public_id } => write!(f, "{ASSETS_PREFIX}{public_id}/current.json"),
            Self::Processed { public_id } => write!(f, "{ASSETS_PREFIX}processed/{public_id}.jpg"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use super::{KeyError, ObjectKey};
    use crate::{ImageType, PublicId, UploadId, VariantFormat, Version};

    #[test]
    fn every_form_leads_back() {
        let public_id = PublicId::from_sub("andrew");
        let keys = [
            ObjectKey::Original {
                public_id,
                upload_id: UploadId::new(1, [0; 10]),
                image_type: ImageType::Webp,
            },
            ObjectKey::Variant {
                public_id,
                version: Version::of(b""),
                size: 64,
                format: VariantFormat::Jpeg,
            },
            ObjectKey::Current {
                public_id,
                size: 512,
                format: VariantFormat::Webp,
            },
            ObjectKey::Pointer { public_id },
            ObjectKey::Processed { public_id },
        ];
        for key in keys {
            assert_eq!(ObjectKey::parse(&key.to_string()), Ok(key));
            let is_original = matches!(key, ObjectKey::Original { .. });
            let asset = ObjectKey::parse_asset(&key.to_string());
            assert_eq!(asset.is_err(), is_original);
        }
    }

    #[test]
    fn f1_a_key_is_read_whole_or_not_at_all() {
        let owner = PublicId::from_sub("victim");
        let upload = UploadId::new(1, [0; 10]);
        for key in [
            format!("avatars/original/x/{owner}/{upload}.jpg"),
            format!("avatars/original/{owner}/{upload}.jpg/x.jpg"),
            format!("avatars/original/{owner}/{upload}.jpeg"),
            format!("avatars/original/{owner}/{upload}.html"),
            format!("avatars/original/{owner}/../{upload}.jpg"),
            format!("avatars/original/{owner}/{upload}"),
            format!("/avatars/original/{owner}/{upload}.jpg"),
            format!("avatars/original/{owner}.jpg"),
            format!("avatars/{owner}/current/0512.jpg"),
            format!("avatars/{owner}/current/513.jpg"),
            format!("avatars/{owner}/current/512.png"),
            format!("avatars/{owner}/512.jpg"),
            String::new(),
        ] {
            assert_eq!(ObjectKey::parse(&key), Err(KeyError::NotOurs), "{key}");
        }
    }
}
