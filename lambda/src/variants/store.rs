//! One bucket, with the conditional requests that make retries safe.

use std::collections::HashMap;

use aws_config::SdkConfig;
use aws_sdk_s3::{
    Client,
    config::Builder,
    error::{ProvideErrorMetadata, SdkError},
    operation::{get_object::GetObjectError, head_object::HeadObjectError},
    primitives::ByteStream,
};
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
    pub body: Vec<u8>,
    /// Its media type.
    pub content_type: &'static str,
    /// How long it may be cached.
    pub cache_control: &'static str,
    /// Its user metadata.
    pub metadata: HashMap<String, String>,
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
    pub async fn head(&self, key: &str) -> Result<Option<Head>, Failure> {
        let request = self.client.head_object().bucket(&self.bucket).key(key);
        match request.send().await {
            Ok(head) => Ok(Some(Head {
                bytes: head
                    .content_length()
                    .and_then(|n| n.try_into().ok())
                    .unwrap_or(0),
                etag: head.e_tag.unwrap_or_default(),
                metadata: head.metadata.unwrap_or_default(),
            })),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(HeadObjectError::is_not_found) =>
            {
                Ok(None)
            }
            Err(_) => Err(UNAVAILABLE),
        }
    }

    /// An object's bytes, if it is there.
    pub async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Failure> {
        let request = self.client.get_object().bucket(&self.bucket).key(key);
        match request.send().await {
            Ok(object) => {
                let body = object.body.collect().await.map_err(|_| UNAVAILABLE)?;
                Ok(Some(body.to_vec()))
            }
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(GetObjectError::is_no_such_key) =>
            {
                Ok(None)
            }
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

    /// Writes an object that names the newest avatar, unless a newer upload has written it. Returns whether the
    /// object is now this upload's.
    pub async fn put_if_newest(
        &self,
        mut object: NewObject,
        upload_id: UploadId,
    ) -> Result<bool, Failure> {
        // each lost race means that somebody else's write won: eight in a row is somebody hammering
        const TRIES: usize = 8;
        object
            .metadata
            .insert(UPLOAD_ID.to_owned(), upload_id.to_string());
        for _ in 0..TRIES {
            let head = self.head(&object.key).await?;
            match head.as_ref().and_then(Head::upload_id) {
                Some(stored) if stored > upload_id => return Ok(false),
                Some(stored) if stored == upload_id => return Ok(true),
                _ => {}
            }
            let condition = head
                .as_ref()
                .map_or(Condition::Absent, |head| Condition::Unchanged(&head.etag));
            if self.put(object.clone(), condition).await? == Put::Done {
                return Ok(true);
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

/// 412 when the condition does not hold, 409 when another write is under way, 404 when an object that should be
/// unchanged is gone.
fn lost_the_race<E: ProvideErrorMetadata>(error: &SdkError<E>) -> bool {
    matches!(
        error.code(),
        Some("PreconditionFailed" | "ConditionalRequestConflict" | "NoSuchKey")
    )
}
