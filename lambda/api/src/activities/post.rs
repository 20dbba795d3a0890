//! A new activity.

use std::sync::Arc;

use axum::{Json, extract::State};
use roundel_lambda::log::Line;
use serde::Deserialize;

use super::{Activity, TimeToLive, activity::activities};
use crate::{
    ApiError, api::Rooms, body::JsonBody, error::both, people::Person, text::Message,
    visitor::SignedIn,
};

/// What is posted. A field that is missing is blank.
#[derive(Debug, Deserialize)]
pub struct Post {
    message: Option<String>,
    ttl: Option<String>,
}

/// `POST /api/activities`: terms ▸ person ▸ activity. It is credited to the token's subject, whoever the body may name,
/// and written by one statement: it is there whole or not at all.
pub async fn post(
    State(rooms): State<Arc<Rooms>>,
    SignedIn(claims): SignedIn,
    JsonBody(post): JsonBody<Post>,
) -> Result<Json<Activity>, ApiError> {
    let message = Message::parse(post.message.as_deref().unwrap_or_default());
    let ttl = TimeToLive::parse(post.ttl.as_deref().unwrap_or_default());
    let (ttl, message) = both(ttl, message)?;
    let mut connection = rooms.database.connection().await?;
    let person = Person::of(&mut connection, &claims).await?;
    let row = activities!(
        "WITH activities AS (
    INSERT INTO activities (user_uuid, message, expires_at)
    VALUES ($1, $2, now() + make_interval(hours => $3))
    RETURNING *
)",
        "FROM activities
    JOIN users ON users.uuid = activities.user_uuid
    LEFT JOIN avatars ON avatars.public_id = users.public_id",
        person.uuid,
        message.as_str(),
        ttl.hours
    );
    let row = row.fetch_one(&mut *connection).await?;
    Line::new("activity_posted")
        .public_id(person.public_id)
        .write();
    Ok(Json(row.shown(&rooms.cdn)))
}
