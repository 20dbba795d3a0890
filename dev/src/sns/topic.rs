//! The topic: what was published, who wants it, and what became of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;
use tokio::sync::{mpsc, watch};

use super::envelope::Envelope;
use super::signing_key::SigningKey;
use crate::error::StackError;
use crate::state::{State as Directory, random_token};

/// One published message.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// A UUID.
    pub message_id: String,
    /// The topic it was published to.
    pub topic_arn: String,
    /// An optional line of text.
    pub subject: Option<String>,
    /// What was published.
    pub message: String,
    /// The values of its message attributes.
    pub attributes: BTreeMap<String, String>,
    /// ISO 8601, UTC.
    pub timestamp: String,
}

/// One try to deliver.
#[derive(Clone, Debug, Serialize)]
pub struct Delivery {
    /// What was posted.
    pub envelope: Envelope,
    /// What was answered, if anything was.
    pub status: Option<u16>,
}

/// The stack's one topic. Clones are the same topic.
#[derive(Clone, Debug)]
pub struct Topic(Arc<Room>);

#[derive(Debug)]
struct Room {
    /// Of SNS itself.
    url: String,
    key: SigningKey,
    notifications: Mutex<Vec<Notification>>,
    deliveries: Mutex<Vec<Delivery>>,
    subscriber: Mutex<Option<Subscriber>>,
}

/// Who is told of notifications once they have said yes.
#[derive(Debug)]
struct Subscriber {
    token: String,
    confirmed: watch::Sender<bool>,
    outbox: mpsc::UnboundedSender<Notification>,
}

/// What whoever delivers to a subscriber has.
pub(super) struct Subscription {
    pub token: String,
    pub confirmed: watch::Receiver<bool>,
    pub inbox: mpsc::UnboundedReceiver<Notification>,
}

impl Topic {
    /// The topic of the SNS at this URL. Its key is made once and kept.
    ///
    /// # Errors
    /// [`StackError::Key`] and [`StackError::State`] when there is no key to be had.
    pub fn open(state: &Directory, url: &str) -> Result<Self, StackError> {
        Ok(Self(Arc::new(Room {
            url: url.to_owned(),
            key: SigningKey::open(&state.path("sns/key.pem"))?,
            notifications: Mutex::default(),
            deliveries: Mutex::default(),
            subscriber: Mutex::default(),
        })))
    }

    /// Every notification of this run, oldest first.
    pub fn notifications(&self) -> Vec<Notification> {
        lock(&self.0.notifications).clone()
    }

    /// Every try to deliver one, oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        lock(&self.0.deliveries).clone()
    }

    /// Where the certificate is found on this SNS.
    pub fn certificate_path(&self) -> &str {
        self.0.key.certificate_path()
    }

    pub(super) fn publish(&self, notification: Notification) {
        if let Some(subscriber) = &*lock(&self.0.subscriber) {
            // refused where the stack is stopping
            drop(subscriber.outbox.send(notification.clone()));
        }
        lock(&self.0.notifications).push(notification);
    }

    /// The one subscriber; a token is theirs that nobody else knows.
    pub(super) fn subscribe(&self) -> Result<Subscription, String> {
        let token = random_token()?;
        let (outbox, inbox) = mpsc::unbounded_channel();
        let confirmed = watch::Sender::new(false);
        let subscription = Subscription {
            token: token.clone(),
            confirmed: confirmed.subscribe(),
            inbox,
        };
        *lock(&self.0.subscriber) = Some(Subscriber {
            token,
            confirmed,
            outbox,
        });
        Ok(subscription)
    }

    /// Whether this is the subscriber's token, who has then said yes.
    pub(super) fn confirm(&self, token: &str) -> bool {
        let subscriber = lock(&self.0.subscriber);
        let subscriber = subscriber.as_ref().filter(|one| one.token == token);
        subscriber.is_some_and(|one| {
            one.confirmed.send_replace(true);
            true
        })
    }

    /// The envelope, signed.
    pub(super) fn signed(&self, mut envelope: Envelope) -> Result<Envelope, StackError> {
        envelope.signature = self.0.key.sign(&envelope.string_to_sign())?;
        envelope.signing_cert_url = format!("{}{}", self.0.url, self.certificate_path());
        Ok(envelope)
    }

    /// What a subscriber visits to say yes.
    pub(super) fn subscribe_url(&self, token: &str) -> String {
        let (url, arn) = (&self.0.url, super::arn());
        format!("{url}/?Action=ConfirmSubscription&TopicArn={arn}&Token={token}")
    }

    pub(super) fn delivered(&self, envelope: Envelope, status: Option<u16>) {
        lock(&self.0.deliveries).push(Delivery { envelope, status });
    }
}

/// `GET /notifications`
pub async fn notifications(State(topic): State<Topic>) -> Json<Vec<Notification>> {
    Json(topic.notifications())
}

/// `GET /deliveries`
pub async fn deliveries(State(topic): State<Topic>) -> Json<Vec<Delivery>> {
    Json(topic.deliveries())
}

/// `GET /SimpleNotificationService-<id>.pem`
pub async fn certificate(State(topic): State<Topic>) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "binary/octet-stream")];
    (kind, topic.0.key.certificate().to_owned())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
