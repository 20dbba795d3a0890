//! What is posted to a subscriber
//! (<https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html>).

use serde::Serialize;

use super::arn;
use super::topic::Notification;
use crate::clock;

/// A message in its envelope.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    #[serde(rename = "Type")]
    pub(super) kind: &'static str,
    pub(super) message_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    topic_arn: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    message: String,
    #[serde(rename = "SubscribeURL", skip_serializing_if = "Option::is_none")]
    subscribe_url: Option<String>,
    timestamp: String,
    signature_version: &'static str,
    pub(super) signature: String,
    #[serde(rename = "SigningCertURL")]
    pub(super) signing_cert_url: String,
}

impl Envelope {
    /// A notification, not signed yet.
    pub fn notification(notification: &Notification) -> Self {
        Self {
            kind: "Notification",
            message_id: notification.message_id.clone(),
            token: None,
            topic_arn: notification.topic_arn.clone(),
            subject: notification.subject.clone(),
            message: notification.message.clone(),
            subscribe_url: None,
            timestamp: notification.timestamp.clone(),
            signature_version: "2",
            signature: String::new(),
            signing_cert_url: String::new(),
        }
    }

    /// The question whether somebody wants the topic's notifications, not signed yet.
    pub fn subscription_confirmation(token: &str, subscribe_url: String) -> Self {
        let arn = arn();
        let message = format!(
            "You have chosen to subscribe to the topic {arn}.\nTo confirm the subscription, visit the SubscribeURL included \
             in this message."
        );
        Self {
            kind: "SubscriptionConfirmation",
            message_id: uuid::Uuid::new_v4().to_string(),
            token: Some(token.to_owned()),
            topic_arn: arn,
            subject: None,
            message,
            subscribe_url: Some(subscribe_url),
            timestamp: clock::iso8601(),
            signature_version: "2",
            signature: String::new(),
            signing_cert_url: String::new(),
        }
    }

    /// Names and values, each on a line of its own, in the order of their names
    /// (<https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html>).
    pub fn string_to_sign(&self) -> String {
        let optional = |value: &Option<String>| value.clone();
        let fields = [
            ("Message", Some(self.message.clone())),
            ("MessageId", Some(self.message_id.clone())),
            ("Subject", optional(&self.subject)),
            ("SubscribeURL", optional(&self.subscribe_url)),
            ("Timestamp", Some(self.timestamp.clone())),
            ("Token", optional(&self.token)),
            ("TopicArn", Some(self.topic_arn.clone())),
            ("Type", Some(self.kind.to_owned())),
        ];
        let lines = fields
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}\n{}\n", value?)));
        lines.collect()
    }
}
