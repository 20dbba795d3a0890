//! S3 events, through a queue, become variants, a pointer and a notification.

mod burial;
mod event;
mod failure;
mod job;
mod notification;
mod original;
mod publish;
mod rendering;
mod store;

use aws_config::{BehaviorVersion, environment::EnvironmentVariableCredentialsProvider};
use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};

pub use failure::Failure;

use crate::{
    log::Line,
    settings::{Settings, SettingsError},
};
use burial::DeadLetters;
use notification::Topic;
use store::Store;

/// Everything the lambda was configured with.
pub struct Variants {
    uploads: Store,
    assets: Store,
    topic: Option<Topic>,
    dead_letters: Option<DeadLetters>,
}

impl Variants {
    /// Reads `UPLOADS_BUCKET_NAME`, `DEST_BUCKET_NAME`, and if they are there `TOPIC_ARN` and
    /// `DEAD_LETTER_QUEUE_URL`.
    ///
    /// # Errors
    /// Every setting that is missing or wrong, at once; equal buckets are wrong, as the lambda would be its own
    /// input.
    pub async fn from_settings<F>(mut settings: Settings<F>) -> Result<Self, SettingsError>
    where
        F: Fn(&str) -> Option<String>,
    {
        let uploads = settings.required(&["UPLOADS_BUCKET_NAME", "UPLOADS_BUCKET"]);
        let assets = settings.required(&["DEST_BUCKET_NAME", "ASSETS_BUCKET_NAME"]);
        if uploads == assets && !uploads.is_empty() {
            settings.problem("the uploads and the assets bucket must be two buckets".to_owned());
        }
        let topic = settings.optional("TOPIC_ARN");
        let queue = settings.optional("DEAD_LETTER_QUEUE_URL");
        settings.finish(Some(()))?;

        // the role's credentials are in the environment; the SDK's longer chain would cost start-up
        let config = aws_config::defaults(BehaviorVersion::latest())
            .credentials_provider(EnvironmentVariableCredentialsProvider::new())
            .load()
            .await;
        let s3 = store::client(&config);
        Ok(Self {
            uploads: Store::new(s3.clone(), uploads),
            assets: Store::new(s3, assets),
            topic: topic.map(|arn| Topic::new(&config, arn)),
            dead_letters: queue.map(|url| DeadLetters::new(&config, url)),
        })
    }

    /// Handles a batch, one message after the other as each may need the memory of a whole picture. A message fails
    /// alone; those that may succeed later are returned to the queue.
    pub async fn handle(&self, event: SqsEvent) -> SqsBatchResponse {
        let mut response = SqsBatchResponse::default();
        for message in event.records {
            if self.handle_message(&message).await.is_err() {
                let mut failure = BatchItemFailure::default();
                failure.item_identifier = message.message_id.unwrap_or_default();
                response.batch_item_failures.push(failure);
            }
        }
        response
    }

    async fn handle_message(&self, message: &SqsMessage) -> Result<(), Failure> {
        let body = message.body.as_deref().unwrap_or_default();
        let keys = match event::uploaded_keys(body, self.uploads.bucket()) {
            Ok(keys) => keys,
            Err(failure) => return self.settle(failure, body).await,
        };
        let mut outcome = Ok(());
        for key in keys {
            let handled = match key {
                Ok(upload) => self.process(&upload).await,
                Err(failure) => Err(failure),
            };
            if let Err(failure) = handled {
                outcome = outcome.and(self.settle(failure, body).await);
            }
        }
        outcome
    }

    /// What cannot succeed goes to the dead letters at once, with its reason; the rest goes back to the queue.
    async fn settle(&self, failure: Failure, body: &str) -> Result<(), Failure> {
        Line::new("variants_failed").code(failure.code()).write();
        match (&failure, &self.dead_letters) {
            (Failure::Permanent(reason), Some(dead_letters)) => {
                dead_letters.bury(body, reason).await
            }
            _ => Err(failure),
        }
    }
}
