//! Conditional requests: RFC 9110 section 13.2.2 for reads, S3's own rules for writes.

use axum::http::{HeaderMap, HeaderValue, header};
use s3s::dto::{
    ETag, ETagCondition, GetObjectInput, HeadObjectInput, PutObjectInput, Timestamp,
    TimestampFormat,
};
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};

/// The four preconditions of a read.
pub struct Read {
    if_match: Option<ETagCondition>,
    if_none_match: Option<ETagCondition>,
    if_modified_since: Option<Timestamp>,
    if_unmodified_since: Option<Timestamp>,
}

macro_rules! preconditions_of {
    ($input:ty) => {
        impl From<&$input> for Read {
            fn from(input: &$input) -> Self {
                Self {
                    if_match: input.if_match.clone(),
                    if_none_match: input.if_none_match.clone(),
                    if_modified_since: input.if_modified_since.clone(),
                    if_unmodified_since: input.if_unmodified_since.clone(),
                }
            }
        }
    };
}

preconditions_of!(GetObjectInput);
preconditions_of!(HeadObjectInput);

/// What the preconditions are held against, and what a 304 repeats.
pub struct Validators<'a> {
    /// The stored object's tag.
    pub etag: Option<&'a ETag>,
    /// When it was stored.
    pub last_modified: Option<&'a Timestamp>,
    /// Its `Cache-Control`.
    pub cache_control: Option<&'a str>,
}

impl Read {
    /// 412 where the object is another than the client means, 304 where the client has it already.
    pub fn check(&self, object: &Validators<'_>) -> S3Result<()> {
        let unmodified = |since: &Timestamp| {
            object
                .last_modified
                .is_none_or(|at| seconds(at) <= seconds(since))
        };
        let holds = match (&self.if_match, &self.if_unmodified_since) {
            (Some(condition), _) => object.is(condition, ETag::strong_cmp),
            (None, Some(since)) => unmodified(since),
            (None, None) => true,
        };
        if !holds {
            return Err(s3_error!(PreconditionFailed));
        }
        let known = match (&self.if_none_match, &self.if_modified_since) {
            (Some(condition), _) => object.is(condition, ETag::weak_cmp),
            (None, Some(since)) => unmodified(since),
            (None, None) => false,
        };
        if known {
            Err(object.not_modified())
        } else {
            Ok(())
        }
    }
}

impl Validators<'_> {
    fn is(&self, condition: &ETagCondition, same: fn(&ETag, &ETag) -> bool) -> bool {
        match condition {
            ETagCondition::Any => true,
            ETagCondition::ETag(tag) => self.etag.is_some_and(|stored| same(stored, tag)),
        }
    }

    fn not_modified(&self) -> S3Error {
        let mut headers = HeaderMap::new();
        let etag = self.etag.and_then(|tag| tag.to_http_header().ok());
        headers.extend(etag.map(|etag| (header::ETAG, etag)));
        let cache = self
            .cache_control
            .and_then(|text| HeaderValue::from_str(text).ok());
        headers.extend(cache.map(|cache| (header::CACHE_CONTROL, cache)));
        let mut error = S3Error::new(S3ErrorCode::NotModified);
        error.set_headers(headers);
        error
    }
}

/// What S3 says to the preconditions of a PUT before it looks at tags: those are left to `s3s-fs`.
pub fn check_put(input: &PutObjectInput, exists: bool) -> S3Result<()> {
    if matches!(input.if_none_match, Some(ETagCondition::ETag(_))) {
        return Err(s3_error!(
            NotImplemented,
            "If-None-Match takes * alone here"
        ));
    }
    if input.if_match.is_some() && !exists {
        return Err(s3_error!(NoSuchKey));
    }
    Ok(())
}

/// HTTP dates have no fractions.
fn seconds(timestamp: &Timestamp) -> String {
    let mut text = Vec::new();
    // writing into memory fails only for dates that HTTP cannot say
    drop(timestamp.format(TimestampFormat::EpochSeconds, &mut text));
    let text = String::from_utf8_lossy(&text);
    let whole = text.split('.').next().unwrap_or_default();
    format!("{whole:0>20}")
}
