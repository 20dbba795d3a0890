//! Checksums, verified before anything is stored.
//!
//! A presigned URL may carry them as query parameters; S3 reads those like headers, which is how the checksum of
//! an empty body that an SDK once put there makes every real upload fail (fault F13).

use axum::http::{HeaderMap, Uri};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum, Crc32, Crc32c, Crc64Nvme, Sha1, Sha256};
use s3s::{S3Result, s3_error};

/// Holds a body against every checksum that the request declares.
pub fn verify(
    headers: &HeaderMap,
    trailers: Option<&HeaderMap>,
    uri: &Uri,
    body: &Bytes,
) -> S3Result<()> {
    let mut declared = declared_in(headers);
    declared.extend(trailers.map(declared_in).into_iter().flatten());
    declared.extend(declared_in_query(uri));
    for (algorithm, expected) in declared {
        let Some((found, length)) = compute(&algorithm, body) else {
            continue;
        };
        let name = algorithm.to_uppercase();
        if BASE64_STANDARD.decode(&expected).map(|digest| digest.len()) != Ok(length) {
            return Err(s3_error!(
                InvalidRequest,
                "Value for x-amz-checksum-{algorithm} is invalid."
            ));
        }
        if found != expected {
            return Err(s3_error!(
                BadDigest,
                "The {name} you specified did not match the calculated checksum."
            ));
        }
    }
    Ok(())
}

const PREFIX: &str = "x-amz-checksum-";

fn declared_in(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter_map(|(name, value)| {
            let algorithm = name.as_str().strip_prefix(PREFIX)?;
            Some((
                algorithm.to_owned(),
                value.to_str().unwrap_or_default().to_owned(),
            ))
        })
        .collect()
}

fn declared_in_query(uri: &Uri) -> Vec<(String, String)> {
    form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter_map(|(name, value)| {
            let name = name.to_lowercase();
            Some((name.strip_prefix(PREFIX)?.to_owned(), value.into_owned()))
        })
        .collect()
}

/// The checksum in base64 and its length in bytes; `None` for a header that declares no digest, as
/// `x-amz-checksum-algorithm` does.
fn compute(algorithm: &str, body: &[u8]) -> Option<(String, usize)> {
    let mut hasher = ChecksumHasher::default();
    let length = match algorithm {
        "crc32" => {
            hasher.crc32 = Some(Crc32::new());
            4
        }
        "crc32c" => {
            hasher.crc32c = Some(Crc32c::new());
            4
        }
        "crc64nvme" => {
            hasher.crc64nvme = Some(Crc64Nvme::new());
            8
        }
        "sha1" => {
            hasher.sha1 = Some(Sha1::new());
            20
        }
        "sha256" => {
            hasher.sha256 = Some(Sha256::new());
            32
        }
        _ => return None,
    };
    hasher.update(body);
    let sums = hasher.finalize();
    let found = sums
        .checksum_crc32
        .or(sums.checksum_crc32c)
        .or(sums.checksum_crc64nvme);
    found
        .or(sums.checksum_sha1)
        .or(sums.checksum_sha256)
        .map(|found| (found, length))
}

#[cfg(test)]
mod tests {
    use super::{Bytes, HeaderMap, Uri, verify};

    fn code(header: Option<&str>, query: &str, body: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        if let Some(value) = header {
            headers.insert("x-amz-checksum-sha256", value.parse().unwrap());
        }
        let uri: Uri = format!("/b/k{query}").parse().unwrap();
        let error = verify(&headers, None, &uri, &Bytes::from(body)).err()?;
        Some(error.code().as_str().to_owned())
    }

    #[test]
    fn a_declared_checksum_must_match() {
        let empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(code(None, "", "x"), None);
        assert_eq!(code(Some(empty), "", ""), None);
        assert_eq!(code(Some(empty), "", "x").as_deref(), Some("BadDigest"));
        assert_eq!(
            code(Some("short"), "", "x").as_deref(),
            Some("InvalidRequest")
        );
    }

    #[test]
    fn f13_the_checksum_of_an_empty_body_in_the_url_refuses_a_real_one() {
        assert_eq!(
            code(None, "?x-amz-checksum-crc32=AAAAAA%3D%3D", "").as_deref(),
            None
        );
        let refused = code(None, "?x-amz-checksum-crc32=AAAAAA%3D%3D", "a photo");
        assert_eq!(refused.as_deref(), Some("BadDigest"));
    }
}
