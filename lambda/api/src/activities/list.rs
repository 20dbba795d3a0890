//! Lists of activities: the newest first, without those whose time is over.

use std::sync::Arc;

use axum::{Json, extract::State};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    Activity,
    activity::{ActivityRow, activities},
};
use crate::{ApiError, api::Rooms, avatar::Cdn, limits};

/// `GET /api/activities/home`: the newest of everybody, the same for whoever asks. A token is not looked at.
pub async fn home(State(rooms): State<Arc<Rooms>>) -> Result<Json<Vec<Activity>>, ApiError> {
    let mut connection = rooms.database.connection().await?;
    let rows = activities!(
        "",
        "FROM activities
    JOIN users ON users.uuid = activities.user_uuid
    LEFT JOIN avatars ON avatars.public_id = users.public_id
WHERE activities.expires_at > now() OR activities.expires_at IS NULL
ORDER BY activities.created_at DESC, activities.uuid DESC
LIMIT $1",
        limits::ACTIVITIES
    );
    let rows = rows.fetch_all(&mut *connection).await?;
    Ok(Json(shown(rows, &rooms.cdn)))
}

/// The newest of one person.
pub(crate) async fn of_user(
    connection: &mut PgConnection,
    cdn: &Cdn,
    user: Uuid,
) -> Result<Vec<Activity>, ApiError> {
    let rows = activities!(
        "",
        "FROM activities
    JOIN users ON users.uuid = activities.user_uuid
    LEFT JOIN avatars ON avatars.public_id = users.public_id
WHERE activities.user_uuid = $1 AND (activities.expires_at > now() OR activities.expires_at IS NULL)
ORDER BY activities.created_at DESC, activities.uuid DESC
LIMIT $2",
        user,
        limits::ACTIVITIES
    );
    Ok(shown(rows.fetch_all(connection).await?, cdn))
}

fn shown(rows: Vec<ActivityRow>, cdn: &Cdn) -> Vec<Activity> {
    rows.into_iter().map(|row| row.shown(cdn)).collect()
}
