//! SNS in process: the query protocol's `Publish`, and every notification kept for whoever wants to see it.
//!
//! | call | answer |
//! |---|---|
//! | `POST /` with `Action=Publish&TopicArn=..&Message=..` | the XML of `PublishResponse` |
//! | `GET /notifications` | `[{"messageId","topicArn","subject","message","attributes","timestamp"}]`, oldest first |

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;

use crate::clock;
use crate::identity::{ACCOUNT, REGION, TOPIC};

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

/// The stack's one topic. Clones are the same topic.
#[derive(Clone, Debug, Default)]
pub struct Topic(Arc<Mutex<Vec<Notification>>>);

impl Topic {
    /// Every notification of this run, oldest first.
    pub fn notifications(&self) -> Vec<Notification> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, notification: Notification) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(notification);
    }
}

/// The topic's ARN.
pub fn arn() -> String {
    format!("arn:aws:sns:{REGION}:{ACCOUNT}:{TOPIC}")
}

/// The routes of the topic.
pub fn router(topic: Topic) -> Router {
    Router::new()
        .route("/", post(action))
        .route("/notifications", get(notifications))
        .with_state(topic)
}

async fn notifications(State(topic): State<Topic>) -> Json<Vec<Notification>> {
    Json(topic.notifications())
}

async fn action(State(topic): State<Topic>, body: String) -> Response {
    let form: BTreeMap<String, String> = form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    let field = |name: &str| form.get(name).map(String::as_str);
    match (field("Action"), field("TopicArn"), field("Message")) {
        (Some("Publish"), Some(topic_arn), Some(message)) if topic_arn == arn() => {
            let notification = read(&form, topic_arn, message);
            let answer = published(&notification.message_id);
            topic.keep(notification);
            xml(StatusCode::OK, answer)
        }
        (Some("Publish"), Some(_), Some(_)) => xml(
            StatusCode::NOT_FOUND,
            error("NotFound", "Topic does not exist"),
        ),
        (Some("Publish"), ..) => xml(
            StatusCode::BAD_REQUEST,
            error("InvalidParameter", "TopicArn and Message are needed"),
        ),
        _ => xml(
            StatusCode::BAD_REQUEST,
            error("InvalidAction", "only Publish is here"),
        ),
    }
}

fn read(form: &BTreeMap<String, String>, topic_arn: &str, message: &str) -> Notification {
    Notification {
        message_id: uuid::Uuid::new_v4().to_string(),
        topic_arn: topic_arn.to_owned(),
        subject: form.get("Subject").cloned(),
        message: message.to_owned(),
        attributes: attributes(form),
        timestamp: clock::iso8601(),
    }
}

/// `MessageAttributes.entry.N.Name` with `MessageAttributes.entry.N.Value.StringValue`.
fn attributes(form: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    form.iter()
        .filter_map(|(field, name)| {
            let entry = field.strip_suffix(".Name")?;
            entry.strip_prefix("MessageAttributes.entry.")?;
            let value = form.get(&format!("{entry}.Value.StringValue"))?;
            Some((name.clone(), value.clone()))
        })
        .collect()
}

fn published(message_id: &str) -> String {
    let request_id = uuid::Uuid::new_v4();
    format!(
        "<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>\
         <MessageId>{message_id}</MessageId></PublishResult><ResponseMetadata>\
         <RequestId>{request_id}</RequestId></ResponseMetadata></PublishResponse>"
    )
}

fn error(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type>\
         <Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    )
}

fn xml(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/xml")], body).into_response()
}
