//! What S3 checks about a presigned request that `s3s` does not.

use axum::http::{HeaderMap, Uri};

/// An `x-amz-*` header that the presigned query's `X-Amz-SignedHeaders` does not cover. S3 refuses such a request,
/// or a holder of the URL could add metadata, an ACL or a storage class that the signer never saw.
pub fn unsigned_header(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let query = form_urlencoded::parse(uri.query()?.as_bytes());
    let signed = query
        .filter(|(name, _)| name == "X-Amz-SignedHeaders")
        .map(|(_, value)| value.into_owned())
        .next()?;
    let is_signed = |name: &str| signed.split(';').any(|listed| listed == name);
    headers
        .keys()
        .map(|name| name.as_str())
        .find(|name| name.starts_with("x-amz-") && !is_signed(name))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{HeaderMap, Uri, unsigned_header};

    #[test]
    fn every_amz_header_must_be_signed() {
        let headers = HeaderMap::from_iter([("x-amz-acl".parse().unwrap(), "x".parse().unwrap())]);
        for (uri, found) in [
            ("/b/k?X-Amz-SignedHeaders=host", true),
            ("/b/k?X-Amz-SignedHeaders=host%3Bx-amz-acl", false),
            ("/b/k?x=1", false),
            ("/b/k", false),
        ] {
            let uri: Uri = uri.parse().unwrap();
            assert_eq!(unsigned_header(&uri, &headers).is_some(), found, "{uri}");
        }
    }
}
