//! An activity as everybody sees it.

use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::avatar::{Avatar, Cdn};

/// What somebody said, and who it was. Times are RFC 3339 in UTC.
#[derive(Debug, Serialize)]
pub struct Activity {
    uuid: Uuid,
    display_name: String,
    handle: String,
    message: String,
    replies_count: i32,
    reposts_count: i32,
    likes_count: i32,
    reply_to_activity_uuid: Option<Uuid>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    expires_at: Option<OffsetDateTime>,
    avatar: Option<Avatar>,
}

/// The row of the queries here.
pub(crate) struct ActivityRow {
    pub uuid: Uuid,
    pub display_name: String,
    pub handle: String,
    pub message: String,
    pub replies_count: i32,
    pub reposts_count: i32,
    pub likes_count: i32,
    pub reply_to_activity_uuid: Option<Uuid>,
    pub created_at: OffsetDateTime,
    pub expires_at: Option<OffsetDateTime>,
    pub public_id: String,
    pub version: Option<String>,
    pub thumbhash: Option<String>,
}

/// The query that selects [`ActivityRow`]s, with what stands before and after the list of columns.
macro_rules! activities {
    ($before:literal, $after:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query_as!(
            $crate::activities::ActivityRow,
            $before
                + r#"
SELECT
    activities.uuid, users.display_name, users.handle, activities.message,
    activities.replies_count, activities.reposts_count, activities.likes_count,
    activities.reply_to_activity_uuid, activities.created_at, activities.expires_at,
    users.public_id, avatars.version AS "version?", avatars.thumbhash AS "thumbhash?"
"#
                + $after,
            $($argument),*
        )
    };
}
pub(crate) use activities;

impl ActivityRow {
    /// The activity, its avatar's URLs on this distribution.
    pub fn shown(self, cdn: &Cdn) -> Activity {
        let avatar = cdn.avatar(&self.public_id, self.version, self.thumbhash);
        Activity {
            uuid: self.uuid,
            display_name: self.display_name,
            handle: self.handle,
            message: self.message,
            replies_count: self.replies_count,
            reposts_count: self.reposts_count,
            likes_count: self.likes_count,
            reply_to_activity_uuid: self.reply_to_activity_uuid,
            created_at: self.created_at,
            expires_at: self.expires_at,
            avatar,
        }
    }
}
