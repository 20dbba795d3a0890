//! The terms of an upload: what the client says it will send, before anything is signed.

use alloc::string::{String, ToString};

use serde_json::Value;

use crate::{ImageType, Limits, Refusal, Sha256Checksum};

/// A request to upload that has been read and found acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadTerms {
    /// `{"contentType","contentLength","checksumSha256"}`: all of it is bound by the signature.
    Bound {
        /// The declared type.
        image_type: ImageType,
        /// The exact length in bytes, 1 to [`Limits::UPLOAD`]'s.
        content_length: u64,
        /// The SHA-256 of the bytes to come.
        checksum: Sha256Checksum,
    },
    /// `{"extension"}` of the system that Roundel replaces: the type is bound, the rest is checked on arrival.
    Legacy {
        /// The type of the extension.
        image_type: ImageType,
    },
}

/// Why a body is no acceptable request to upload; one variant a cause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TermsError {
    /// No body at all.
    #[error("Send a JSON body with contentType, contentLength and checksumSha256.")]
    MissingBody,
    /// The body is not a JSON object.
    #[error("The body is not a JSON object.")]
    NotJson,
    /// A field is not there.
    #[error("The field {0} is missing.")]
    MissingField(&'static str),
    /// A field is there with another type or form.
    #[error("The field {0} must be {1}.")]
    InvalidField(&'static str, &'static str),
    /// A type that is not in the list.
    #[error("Only image/jpeg, image/png, image/webp and image/gif are accepted.")]
    UnsupportedType,
    /// A length over the limit.
    #[error("The picture may have at most {} bytes.", Limits::UPLOAD.max_bytes)]
    TooLarge,
}

impl UploadTerms {
    /// Reads the body of `POST /avatars/key_upload`.
    ///
    /// # Errors
    /// [`TermsError`], the first that applies in the order of its variants.
    ///
    /// ```
    /// use roundel_avatar::{TermsError, UploadTerms};
    /// assert_eq!(UploadTerms::parse(b"{}"), Err(TermsError::MissingField("contentType")));
    /// assert!(UploadTerms::parse(br#"{"extension":"jpg"}"#).is_ok());
    /// ```
    pub fn parse(body: &[u8]) -> Result<Self, TermsError> {
        if body.is_empty() {
            return Err(TermsError::MissingBody);
        }
        let value: Value = serde_json::from_slice(body).map_err(|_| TermsError::NotJson)?;
        let fields = value.as_object().ok_or(TermsError::NotJson)?;
        match fields.get("extension") {
            Some(extension) if !fields.contains_key("contentType") => parse_legacy(extension),
            _ => parse_bound(fields),
        }
    }

    /// The declared type.
    pub fn image_type(&self) -> ImageType {
        match *self {
            Self::Bound { image_type, .. } | Self::Legacy { image_type } => image_type,
        }
    }
}

fn parse_legacy(extension: &Value) -> Result<UploadTerms, TermsError> {
    let text = extension
        .as_str()
        .ok_or(TermsError::InvalidField("extension", "a string"))?;
    // old clients send what stands after the last dot, and cameras write IMG_0001.JPG
    let image_type =
        ImageType::from_extension(&text.to_ascii_lowercase()).ok_or(TermsError::UnsupportedType)?;
    Ok(UploadTerms::Legacy { image_type })
}

fn parse_bound(fields: &serde_json::Map<String, Value>) -> Result<UploadTerms, TermsError> {
    let field = |name| fields.get(name).ok_or(TermsError::MissingField(name));
    let content_type = field("contentType")?
        .as_str()
        .ok_or(TermsError::InvalidField("contentType", "a string"))?;
    let image_type = ImageType::from_mime(content_type).ok_or(TermsError::UnsupportedType)?;
    let content_length = field("contentLength")?
        .as_u64()
        .filter(|&length| length > 0)
        .ok_or(TermsError::InvalidField(
            "contentLength",
            "a whole number of bytes above 0",
        ))?;
    if content_length > Limits::UPLOAD.max_bytes {
        return Err(TermsError::TooLarge);
    }
    let checksum = field("checksumSha256")?
        .as_str()
        .and_then(Sha256Checksum::parse)
        .ok_or(TermsError::InvalidField(
            "checksumSha256",
            "the base64 of a SHA-256 digest",
        ))?;
    Ok(UploadTerms::Bound {
        image_type,
        content_length,
        checksum,
    })
}

impl From<TermsError> for Refusal {
    fn from(error: TermsError) -> Self {
        let (status, code) = match &error {
            TermsError::MissingBody => (400, "missing_body"),
            TermsError::NotJson => (400, "invalid_json"),
            TermsError::MissingField("contentType") => (400, "missing_content_type"),
            TermsError::MissingField("contentLength") => (400, "missing_content_length"),
            TermsError::MissingField(_) => (400, "missing_checksum"),
            TermsError::InvalidField("contentType", _) => (400, "invalid_content_type"),
            TermsError::InvalidField("contentLength", _) => (400, "invalid_content_length"),
            TermsError::InvalidField("extension", _) => (400, "invalid_extension"),
            TermsError::InvalidField(..) => (400, "invalid_checksum"),
            TermsError::UnsupportedType => (415, "unsupported_type"),
            TermsError::TooLarge => (413, "too_large"),
        };
        Self::new(status, code, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{TermsError, UploadTerms};
    use crate::{ImageType, Refusal};

    const SUM: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    fn code(body: &str) -> (u16, &'static str) {
        let refusal = Refusal::from(UploadTerms::parse(body.as_bytes()).unwrap_err());
        (refusal.status, refusal.code)
    }

    #[test]
    fn the_bound_and_the_legacy_form_are_read() {
        let body =
            format!(r#"{{"contentType":"image/png","contentLength":7,"checksumSha256":"{SUM}"}}"#);
        assert_eq!(
            UploadTerms::parse(body.as_bytes()).unwrap().image_type(),
            ImageType::Png
        );
        assert_eq!(
            UploadTerms::parse(br#"{"extension":"JPEG"}"#),
            Ok(UploadTerms::Legacy {
                image_type: ImageType::Jpeg
            })
        );
    }

    #[test]
    fn f3_what_the_original_accepted_is_refused_each_with_its_code() {
        assert_eq!(code(""), (400, "missing_body"));
        assert_eq!(code("eyJleHRlbnNpb24iOiJqcGcifQ=="), (400, "invalid_json"));
        assert_eq!(code("[]"), (400, "invalid_json"));
        assert_eq!(code("{}"), (400, "missing_content_type"));
        assert_eq!(code(r#"{"extension":{}}"#), (400, "invalid_extension"));
        assert_eq!(code(r#"{"extension":"html"}"#), (415, "unsupported_type"));
        assert_eq!(
            code(r#"{"extension":"/../../"}"#),
            (415, "unsupported_type")
        );
        assert_eq!(
            code(r#"{"extension":"x/victim.jpg"}"#),
            (415, "unsupported_type")
        );
    }

    #[test]
    fn each_field_has_its_own_codes() {
        assert_eq!(code(r#"{"contentType":1}"#), (400, "invalid_content_type"));
        assert_eq!(
            code(r#"{"contentType":"image/svg+xml"}"#),
            (415, "unsupported_type")
        );
        assert_eq!(
            code(r#"{"contentType":"image/png"}"#),
            (400, "missing_content_length")
        );
        for length in ["0", "-1", "1.5", "\"7\"", "null", "1e400"] {
            let body = format!(r#"{{"contentType":"image/png","contentLength":{length}}}"#);
            assert!(
                ["invalid_content_length", "invalid_json"].contains(&code(&body).1),
                "{length}"
            );
        }
        let body = r#"{"contentType":"image/png","contentLength":10485761,"checksumSha256":""}"#;
        assert_eq!(code(body), (413, "too_large"));
        let body = r#"{"contentType":"image/png","contentLength":7}"#;
        assert_eq!(code(body), (400, "missing_checksum"));
        let body = r#"{"contentType":"image/png","contentLength":7,"checksumSha256":"x"}"#;
        assert_eq!(code(body), (400, "invalid_checksum"));
    }

    #[test]
    fn a_bound_request_is_not_weakened_by_an_extension_beside_it() {
        let body = r#"{"extension":"jpg","contentType":"image/png"}"#;
        assert_eq!(
            UploadTerms::parse(body.as_bytes()),
            Err(TermsError::MissingField("contentLength"))
        );
    }
}
