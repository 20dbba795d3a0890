//! A presigned PUT (SigV4 in the query) that binds what it promises (faults F4 and F13).

use std::{collections::BTreeMap, time::Duration};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::SignableBody;
use roundel_avatar::{ObjectKey, UploadTerms};

use crate::{
    secret::Secret,
    settings::Settings,
    sigv4::{Scope, Unsigned, presigned_query},
};

/// How long a presigned PUT may be begun: long enough for a person on a slow phone to start, short enough that a
/// leaked URL is soon nothing. The rule is 60 to 120 seconds.
pub const EXPIRES_IN: Duration = Duration::from_secs(120);

/// Signs PUTs into the uploads bucket with the lambda's own credentials.
pub struct Presigner {
    region: String,
    bucket_url: String,
    credentials: fn() -> Option<Credentials>,
}

/// A PUT that S3 will accept once, from whoever holds it.
pub struct PresignedPut {
    /// To be given to the person who asked and to nobody else: it is a credential.
    pub url: Secret<String>,
    /// Every header to send, lower-case.
    pub headers: BTreeMap<&'static str, String>,
    /// The object it makes.
    pub key: ObjectKey,
    /// Seconds since 1970.
    pub expires_at: u64,
}

/// Why nothing could be signed; neither is the client's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PresignError {
    /// The environment holds no AWS credentials.
    #[error("no AWS credentials in the environment")]
    NoCredentials,
    /// The signer refused the request.
    #[error("the signer refused the request")]
    Signer,
}

impl PresignError {
    /// A stable word for the log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoCredentials => "no_credentials",
            Self::Signer => "signer",
        }
    }
}

impl Presigner {
    /// Reads `UPLOADS_BUCKET_NAME` (or `UPLOADS_BUCKET`), `AWS_REGION` and, for a stand-in, `AWS_ENDPOINT_URL_S3`.
    pub fn from_settings<F>(settings: &mut Settings<F>) -> Self
    where
        F: Fn(&str) -> Option<String>,
    {
        let bucket = settings.required(&["UPLOADS_BUCKET_NAME", "UPLOADS_BUCKET"]);
        let region = settings.required(&["AWS_REGION", "AWS_DEFAULT_REGION"]);
        let endpoint = settings
            .optional("AWS_ENDPOINT_URL_S3")
            .or_else(|| settings.optional("AWS_ENDPOINT_URL"));
        Self {
            bucket_url: bucket_url(&bucket, &region, endpoint.as_deref()),
            region,
            credentials: credentials_from_environment,
        }
    }

    /// Signs the PUT of `key` at `now` (seconds since 1970).
    ///
    /// Signed are `host`, `content-type` and, unless the client is an old one, `content-length`,
    /// `x-amz-checksum-sha256` and `if-none-match: *`; the body is `UNSIGNED-PAYLOAD`, as its checksum is bound.
    ///
    /// # Errors
    /// [`PresignError`] where the lambda itself is not able to sign.
    pub fn presign(
        &self,
        key: ObjectKey,
        terms: &UploadTerms,
        now: u64,
    ) -> Result<PresignedPut, PresignError> {
        let headers = headers(terms);
        let url = format!("{}/{key}", self.bucket_url);
        let query = self.signature(&url, &headers, now)?;
        Ok(PresignedPut {
            url: Secret::new(format!("{url}?{query}")),
            headers,
            key,
            expires_at: now + EXPIRES_IN.as_secs(),
        })
    }

    fn signature(
        &self,
        url: &str,
        headers: &BTreeMap<&'static str, String>,
        now: u64,
    ) -> Result<String, PresignError> {
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let request = Unsigned {
            method: "PUT",
            url,
            headers: &headers,
            body: SignableBody::UnsignedPayload,
        };
        let scope = Scope {
            credentials: (self.credentials)().ok_or(PresignError::NoCredentials)?,
            region: &self.region,
            service: "s3",
            now,
            expires_in: EXPIRES_IN,
        };
        presigned_query(request, &scope).map_err(|_| PresignError::Signer)
    }
}

fn headers(terms: &UploadTerms) -> BTreeMap<&'static str, String> {
    let content_type = ("content-type", terms.image_type().mime().to_owned());
    match terms {
        UploadTerms::Bound {
            content_length,
            checksum,
            ..
        } => BTreeMap::from([
            content_type,
            ("content-length", content_length.to_string()),
            ("if-none-match", "*".to_owned()),
            ("x-amz-checksum-sha256", checksum.to_string()),
        ]),
        // an old client sends its content type and no other header of these
        UploadTerms::Legacy { .. } => BTreeMap::from([content_type]),
    }
}

/// Virtual-hosted style, except where it cannot be: a stand-in's own address, and a bucket with dots, which the
/// wildcard certificate does not cover.
fn bucket_url(bucket: &str, region: &str, endpoint: Option<&str>) -> String {
    let domain = domain(region);
    match endpoint {
        Some(endpoint) => format!("{}/{bucket}", endpoint.trim_end_matches('/')),
        None if bucket.contains('.') => format!("https://s3.{region}.{domain}/{bucket}"),
        None => format!("https://{bucket}.s3.{region}.{domain}"),
    }
}

/// Partitions other than AWS's first have names of their own.
fn domain(region: &str) -> &'static str {
    match region.split_once('-') {
        Some(("cn", _)) => "amazonaws.com.cn",
        Some(("eusc", _)) => "amazonaws.eu",
        _ => "amazonaws.com",
    }
}

/// Lambda puts the role's credentials there for as long as the container lives.
fn credentials_from_environment() -> Option<Credentials> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    Some(Credentials::new(
        variable("AWS_ACCESS_KEY_ID")?,
        variable("AWS_SECRET_ACCESS_KEY")?,
        variable("AWS_SESSION_TOKEN"),
        None,
        "environment",
    ))
}

#[cfg(test)]
mod tests {
    use aws_credential_types::Credentials;
    use roundel_avatar::{ImageType, ObjectKey, PublicId, Sha256Checksum, UploadId, UploadTerms};

    use super::{Presigner, bucket_url};

    fn presigner() -> Presigner {
        Presigner {
            region: "eu-west-1".into(),
            bucket_url: bucket_url("uploads", "eu-west-1", None),
            credentials: || {
                Some(Credentials::new(
                    "AKID",
                    "SECRET",
                    Some("SESSION+/=".into()),
                    None,
                    "test",
                ))
            },
        }
    }

    fn key() -> ObjectKey {
        ObjectKey::Original {
            public_id: PublicId::from_sub("andrew"),
            upload_id: UploadId::new(1_795_000_000_000, [1; 10]),
            image_type: ImageType::Jpeg,
        }
    }

    #[test]
    fn f4_type_length_checksum_and_no_overwrite_are_bound_for_two_minutes() {
        let terms = UploadTerms::Bound {
            image_type: ImageType::Jpeg,
            content_length: 48_211,
            checksum: Sha256Checksum::of(b"x"),
        };
        let put = presigner().presign(key(), &terms, 1_795_000_000).unwrap();
        assert!(put.url.expose().contains(
            "X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match%3Bx-amz-checksum-sha256"
        ));
        assert!(put.url.expose().contains("X-Amz-Expires=120&"));
        assert!(
            put.url
                .expose()
                .contains("X-Amz-Security-Token=SESSION%2B%2F%3D")
        );
        assert_eq!(put.headers["if-none-match"], "*");
        assert_eq!(put.expires_at, 1_795_000_120);
    }

    #[test]
    fn f13_no_checksum_of_an_empty_body_is_added() {
        let terms = UploadTerms::Legacy {
            image_type: ImageType::Png,
        };
        let put = presigner().presign(key(), &terms, 1_795_000_000).unwrap();
        assert!(!put.url.expose().to_lowercase().contains("checksum"));
        assert!(
            put.url
                .expose()
                .contains("X-Amz-SignedHeaders=content-type%3Bhost")
        );
    }

    #[test]
    fn a_bucket_with_dots_is_addressed_by_path() {
        assert_eq!(
            bucket_url("uploads.example.com", "eu-west-1", None),
            "https://s3.eu-west-1.amazonaws.com/uploads.example.com"
        );
        assert_eq!(
            bucket_url("b", "r", Some("http://127.0.0.1:9/")),
            "http://127.0.0.1:9/b"
        );
    }

    #[test]
    fn partitions_have_domains_of_their_own() {
        for (region, host) in [
            ("us-gov-west-1", "u.s3.us-gov-west-1.amazonaws.com"),
            ("cn-north-1", "u.s3.cn-north-1.amazonaws.com.cn"),
            ("eusc-de-east-1", "u.s3.eusc-de-east-1.amazonaws.eu"),
        ] {
            assert_eq!(bucket_url("u", region, None), format!("https://{host}"));
        }
    }
}
