//! Profiles. Whom the identity provider calls what is never part of one.

use std::sync::Arc;

use axum::{Json, extract::State};
use serde::Serialize;
use uuid::Uuid;

use super::Person;
use crate::{
    ApiError,
    activities::{self, Activity},
    api::Rooms,
    avatar::{Avatar, Cdn},
    visitor::{Handle, SignedIn},
};

/// Somebody, at length.
#[derive(Debug, Serialize)]
pub struct Profile {
    uuid: Uuid,
    handle: String,
    display_name: String,
    bio: String,
    /// How many activities are shown of them.
    cruds_count: i64,
    avatar: Option<Avatar>,
}

/// A profile, and what its person said last.
#[derive(Debug, Serialize)]
pub struct Page {
    profile: Profile,
    activities: Vec<Activity>,
}

struct ProfileRow {
    uuid: Uuid,
    handle: String,
    display_name: String,
    bio: String,
    cruds_count: i64,
    public_id: String,
    version: Option<String>,
    thumbhash: Option<String>,
}

/// The query that selects [`ProfileRow`]s.
macro_rules! profiles {
    ($condition:literal, $argument:expr) => {
        sqlx::query_as!(
            ProfileRow,
            r#"SELECT
    users.uuid, users.handle, users.display_name, users.bio,
    (SELECT count(*) FROM activities
        WHERE activities.user_uuid = users.uuid
            AND (activities.expires_at > now() OR activities.expires_at IS NULL)) AS "cruds_count!",
    users.public_id, avatars.version AS "version?", avatars.thumbhash AS "thumbhash?"
FROM users
    LEFT JOIN avatars ON avatars.public_id = users.public_id
"# + $condition,
            $argument
        )
    };
}
/// `GET /api/activities/@handle`
pub async fn page(
    State(rooms): State<Arc<Rooms>>,
    Handle(handle): Handle,
) -> Result<Json<Page>, ApiError> {
    let mut connection = rooms.database.connection().await?;
    let row = profiles!("WHERE lower(users.handle) = lower($1)", handle);
    let row = row.fetch_optional(&mut *connection).await?;
    let row = row.ok_or_else(ApiError::unknown_handle)?;
    let activities = activities::of_user(&mut connection, &rooms.cdn, row.uuid).await?;
    let profile = row.shown(&rooms.cdn);
    Ok(Json(Page {
        profile,
        activities,
    }))
}

/// `GET /api/profile`: one's own. A first sign-in makes it.
pub async fn own(
    State(rooms): State<Arc<Rooms>>,
    SignedIn(claims): SignedIn,
) -> Result<Json<Profile>, ApiError> {
    let mut connection = rooms.database.connection().await?;
    let person = Person::of(&mut connection, &claims).await?;
    let row = profiles!("WHERE users.uuid = $1", person.uuid);
    let row = row.fetch_one(&mut *connection).await?;
    Ok(Json(row.shown(&rooms.cdn)))
}

impl ProfileRow {
    fn shown(self, cdn: &Cdn) -> Profile {
        Profile {
            uuid: self.uuid,
            handle: self.handle,
            display_name: self.display_name,
            bio: self.bio,
            cruds_count: self.cruds_count,
            avatar: cdn.avatar(&self.public_id, self.version, self.thumbhash),
        }
    }
}
