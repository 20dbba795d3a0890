//! SNS in process: one topic, signed deliveries over HTTP.
//!
//! | call | answer |
//! |---|---|
//! | `POST /` with `Action=Publish&TopicArn=..&Message=..` | the XML of `PublishResponse` |
//! | `GET /?Action=ConfirmSubscription&TopicArn=..&Token=..` | the XML of `ConfirmSubscriptionResponse` |
//! | `GET /SimpleNotificationService-<id>.pem` | the certificate of the key that signs |
//! | `GET /notifications` | `[{"messageId","topicArn","subject","message","attributes","timestamp"}]`, oldest first |
//! | `GET /deliveries` | `[{"envelope","status"}]`, each try, oldest first; no status where nobody answered |
//!
//! The key is the stack's own (`<state>/sns/key.pem`), and whoever trusts it is told so by a setting that nothing deployed
//! has. It signs with SHA-256, as a topic with `SignatureVersion` 2.

mod delivery;
mod envelope;
mod query;
mod signing_key;
mod topic;

use axum::Router;
use axum::routing::{get, post};

pub use delivery::subscribe;
pub use topic::{Delivery, Notification, Topic};

use crate::identity::{ACCOUNT, REGION, TOPIC};

/// The topic's ARN.
pub fn arn() -> String {
    format!("arn:aws:sns:{REGION}:{ACCOUNT}:{TOPIC}")
}

/// The routes of the topic.
pub fn router(topic: Topic) -> Router {
    Router::new()
        .route("/", post(query::publish).get(query::confirm))
        .route("/notifications", get(topic::notifications))
        .route("/deliveries", get(topic::deliveries))
        .route(topic.certificate_path(), get(topic::certificate))
        .with_state(topic)
}
