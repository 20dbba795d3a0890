//! One bucket, with the conditional requests that make retries safe.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    config::Builder,
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    primitives::ByteStream,
};
use bytes::Bytes;
use roundel_avatar::UploadId;

use super::Failure;

const UNAVAILABLE: Failure = Failure::Transient("s3_unavailable");

/// A bucket.
#[derive(Clone)]
pub struct Store {
    client: Client,
    bucket: String,
}

/// What a HEAD told of an object.
pub struct Head {
    /// Its size.
    pub bytes: u64,
    /// Its entity tag, quoted as S3 gives it.
    pub etag: String,
    /// Its user metadata, names without `x-amz-meta-`.
    pub metadata: HashMap<String, String>,
}

/// An object to be put.
#[derive(Clone)]
pub struct NewObject {
    /// Its key.
    pub key: String,
    /// Its content.
    pub body: Bytes,
    /// Its media type.
    pub content_type: &'static str,
    /// How long it may be cached.
    pub cache_control: &'static str,
    /// Its user metadata.
    pub metadata: HashMap<String, String>,
}

/// What a GET brought.
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// It is larger than was asked for, and was not read.
    TooLarge,
    /// There is no such object.
    Missing,
}

/// Whose an object that names the newest avatar is, after a try to make it this upload's.
pub enum Newest {
    /// This upload's, written just now.
    Written,
    /// This upload's, written by an earlier try.
    AlreadyOurs(Head),
    /// A newer upload's.
    OfNewer,
}

/// What a conditional PUT came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The object is written.
    Done,
    /// The condition did not hold; nothing was written.
    ConditionFailed,
}

/// When a PUT may write.
#[derive(Clone, Copy)]
pub enum Condition<'a> {
    /// There is no such object yet.
    Absent,
    /// The object still has this entity tag.
    Unchanged(&'a str),
}

/// A client for the SDK's configuration; path-style where the endpoint is a stand-in's own address.
pub fn client(config: &SdkConfig) -> Client {
    let stand_in = std::env::var_os("AWS_ENDPOINT_URL_S3").is_some();
    Client::from_conf(Builder::from(config).force_path_style(stand_in).build())
}

impl Store {
    /// The bucket of this name.
    pub fn new(client: Client, bucket: String) -> Self {
        Self { client, bucket }
    }

    /// Its name.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// What S3 knows of an object, if it is there.
    ///
    /// To a role that may not list the bucket S3 says 403 of an object that is not there, and a HEAD's answer has no
    /// body to tell why
    /// (<https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>). So 403 counts as absent: what is
    /// written next is written on the condition that this is true.
    pub async fn head(&self, key: &str) -> Result<Option<Head>, Failure> {
        let request = self.client.head_object().bucket(&self.bucket).key(key);
        match request.send().await {
            Ok(head) => Ok(Some(Head {
                bytes: length(head.content_length).unwrap_or(0),
                etag: head.e_tag.unwrap_or_default(),
                metadata: head.metadata.unwrap_or_default(),
            })),
            Err(error) if matches!(status(&error), Some(404 | 403)) => Ok(None),
            Err(_) => Err(UNAVAILABLE),
        }
    }

    /// An object's bytes, if it has at most so many.
    pub async fn get(&self, key: &str, max_bytes: u64) -> Result<Body, Failure> {
        let request = self.client.get_object().bucket(&self.bucket).key(key);
        match request.send().await {
            Ok(object) => match length(object.content_length) {
                Some(bytes) if bytes <= max_bytes => {
                    let body = object.body.collect().await.map_err(|_| UNAVAILABLE)?;
                    Ok(Body::Whole(body.to_vec()))
                }
                Some(_) => Ok(Body::TooLarge),
                None => Err(UNAVAILABLE),
            },
            Err(error) if error.code() == Some("NoSuchKey") => Ok(Body::Missing),
            Err(_) => Err(UNAVAILABLE),
        }
    }

    /// Writes an object if the condition holds.
    pub async fn put(&self, object: NewObject, condition: Condition<'_>) -> Result<Put, Failure> {
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(object.key)
            .content_type(object.content_type)
            .cache_control(object.cache_control)
            .set_metadata(Some(object.metadata))
            .body(ByteStream::from(object.body));
        let request = match condition {
            Condition::Absent => request.if_none_match("*"),
            Condition::Unchanged(etag) => request.if_match(etag),
        };
        match request.send().await {
            Ok(_) => Ok(Put::Done),
            Err(error) if lost_the_race(&error) => Ok(Put::ConditionFailed),
            Err(_) => Err(UNAVAILABLE),
        }
    }

    /// Writes the object of this key, which names the newest avatar, unless a newer upload has written it. `seen` is what a
    /// HEAD told a moment ago, where one was sent: the first try goes by it. `object` is asked for only if it is to be written.
    pub async fn put_if_newest(
        &self,
        key: &str,
        upload_id: UploadId,
        mut seen: Option<Option<Head>>,
        object: impl AsyncFn() -> Result<NewObject, Failure>,
    ) -> Result<Newest, Failure> {
        // each lost race means that somebody else's write won: eight in a row is somebody hammering
        const TRIES: usize = 8;
        for _ in 0..TRIES {
            let head = match seen.take() {
                Some(head) => head,
                None => self.head(key).await?,
            };
            let condition = match head {
                Some(head) if head.upload_id() > Some(upload_id) => return Ok(Newest::OfNewer),
                Some(head) if head.upload_id() == Some(upload_id) => {
                    return Ok(Newest::AlreadyOurs(head));
                }
                Some(ref head) => Condition::Unchanged(&head.etag),
                None => Condition::Absent,
            };
            let mut object = object().await?;
            let upload_id = upload_id.to_string();
            object.metadata.insert(UPLOAD_ID.to_owned(), upload_id);
            if self.put(object, condition).await? == Put::Done {
                return Ok(Newest::Written);
            }
        }
        Err(Failure::Transient("contended"))
    }
}

const UPLOAD_ID: &str = "upload-id";

impl Head {
    /// The upload that wrote an object naming the newest avatar.
    pub fn upload_id(&self) -> Option<UploadId> {
        UploadId::parse(self.metadata.get(UPLOAD_ID)?)
    }
}

fn length(bytes: Option<i64>) -> Option<u64> {
    bytes.and_then(|bytes| bytes.try_into().ok())
}

fn status<E>(error: &SdkError<E, HttpResponse>) -> Option<u16> {
    error.raw_response().map(|answer| answer.status().as_u16())
}

/// 412 when the condition does not hold, 409 when another write is under way, 404 when an object that should be
/// unchanged is gone.
fn lost_the_race<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    matches!(
        error.code(),
        Some("PreconditionFailed" | "ConditionalRequestConflict" | "NoSuchKey")
    )
}
