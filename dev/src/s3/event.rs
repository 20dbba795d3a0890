//! The bucket's notifications: what S3 tells the queue about a new object
//! (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html>).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use roundel_avatar::ORIGINALS_PREFIX;
use serde_json::{Value, json};

use crate::clock;
use crate::identity::{ACCESS_KEY, REGION, UPLOADS_BUCKET};
use crate::queue::Queue;

/// The uploads bucket's one notification: `ObjectCreated:*` under `avatars/original/`, to a queue.
#[derive(Clone, Debug)]
pub struct Notifications {
    queue: Queue,
    sequencer: Arc<AtomicU64>,
}

/// A stored object, as its notification tells of it.
pub struct Created<'a> {
    /// `Put` or `Copy`.
    pub by: &'static str,
    /// The bucket.
    pub bucket: &'a str,
    /// The key as it is, not encoded.
    pub key: &'a str,
    /// In bytes; unknown after a copy.
    pub size: u64,
    /// Without quotes.
    pub etag: &'a str,
}

impl Notifications {
    /// Notifications to this queue.
    pub fn to(queue: Queue) -> Self {
        let sequencer = Arc::new(AtomicU64::new(clock::unix_millis() << 16));
        Self { queue, sequencer }
    }

    /// Tells the queue, if the bucket is configured to.
    pub fn notify(&self, created: &Created<'_>) {
        if created.bucket == UPLOADS_BUCKET && created.key.starts_with(ORIGINALS_PREFIX) {
            let sequencer = self.sequencer.fetch_add(1, Ordering::Relaxed);
            self.queue.send(message(created, sequencer).to_string());
        }
    }
}

fn message(created: &Created<'_>, sequencer: u64) -> Value {
    json!({ "Records": [{
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": clock::iso8601(),
        "eventName": format!("ObjectCreated:{}", created.by),
        "userIdentity": { "principalId": ACCESS_KEY },
        "requestParameters": { "sourceIPAddress": "127.0.0.1" },
        "responseElements": {
            "x-amz-request-id": uuid::Uuid::new_v4().simple().to_string(),
            "x-amz-id-2": uuid::Uuid::new_v4().simple().to_string(),
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "roundel-originals",
            "bucket": {
                "name": created.bucket,
                "ownerIdentity": { "principalId": ACCESS_KEY },
                "arn": format!("arn:aws:s3:::{}", created.bucket),
            },
            "object": {
                "key": form_encoded(created.key),
                "size": created.size,
                "eTag": created.etag,
                "sequencer": format!("{sequencer:018X}"),
            },
        },
    }]})
}

/// The key as S3 writes it: form-urlencoded, with slashes left alone.
fn form_encoded(key: &str) -> String {
    const KEPT: AsciiSet = NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'*');
    utf8_percent_encode(key, &KEPT)
        .to_string()
        .replace("%20", "+")
}

#[cfg(test)]
mod tests {
    use super::{Created, form_encoded, message};

    #[test]
    fn the_key_is_form_urlencoded() {
        assert_eq!(
            form_encoded("avatars/original/a b+c.jpg"),
            "avatars/original/a+b%2Bc.jpg"
        );
        assert_eq!(form_encoded("ü"), "%C3%BC");
    }

    #[test]
    fn the_record_is_as_documented() {
        let created = Created {
            by: "Put",
            bucket: "b",
            key: "k",
            size: 3,
            etag: "e",
        };
        let message = message(&created, 0xff);
        let record = &message["Records"][0];
        assert_eq!(record["eventName"], "ObjectCreated:Put");
        assert_eq!(record["s3"]["bucket"]["arn"], "arn:aws:s3:::b");
        assert_eq!(record["s3"]["object"]["sequencer"], "0000000000000000FF");
        assert_eq!(record["s3"]["object"]["size"], 3);
    }
}
