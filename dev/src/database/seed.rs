//! Filling a new database with the demo's people.

use sqlx::postgres::PgConnection;
use sqlx::{Connection, query, query_scalar};
use uuid::Uuid;

use super::people::{PEOPLE, Person, Post};

/// Writes who is missing, with what they have said; who is there already stays as they have made themselves.
pub async fn seed(database: &mut PgConnection) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    for (number, person) in (1..).zip(&PEOPLE) {
        if let Some(user) = insert(&mut transaction, person, number).await? {
            for post in person.posts {
                publish(&mut transaction, user, post).await?;
            }
        }
    }
    transaction.commit().await
}

/// Nobody, where the person or somebody of that handle is there.
async fn insert(
    database: &mut PgConnection,
    person: &Person,
    days_ago: i32,
) -> sqlx::Result<Option<Uuid>> {
    query_scalar(
        "INSERT INTO users (handle, cognito_user_id, display_name, bio, email, created_at)
         VALUES ($1, $2, $3, $4, $1 || '@example.com', now() - make_interval(days => 100 + $5))
         ON CONFLICT DO NOTHING RETURNING uuid",
    )
    .bind(person.handle)
    .bind(person.sub)
    .bind(person.name)
    .bind(person.bio)
    .bind(days_ago)
    .fetch_optional(database)
    .await
}

async fn publish(database: &mut PgConnection, user: Uuid, post: &Post) -> sqlx::Result<()> {
    let answered = answered(database, post).await?;
    query(
        "INSERT INTO activities (user_uuid, message, likes_count, reposts_count, reply_to_activity_uuid, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, now() - make_interval(mins => $6), now() - make_interval(mins => $6 - $7))",
    )
    .bind(user)
    .bind(post.message)
    .bind(post.likes)
    .bind(post.reposts)
    .bind(answered)
    .bind(post.minutes_ago)
    .bind(post.lives)
    .execute(&mut *database)
    .await?;
    query("UPDATE activities SET replies_count = replies_count + 1 WHERE uuid = $1")
        .bind(answered)
        .execute(database)
        .await?;
    Ok(())
}

async fn answered(database: &mut PgConnection, post: &Post) -> sqlx::Result<Option<Uuid>> {
    let Some(handle) = post.answers else {
        return Ok(None);
    };
    query_scalar(
        "SELECT activities.uuid FROM activities JOIN users ON users.uuid = user_uuid
         WHERE handle = $1 ORDER BY activities.created_at DESC LIMIT 1",
    )
    .bind(handle)
    .fetch_optional(database)
    .await
}
