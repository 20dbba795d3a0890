//! Messages that can never succeed go to the dead letters at once, with the reason.

use aws_config::SdkConfig;
use aws_sdk_sqs::{Client, types::MessageAttributeValue};

use super::Failure;

/// The dead-letter queue.
pub struct DeadLetters {
    client: Client,
    url: String,
}

impl DeadLetters {
    /// The queue of this URL.
    pub fn new(config: &SdkConfig, url: String) -> Self {
        Self {
            client: Client::new(config),
            url,
        }
    }

    /// Sends the message there, its reason in the attribute `reason`.
    ///
    /// # Errors
    /// [`Failure::Transient`] when the queue does not take it: then the message stays where it is.
    pub async fn bury(&self, body: &str, reason: &str) -> Result<(), Failure> {
        let reason = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(reason)
            .build()
            .map_err(|_| Failure::Transient("dead_letters_unavailable"))?;
        let request = self
            .client
            .send_message()
            .queue_url(&self.url)
            .message_body(body)
            .message_attributes("reason", reason);
        match request.send().await {
            Ok(_) => Ok(()),
            Err(_) => Err(Failure::Transient("dead_letters_unavailable")),
        }
    }
}
