//! The S3 event inside a queue message.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html>

use percent_encoding::percent_decode_str;
use roundel_avatar::{ImageType, ObjectKey, PublicId, UploadId};
use serde::Deserialize;

use super::Failure;

/// One uploaded original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Whose picture.
    pub public_id: PublicId,
    /// Which upload.
    pub upload_id: UploadId,
    /// The type that was declared and signed.
    pub image_type: ImageType,
}

impl Upload {
    /// The original's key.
    pub fn key(&self) -> ObjectKey {
        ObjectKey::Original {
            public_id: self.public_id,
            upload_id: self.upload_id,
            image_type: self.image_type,
        }
    }
}

#[derive(Deserialize)]
struct S3Event {
    #[serde(rename = "Event")]
    test_event: Option<String>,
    #[serde(rename = "Records", default)]
    records: Vec<S3Record>,
}

#[derive(Deserialize)]
struct S3Record {
    s3: S3Entity,
}

#[derive(Deserialize)]
struct S3Entity {
    bucket: Bucket,
    object: Object,
}

#[derive(Deserialize)]
struct Bucket {
    name: String,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

/// The uploads that a message tells of, each readable or not by itself; none for the `s3:TestEvent` that S3 sends
/// when notifications are configured.
///
/// # Errors
/// [`Failure::Permanent`] when the body is no S3 event at all.
pub fn uploaded_keys(body: &str, bucket: &str) -> Result<Vec<Result<Upload, Failure>>, Failure> {
    let event: S3Event =
        serde_json::from_str(body).map_err(|_| Failure::Permanent("not_an_s3_event"))?;
    if event.test_event.is_none() && event.records.is_empty() {
        return Err(Failure::Permanent("not_an_s3_event"));
    }
    Ok(event
        .records
        .into_iter()
        .map(|record| upload(&record.s3, bucket))
        .collect())
}

fn upload(entity: &S3Entity, bucket: &str) -> Result<Upload, Failure> {
    if entity.bucket.name != bucket {
        return Err(Failure::Permanent("bucket_not_ours"));
    }
    match ObjectKey::parse(&form_decode(&entity.object.key)) {
        Ok(ObjectKey::Original {
            public_id,
            upload_id,
            image_type,
        }) => Ok(Upload {
            public_id,
            upload_id,
            image_type,
        }),
        // what we write must never come back to us, whatever bucket or prefix the notification was put on
        Ok(_) => Err(Failure::Permanent("output_as_input")),
        Err(_) => Err(Failure::Permanent("key_not_ours")),
    }
}

/// An event's key is form-urlencoded: `+` is a space.
fn form_decode(key: &str) -> String {
    let spaced = key.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use roundel_avatar::{ImageType, PublicId, UploadId};

    use super::{Failure, Upload, uploaded_keys};

    fn event(bucket: &str, key: &str) -> String {
        format!(
            r#"{{"Records":[{{"eventName":"ObjectCreated:Put","s3":{{"bucket":{{"name":"{bucket}"}},"object":{{"key":"{key}"}}}}}}]}}"#
        )
    }

    #[test]
    fn an_original_is_read_whole() {
        let upload = Upload {
            public_id: PublicId::from_sub("andrew"),
            upload_id: UploadId::new(1, [0; 10]),
            image_type: ImageType::Jpeg,
        };
        let encoded = upload.key().to_string().replace('-', "%2D");
        assert_eq!(
            uploaded_keys(&event("up", &encoded), "up"),
            Ok(vec![Ok(upload)])
        );
    }

    #[test]
    fn f1_a_key_with_a_foreign_base_name_is_not_ours() {
        let key = format!("avatars/original/x/{}.jpg", PublicId::from_sub("victim"));
        for key in [key.as_str(), "a+b.jpg", "%FF%FE", "avatars/original/"] {
            let keys = uploaded_keys(&event("up", key), "up").unwrap();
            assert_eq!(keys, [Err(Failure::Permanent("key_not_ours"))], "{key}");
        }
    }

    #[test]
    fn what_we_wrote_ourselves_is_no_input() {
        let id = PublicId::from_sub("andrew");
        for key in [
            format!("avatars/processed/{id}.jpg"),
            format!("avatars/{id}/current/512.webp"),
            format!("avatars/{id}/{}/64.jpg", "0".repeat(32)),
        ] {
            let keys = uploaded_keys(&event("up", &key), "up").unwrap();
            assert_eq!(keys, [Err(Failure::Permanent("output_as_input"))], "{key}");
        }
    }

    #[test]
    fn another_bucket_is_not_ours() {
        let keys = uploaded_keys(&event("other", "k"), "up").unwrap();
        assert_eq!(keys, [Err(Failure::Permanent("bucket_not_ours"))]);
    }

    #[test]
    fn the_test_event_is_no_upload_and_no_failure() {
        let body = r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"up"}"#;
        assert_eq!(uploaded_keys(body, "up"), Ok(vec![]));
    }

    #[test]
    fn what_is_no_event_fails_for_good() {
        for body in ["", "{}", "[]", "<xml/>", r#"{"Records":[{}]}"#] {
            let failure = Failure::Permanent("not_an_s3_event");
            assert_eq!(uploaded_keys(body, "up"), Err(failure), "{body}");
        }
    }
}
