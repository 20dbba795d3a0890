//! People in a few words.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    ApiError,
    api::Rooms,
    avatar::{Avatar, Cdn},
    limits,
    visitor::{Handle, Visitor},
};

/// Somebody, for a list.
#[derive(Debug, Serialize)]
pub struct ShortUser {
    uuid: Uuid,
    handle: String,
    display_name: String,
    avatar: Option<Avatar>,
}

struct ShortRow {
    uuid: Uuid,
    handle: String,
    display_name: String,
    public_id: String,
    version: Option<String>,
    thumbhash: Option<String>,
}

/// The query that selects [`ShortRow`]s.
macro_rules! short_rows {
    ($which:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            ShortRow,
            r#"SELECT
    users.uuid, users.handle, users.display_name,
    users.public_id, avatars.version AS "version?", avatars.thumbhash AS "thumbhash?"
FROM users
    LEFT JOIN avatars ON avatars.public_id = users.public_id
"# + $which,
            $($argument),*
        )
    };
}

/// `GET /api/users/@handle/short`. Handles differ in more than case.
pub async fn short(
    State(rooms): State<Arc<Rooms>>,
    Handle(handle): Handle,
) -> Result<Json<ShortUser>, ApiError> {
    let mut connection = rooms.database.connection().await?;
    let row = short_rows!("WHERE lower(users.handle) = lower($1)", handle);
    let row = row.fetch_optional(&mut *connection).await?;
    let row = row.ok_or_else(ApiError::unknown_handle)?;
    Ok(Json(row.shown(&rooms.cdn)))
}

/// `GET /api/users/suggestions`: who came last, without whoever asks.
pub async fn suggestions(
    State(rooms): State<Arc<Rooms>>,
    Visitor(claims): Visitor,
) -> Result<Json<Vec<ShortUser>>, ApiError> {
    let mut connection = rooms.database.connection().await?;
    let subject = claims.as_ref().map(|claims| claims.subject());
    let rows = short_rows!(
        "WHERE users.cognito_user_id IS DISTINCT FROM $1
ORDER BY users.created_at DESC, users.uuid DESC
LIMIT $2",
        subject.as_deref(),
        limits::SUGGESTIONS
    );
    let rows = rows.fetch_all(&mut *connection).await?;
    let rows = rows.into_iter();
    Ok(Json(rows.map(|row| row.shown(&rooms.cdn)).collect()))
}

impl ShortRow {
    fn shown(self, cdn: &Cdn) -> ShortUser {
        ShortUser {
            uuid: self.uuid,
            handle: self.handle,
            display_name: self.display_name,
            avatar: cdn.avatar(&self.public_id, self.version, self.thumbhash),
        }
    }
}
