//! The query protocol: `Publish` and `ConfirmSubscription`
//! (<https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>).

use std::collections::BTreeMap;

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::arn;
use super::topic::{Notification, Topic};
use crate::clock;

/// A request's fields by their names.
type Form = BTreeMap<String, String>;

/// `POST /`
pub async fn publish(State(topic): State<Topic>, body: String) -> Response {
    let form: Form = form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    let field = |name: &str| form.get(name).map(String::as_str);
    match (field("Action"), field("TopicArn"), field("Message")) {
        (Some("Publish"), Some(topic_arn), Some(message)) if topic_arn == arn() => {
            let notification = read(&form, topic_arn, message);
            let id = format!("<MessageId>{}</MessageId>", notification.message_id);
            topic.publish(notification);
            done("Publish", &id)
        }
        (Some("Publish"), Some(_), Some(_)) => no_topic(),
        (Some("Publish"), ..) => refused("InvalidParameter", "TopicArn and Message are needed"),
        _ => refused("InvalidAction", "only Publish is here"),
    }
}

/// `GET /`, the `SubscribeURL` of a confirmation.
pub async fn confirm(State(topic): State<Topic>, Query(form): Query<Form>) -> Response {
    let field = |name: &str| form.get(name).map(String::as_str);
    match (field("Action"), field("TopicArn"), field("Token")) {
        (Some("ConfirmSubscription"), Some(topic_arn), Some(token)) if topic_arn == arn() => {
            match topic.confirm(token) {
                true => {
                    let arn = format!("<SubscriptionArn>{topic_arn}:1</SubscriptionArn>");
                    done("ConfirmSubscription", &arn)
                }
                false => refused("InvalidParameter", "Invalid token"),
            }
        }
        (Some("ConfirmSubscription"), Some(_), Some(_)) => no_topic(),
        _ => refused("InvalidAction", "only ConfirmSubscription is here"),
    }
}

fn read(form: &Form, topic_arn: &str, message: &str) -> Notification {
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
fn attributes(form: &Form) -> BTreeMap<String, String> {
    form.iter()
        .filter_map(|(field, name)| {
            let entry = field.strip_suffix(".Name")?;
            entry.strip_prefix("MessageAttributes.entry.")?;
            let value = form.get(&format!("{entry}.Value.StringValue"))?;
            Some((name.clone(), value.clone()))
        })
        .collect()
}

fn done(action: &str, result: &str) -> Response {
    let request_id = uuid::Uuid::new_v4();
    let body = format!(
        "<{action}Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><{action}Result>{result}</{action}Result>\
         <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{action}Response>"
    );
    xml(StatusCode::OK, body)
}

fn no_topic() -> Response {
    let body = error("NotFound", "Topic does not exist");
    xml(StatusCode::NOT_FOUND, body)
}

fn refused(code: &str, message: &str) -> Response {
    xml(StatusCode::BAD_REQUEST, error(code, message))
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
