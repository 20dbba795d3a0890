//! SNS tells of a new avatar: over HTTPS, signed, or by calling the function itself, which IAM has seen to.
//!
//! Whatever comes twice, late or out of order ends at the newest upload: an avatar is moved by a greater upload id only.
//! So a message may be as old as SNS's longest retry, 23 days, and a replayed one changes nothing.

mod avatar_changed;
mod certificate;
mod envelope;
mod hosts;
mod subscription;
mod topic;

use std::sync::Arc;

use aws_lambda_events::sns::SnsEvent;
use axum::{Extension, Json, extract::State};
use roundel_avatar::Refusal;
use roundel_lambda::log::Line;
use serde_json::{Value, json};

pub use topic::Topic;

use crate::{ApiError, api::Rooms, body::JsonBody, visitor::Now};
use avatar_changed::AvatarChanged;
use envelope::{Envelope, Kind};

/// `POST /webhooks/avatar`: our topic? ▸ certificate of SNS ▸ signature ▸ what it says.
///
/// SNS tries again what is answered 5xx and gives up on 4xx
/// (<https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>).
pub async fn hear(
    State(rooms): State<Arc<Rooms>>,
    Extension(Now(now)): Extension<Now>,
    JsonBody(envelope): JsonBody<Envelope>,
) -> Result<Json<Value>, ApiError> {
    let topic = &rooms.topic;
    topic.check_arn(&envelope.topic_arn)?;
    topic.verify(&envelope, now).await?;
    match envelope.kind {
        Kind::Notification => move_avatar(&rooms, &envelope.message).await?,
        Kind::SubscriptionConfirmation => topic.confirm(&envelope).await?,
        // somebody has ended the subscription, which is theirs to do
        Kind::UnsubscribeConfirmation => Line::new("subscription_ended").write(),
    }
    Ok(Json(json!({ "heard": true })))
}

/// The records of an event that SNS itself called the function with.
///
/// # Errors
/// [`ApiError`], for Lambda to call again.
pub async fn hear_directly(rooms: &Rooms, event: &SnsEvent) -> Result<(), ApiError> {
    for record in &event.records {
        rooms.topic.check_arn(&record.sns.topic_arn)?;
        move_avatar(rooms, &record.sns.message).await?;
    }
    Ok(())
}

/// A message of ours that tells of something else, in a topic that others write to, is no mistake.
async fn move_avatar(rooms: &Rooms, message: &str) -> Result<(), ApiError> {
    let Some(changed) = AvatarChanged::parse(message) else {
        Line::new("notification_ignored")
            .code("not_an_avatar")
            .write();
        return Ok(());
    };
    let mut connection = rooms.database.connection().await?;
    let moved = changed.apply(&mut connection).await?;
    let event = match moved {
        true => "avatar_moved",
        false => "avatar_stays",
    };
    Line::new(event)
        .public_id(changed.public_id)
        .upload_id(changed.upload_id)
        .write();
    Ok(())
}

/// A notification that is not SNS's, or not for us.
fn refused(code: &'static str) -> ApiError {
    let message = "This is no message of the topic that is listened to.";
    Refusal::new(403, code, message).into()
}
