//! What SNS posts
//! (<https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html#http-notification-json>).

use serde::Deserialize;

/// A message in its envelope.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Envelope {
    /// What the envelope is for.
    #[serde(rename = "Type")]
    pub kind: Kind,
    pub message_id: String,
    pub topic_arn: String,
    #[serde(default)]
    pub subject: Option<String>,
    pub message: String,
    pub timestamp: String,
    pub signature_version: String,
    pub signature: String,
    #[serde(rename = "SigningCertURL")]
    pub signing_cert_url: String,
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default, rename = "SubscribeURL")]
    pub subscribe_url: Option<String>,
}

/// `Type`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Kind {
    /// Something was published.
    Notification,
    /// Whoever listens is asked whether they want to.
    SubscriptionConfirmation,
    /// A subscription was ended.
    UnsubscribeConfirmation,
}

impl Envelope {
    /// The string to sign: names and values in the order of their names, each on a line of its own
    /// (<https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html>).
    pub fn string_to_sign(&self) -> String {
        let (subject, subscribe_url, token) = match self.kind {
            Kind::Notification => (self.subject.as_deref(), None, None),
            _ => (None, self.subscribe_url.as_deref(), self.token.as_deref()),
        };
        let fields = [
            ("Message", Some(self.message.as_str())),
            ("MessageId", Some(&self.message_id)),
            ("Subject", subject),
            ("SubscribeURL", subscribe_url),
            ("Timestamp", Some(&self.timestamp)),
            ("Token", token),
            ("TopicArn", Some(&self.topic_arn)),
            ("Type", Some(self.kind.name())),
        ];
        let lines = fields
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}\n{}\n", value?)));
        lines.collect()
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Notification => "Notification",
            Self::SubscriptionConfirmation => "SubscriptionConfirmation",
            Self::UnsubscribeConfirmation => "UnsubscribeConfirmation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Envelope;

    fn envelope(fields: &str) -> Envelope {
        let json = format!(
            r#"{{"MessageId":"id","TopicArn":"arn","Message":"m\nn","Timestamp":"t","SignatureVersion":"1",
                "Signature":"s","SigningCertURL":"u","UnsubscribeURL":"x"{fields}}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn the_documented_strings_to_sign() {
        let plain = envelope(r#","Type":"Notification""#);
        assert_eq!(
            plain.string_to_sign(),
            "Message\nm\nn\nMessageId\nid\nTimestamp\nt\nTopicArn\narn\nType\nNotification\n"
        );
        let with_subject =
            envelope(r#","Type":"Notification","Subject":"about","Token":"not this""#);
        assert_eq!(
            with_subject.string_to_sign(),
            "Message\nm\nn\nMessageId\nid\nSubject\nabout\nTimestamp\nt\nTopicArn\narn\nType\nNotification\n"
        );
        let confirmation =
            envelope(r#","Type":"SubscriptionConfirmation","Token":"tok","SubscribeURL":"url""#);
        assert_eq!(
            confirmation.string_to_sign(),
            "Message\nm\nn\nMessageId\nid\nSubscribeURL\nurl\nTimestamp\nt\nToken\ntok\nTopicArn\narn\nType\nSubscriptionConfirmation\n"
        );
    }
}
