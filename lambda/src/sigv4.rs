//! Signature Version 4 in a request's query, as S3 reads it
//! (<https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>).

use std::{
    borrow::Cow,
    time::{Duration, SystemTime},
};

use aws_credential_types::Credentials;
use aws_sigv4::{
    http_request::{
        PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4,
};

/// A request to be signed.
pub struct Unsigned<'a> {
    /// `PUT`, say.
    pub method: &'a str,
    /// Absolute; whatever its path or query has that is not unreserved is percent-encoded.
    pub url: &'a str,
    /// Those that are bound, beside `host`.
    pub headers: &'a [(&'a str, &'a str)],
    /// For S3 nearly always `UNSIGNED-PAYLOAD`: who holds the URL has the body.
    pub body: SignableBody<'a>,
}

/// What a signature is good for, and whose it is.
pub struct Scope<'a> {
    /// The signer's.
    pub credentials: Credentials,
    /// `eu-west-1`, say.
    pub region: &'a str,
    /// `s3`.
    pub service: &'a str,
    /// Seconds since 1970.
    pub now: u64,
    /// From then.
    pub expires_in: Duration,
}

/// The URL or a header is none that could be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request cannot be signed")]
pub struct NotSignable;

/// The parameters to be added to the request's query, percent-encoded: `X-Amz-Algorithm=…&…`.
///
/// # Errors
/// [`NotSignable`].
pub fn presigned_query(request: Unsigned<'_>, scope: &Scope<'_>) -> Result<String, NotSignable> {
    let identity = scope.credentials.clone().into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(scope.region)
        .name(scope.service)
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(scope.now))
        .settings(settings(scope.expires_in))
        .build()
        .map_err(|_| NotSignable)?
        .into();
    let headers = request.headers.iter().copied();
    let request = SignableRequest::new(request.method, request.url, headers, request.body)
        .map_err(|_| NotSignable)?;
    let (instructions, _) = sign(request, &parameters)
        .map_err(|_| NotSignable)?
        .into_parts();
    Ok(query_string(instructions.params()))
}

/// S3 neither double-encodes nor normalises the path.
fn settings(expires_in: Duration) -> SigningSettings {
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.expires_in = Some(expires_in);
    settings
}

/// RFC 3986 unreserved characters stay, as SigV4's canonical query has it.
fn query_string(parameters: &[(&str, Cow<'_, str>)]) -> String {
    const ENCODED: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~');
    let pairs: Vec<String> = parameters
        .iter()
        .map(|(name, value)| {
            format!(
                "{name}={}",
                percent_encoding::utf8_percent_encode(value, ENCODED)
            )
        })
        .collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_credential_types::Credentials;
    use aws_sigv4::http_request::SignableBody;

    use super::{Scope, Unsigned, presigned_query};

    /// The example of S3's own documentation, "Authenticating Requests: Using Query Parameters".
    #[test]
    fn the_documentation_s_presigned_get() {
        let request = Unsigned {
            method: "GET",
            url: "https://examplebucket.s3.amazonaws.com/test.txt",
            headers: &[],
            body: SignableBody::UnsignedPayload,
        };
        let scope = Scope {
            credentials: Credentials::new(
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                None,
                None,
                "documentation",
            ),
            region: "us-east-1",
            service: "s3",
            now: 1_369_353_600, // 2013-05-24T00:00:00Z
            expires_in: Duration::from_secs(86_400),
        };
        let query = presigned_query(request, &scope).unwrap();
        let signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        assert!(query.contains(&format!("X-Amz-Signature={signature}")));
        assert!(query.contains(
            "X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        ));
    }
}
