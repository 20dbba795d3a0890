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

use std::time::Duration;

use aws_config::{
    BehaviorVersion, environment::EnvironmentVariableCredentialsProvider, timeout::TimeoutConfig,
};
use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};

pub use failure::Failure;
use roundel_avatar::ORIGINALS_PREFIX;
use tokio::time::timeout;

use crate::{
    invocation::Deadline,
    log::Line,
    metric::Metric,
    settings::{Settings, SettingsError},
};
use burial::DeadLetters;
use event::Upload;
use notification::Topic;
use store::Store;

/// Where the one picture of the system that Roundel replaces is kept up to date.
const PROCESSED_PREFIX: &str = "avatars/processed/";

/// For the answer: a batch that Lambda cuts off comes again as a whole.
const RESERVE: Duration = Duration::from_secs(1);

const OUT_OF_TIME: Failure = Failure::Transient("out_of_time");

/// Everything the lambda was configured with.
pub struct Variants {
    uploads: Store,
    assets: Store,
    topic: Option<Topic>,
    dead_letters: Option<DeadLetters>,
}

impl Variants {
    /// Reads `UPLOADS_BUCKET_NAME`, `DEST_BUCKET_NAME`, and if they are there `TOPIC_ARN` and
    /// `DEAD_LETTER_QUEUE_URL`. `FOLDER_INPUT`, `FOLDER_OUTPUT`, `PROCESS_WIDTH` and `PROCESS_HEIGHT` of the system that
    /// Roundel replaces may be there and must say what is so here.
    ///
    /// # Errors
    /// Every setting that is missing or wrong, at once; equal buckets and an input under the output are wrong, as the
    /// lambda would be its own input.
    pub async fn from_settings<F>(mut settings: Settings<F>) -> Result<Self, SettingsError>
    where
        F: Fn(&str) -> Option<String>,
    {
        let uploads = settings.required(&["UPLOADS_BUCKET_NAME", "UPLOADS_BUCKET"]);
        let assets = settings.required(&["DEST_BUCKET_NAME", "ASSETS_BUCKET_NAME"]);
        if uploads == assets && !uploads.is_empty() {
            settings.problem("the uploads and the assets bucket must be two buckets".to_owned());
        }
        check_replaced(&mut settings);
        let topic = settings.optional("TOPIC_ARN");
        let queue = settings.optional("DEAD_LETTER_QUEUE_URL");
        settings.finish(Some(()))?;

        // the role's credentials are in the environment; the SDK's longer chain would cost start-up
        let config = aws_config::defaults(BehaviorVersion::latest())
            .credentials_provider(EnvironmentVariableCredentialsProvider::new())
            .timeout_config(attempts())
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
    /// alone; those that may succeed later are returned to the queue, and so are those that there is no time for.
    pub async fn handle(&self, event: SqsEvent, deadline: Deadline) -> SqsBatchResponse {
        let mut response = SqsBatchResponse::default();
        for message in event.records {
            let handled = timeout(
                deadline.left().saturating_sub(RESERVE),
                self.handle_message(&message),
            );
            let handled = handled.await.unwrap_or_else(|_| Err(retried(OUT_OF_TIME)));
            if handled.is_err() {
                let mut failure = BatchItemFailure::default();
                failure.item_identifier = message.message_id.unwrap_or_default();
                response.batch_item_failures.push(failure);
            }
        }
        response
    }

    async fn handle_message(&self, message: &SqsMessage) -> Result<(), Failure> {
        let body = message.body.as_deref().unwrap_or_default();
        let outcome = match event::uploaded_keys(body, self.uploads.bucket()) {
            Ok(uploads) => self.process_all(uploads).await,
            Err(failure) => Err(failure),
        };
        match outcome {
            Ok(()) => Ok(()),
            Err(failure) => self.settle(failure, body).await,
        }
    }

    /// The failure of a message is one that may pass, if there is any: it comes again as a whole, and is buried once
    /// nothing else is left of it.
    async fn process_all(&self, uploads: Vec<Result<Upload, Failure>>) -> Result<(), Failure> {
        let mut outcome = Ok(());
        for upload in uploads {
            let processed = match upload {
                Ok(upload) => self.process(&upload).await,
                Err(failure) => Err(failure),
            };
            if !matches!(outcome, Err(Failure::Transient(_))) {
                outcome = processed.and(outcome);
            }
        }
        outcome
    }

    /// What cannot succeed goes to the dead letters at once, with its reason; the rest goes back to the queue.
    async fn settle(&self, failure: Failure, body: &str) -> Result<(), Failure> {
        match (failure, &self.dead_letters) {
            (Failure::Permanent(reason), Some(dead_letters)) => {
                log_failed(failure, Metric::Refused);
                dead_letters.bury(body, reason).await.map_err(retried)
            }
            _ => Err(retried(failure)),
        }
    }
}

fn check_replaced<F>(settings: &mut Settings<F>)
where
    F: Fn(&str) -> Option<String>,
{
    settings.fixed("FOLDER_INPUT", ORIGINALS_PREFIX);
    settings.fixed("FOLDER_OUTPUT", PROCESSED_PREFIX);
    settings.fixed("PROCESS_WIDTH", "512");
    settings.fixed("PROCESS_HEIGHT", "512");
}

/// An answer that has not begun by then seldom comes; another try often does. The SDK itself would wait for ever.
fn attempts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_secs(5))
        .build()
}

/// The failure of a message that goes back to the queue.
fn retried(failure: Failure) -> Failure {
    log_failed(failure, Metric::Retried);
    failure
}

fn log_failed(failure: Failure, metric: Metric) {
    Line::new("variants_failed")
        .code(failure.code())
        .metric(metric, 1)
        .write();
}

#[cfg(test)]
mod tests;
