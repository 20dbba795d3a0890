//! The row of somebody who has signed in.

use roundel_avatar::PublicId;
use roundel_lambda::log::Line;
use roundel_token::{Claims, json::Json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::handle;
use crate::ApiError;

/// Whom a token names.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// The row.
    pub uuid: Uuid,
    /// Names the avatar.
    pub public_id: PublicId,
}

impl Person {
    /// The person of these claims. A first sign-in makes the row, by one statement; of two at once one makes it and
    /// both find it.
    ///
    /// # Errors
    /// [`ApiError`] of the database.
    pub async fn of(connection: &mut PgConnection, claims: &Claims) -> Result<Self, ApiError> {
        let subject = claims.subject();
        let subject: &str = &subject;
        let public_id = PublicId::from_sub(subject);
        let username = claims.get("username").and_then(Json::as_str);
        for handle in handle::candidates(username.as_deref(), public_id) {
            if let Some(uuid) = find(connection, subject).await? {
                return Ok(Self { uuid, public_id });
            }
            if let Some(uuid) = make(connection, subject, &handle).await? {
                Line::new("person_joined").public_id(public_id).write();
                return Ok(Self { uuid, public_id });
            }
        }
        // the last candidate is everything that is known of a person, and nobody else's
        let found = find(connection, subject).await?;
        let uuid = found.ok_or(ApiError::Database)?;
        Ok(Self { uuid, public_id })
    }
}

async fn find(connection: &mut PgConnection, subject: &str) -> Result<Option<Uuid>, ApiError> {
    let found = sqlx::query_scalar!("SELECT uuid FROM users WHERE cognito_user_id = $1", subject);
    Ok(found.fetch_optional(connection).await?)
}

/// `None` where the handle, or the person, is there already.
async fn make(
    connection: &mut PgConnection,
    subject: &str,
    handle: &str,
) -> Result<Option<Uuid>, ApiError> {
    let made = sqlx::query_scalar!(
        "INSERT INTO users (cognito_user_id, handle, display_name)
VALUES ($1, $2, $2)
ON CONFLICT DO NOTHING
RETURNING uuid",
        subject,
        handle
    );
    Ok(made.fetch_optional(connection).await?)
}
