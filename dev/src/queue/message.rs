//! A message, and how Lambda is shown it.

use std::collections::BTreeMap;

use md5::{Digest, Md5};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::clock;
use crate::identity::{ACCOUNT, REGION};

/// A message attribute as `SendMessage` takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    /// `String`, `Number` or `Binary`.
    pub data_type: String,
    /// The value of a `String` or `Number`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub string_value: Option<String>,
    /// The value of a `Binary`, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binary_value: Option<String>,
}

/// Attributes by name.
pub type Attributes = BTreeMap<String, Attribute>;

/// One message of a queue.
#[derive(Clone, Debug)]
pub struct Message {
    /// A UUID that stays the same over all deliveries.
    pub id: String,
    /// What was sent.
    pub body: String,
    /// New with every delivery.
    pub receipt: String,
    /// How often it was delivered.
    pub receives: u32,
    sent: u64,
    first_received: Option<u64>,
}

impl Message {
    /// A message that was never delivered.
    pub fn new(body: String) -> Self {
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            body,
            receipt: String::new(),
            receives: 0,
            sent: clock::unix_millis(),
            first_received: None,
        }
    }

    /// Notes one more delivery.
    pub(super) fn received(&mut self) {
        self.receives += 1;
        self.receipt = uuid::Uuid::new_v4().simple().to_string();
        self.first_received.get_or_insert_with(clock::unix_millis);
    }

    /// A member of `Records` in the event that Lambda gets
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>).
    pub(super) fn record(&self, queue: &str) -> Value {
        json!({
            "messageId": self.id,
            "receiptHandle": self.receipt,
            "body": self.body,
            "attributes": {
                "ApproximateReceiveCount": self.receives.to_string(),
                "SentTimestamp": self.sent.to_string(),
                "SenderId": ACCOUNT,
                "ApproximateFirstReceiveTimestamp": self.first_received.unwrap_or(self.sent).to_string(),
            },
            "messageAttributes": {},
            "md5OfBody": md5_hex(&self.body),
            "eventSource": "aws:sqs",
            "eventSourceARN": arn(queue),
            "awsRegion": REGION,
        })
    }
}

/// The ARN of a queue of this stack.
pub fn arn(queue: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}")
}

/// What SQS answers so that a sender can see that its message arrived whole.
pub(super) fn md5_hex(body: &str) -> String {
    format!("{:x}", Md5::digest(body))
}
