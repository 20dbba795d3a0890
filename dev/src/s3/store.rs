//! `s3s-fs` with what it lacks: whole bodies checked before they are stored, conditional requests as S3 answers
//! them, one writer at a time for a key, and notifications.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;
use tokio::sync::RwLock;

use super::checksum;
use super::conditions::{self, Validators};
use super::event::{Created, Notifications};
use crate::error::StackError;

/// The buckets.
pub struct Store {
    files: FileSystem,
    root: PathBuf,
    /// `s3s-fs` keeps an object in three files; a key's lock makes them one. Keys share a fixed number of locks.
    locks: [RwLock<()>; 64],
    notifications: Notifications,
}

impl Store {
    /// Opens the directory that holds a directory for each bucket.
    pub fn open(root: &Path, notifications: Notifications) -> Result<Self, StackError> {
        let files =
            FileSystem::new(root).map_err(|error| StackError::Store(format!("{error:?}")))?;
        Ok(Self {
            files,
            root: root.to_owned(),
            locks: std::array::from_fn(|_| RwLock::new(())),
            notifications,
        })
    }

    fn lock(&self, bucket: &str, key: &str) -> &RwLock<()> {
        let mut hasher = DefaultHasher::new();
        (bucket, key).hash(&mut hasher);
        let index = hasher.finish() % self.locks.len() as u64;
        &self.locks[usize::try_from(index).unwrap_or_default()]
    }

    fn is(&self, bucket: &str, key: &str, kind: fn(&Path) -> bool) -> bool {
        kind(&self.root.join(bucket).join(key))
    }

    /// `s3s-fs` takes a directory for an object; S3 has no directories.
    fn refuse_directory(&self, bucket: &str, key: &str) -> S3Result<()> {
        match self.is(bucket, key, Path::is_dir) {
            true => Err(s3_error!(NoSuchKey)),
            false => Ok(()),
        }
    }
}

#[async_trait]
impl S3 for Store {
    async fn put_object(
        &self,
        req: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let (req, body) = with_whole_body(req).await?;
        let (bucket, key) = (req.input.bucket.clone(), req.input.key.clone());
        let guard = self.lock(&bucket, &key).write().await;
        conditions::check_put(&req.input, self.is(&bucket, &key, Path::is_file))?;
        let response = self.files.put_object(req).await?;
        drop(guard);
        self.notifications.notify(&Created {
            by: "Put",
            bucket: &bucket,
            key: &key,
            size: body.len() as u64,
            etag: response.output.e_tag.as_ref().map_or("", ETag::value),
        });
        Ok(response)
    }

    async fn get_object(
        &self,
        req: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        let (bucket, key) = (req.input.bucket.clone(), req.input.key.clone());
        let _guard = self.lock(&bucket, &key).read().await;
        self.refuse_directory(&bucket, &key)?;
        let conditions = conditions::Read::from(&req.input);
        let response = self.files.get_object(req).await?;
        conditions.check(&Validators {
            etag: response.output.e_tag.as_ref(),
            last_modified: response.output.last_modified.as_ref(),
            cache_control: response.output.cache_control.as_deref(),
        })?;
        Ok(response)
    }

    async fn head_object(
        &self,
        req: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let (bucket, key) = (req.input.bucket.clone(), req.input.key.clone());
        let _guard = self.lock(&bucket, &key).read().await;
        self.refuse_directory(&bucket, &key)?;
        let conditions = conditions::Read::from(&req.input);
        let response = self.files.head_object(req).await?;
        conditions.check(&Validators {
            etag: response.output.e_tag.as_ref(),
            last_modified: response.output.last_modified.as_ref(),
            cache_control: response.output.cache_control.as_deref(),
        })?;
        Ok(response)
    }

    async fn copy_object(
        &self,
        req: S3Request<CopyObjectInput>,
    ) -> S3Result<S3Response<CopyObjectOutput>> {
        let (bucket, key) = (req.input.bucket.clone(), req.input.key.clone());
        let guard = self.lock(&bucket, &key).write().await;
        let response = self.files.copy_object(req).await?;
        drop(guard);
        let copied = response.output.copy_object_result.as_ref();
        self.notifications.notify(&Created {
            by: "Copy",
            bucket: &bucket,
            key: &key,
            size: std::fs::metadata(self.root.join(&bucket).join(&key))
                .map_or(0, |file| file.len()),
            etag: copied
                .and_then(|copy| copy.e_tag.as_ref())
                .map_or("", ETag::value),
        });
        Ok(response)
    }

    async fn delete_object(
        &self,
        req: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let _guard = self.lock(&req.input.bucket, &req.input.key).write().await;
        self.files.delete_object(req).await
    }

    async fn delete_objects(
        &self,
        req: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        self.files.delete_objects(req).await
    }

    async fn list_objects(
        &self,
        req: S3Request<ListObjectsInput>,
    ) -> S3Result<S3Response<ListObjectsOutput>> {
        self.files.list_objects(req).await
    }

    async fn list_objects_v2(
        &self,
        req: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.files.list_objects_v2(req).await
    }

    async fn head_bucket(
        &self,
        req: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.files.head_bucket(req).await
    }

    async fn list_buckets(
        &self,
        req: S3Request<ListBucketsInput>,
    ) -> S3Result<S3Response<ListBucketsOutput>> {
        self.files.list_buckets(req).await
    }
}

/// Reads the whole body and holds it against its checksums: `s3s-fs` would store it first and compare then.
async fn with_whole_body(
    mut req: S3Request<PutObjectInput>,
) -> S3Result<(S3Request<PutObjectInput>, Bytes)> {
    if req.input.content_length.is_none() {
        return Err(s3_error!(MissingContentLength));
    }
    let stream = req
        .input
        .body
        .take()
        .ok_or_else(|| s3_error!(IncompleteBody))?;
    let body = stream
        .try_fold(BytesMut::new(), |mut all, chunk| async move {
            all.extend_from_slice(&chunk);
            Ok(all)
        })
        .await
        .map_err(|_| s3_error!(IncompleteBody))?
        .freeze();
    let trailers = req
        .trailing_headers
        .as_ref()
        .and_then(|trailers| trailers.read(Clone::clone));
    checksum::verify(&req.headers, trailers.as_ref(), &req.uri, &body)?;
    req.input.body = Some(StreamingBlob::from(s3s::Body::from(body.clone())));
    Ok((req, body))
}
