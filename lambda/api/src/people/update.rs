//! Changing one's own profile: there is no other that could be named (F15).

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Person;
use crate::{
    ApiError,
    api::Rooms,
    avatar::Avatar,
    body::JsonBody,
    error::both,
    text::{Bio, DisplayName},
    visitor::SignedIn,
};

/// What is changed. A name that is missing is blank; a bio that is missing stays as it is.
#[derive(Debug, Deserialize)]
pub struct Update {
    display_name: Option<String>,
    bio: Option<String>,
}

/// What one has become.
#[derive(Debug, Serialize)]
pub struct Updated {
    uuid: Uuid,
    handle: String,
    display_name: String,
    bio: String,
    avatar: Option<Avatar>,
}

/// `PUT` and `POST /api/profile/update`: terms ▸ person ▸ one statement.
pub async fn update(
    State(rooms): State<Arc<Rooms>>,
    SignedIn(claims): SignedIn,
    JsonBody(update): JsonBody<Update>,
) -> Result<Json<Updated>, ApiError> {
    let name = DisplayName::parse(update.display_name.as_deref().unwrap_or_default());
    let bio = update.bio.as_deref().map(Bio::parse).transpose();
    let (name, bio) = both(name, bio)?;
    let mut connection = rooms.database.connection().await?;
    let person = Person::of(&mut connection, &claims).await?;
    let row = sqlx::query!(
        r#"WITH changed AS (
    UPDATE users SET display_name = $2, bio = coalesce($3, bio) WHERE uuid = $1
    RETURNING uuid, handle, display_name, bio, public_id
)
SELECT
    changed.uuid, changed.handle, changed.display_name, changed.bio,
    changed.public_id, avatars.version AS "version?", avatars.thumbhash AS "thumbhash?"
FROM changed
    LEFT JOIN avatars ON avatars.public_id = changed.public_id"#,
        person.uuid,
        name.as_str(),
        bio.as_ref().map(Bio::as_str)
    );
    let row = row.fetch_one(&mut *connection).await?;
    Ok(Json(Updated {
        uuid: row.uuid,
        handle: row.handle,
        display_name: row.display_name,
        bio: row.bio,
        avatar: rooms.cdn.avatar(&row.public_id, row.version, row.thumbhash),
    }))
}
