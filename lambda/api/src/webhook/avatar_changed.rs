//! The message of `variants`: somebody's newest avatar.

use roundel_avatar::{Pointer, PublicId, UploadId, Version};
use serde::Deserialize;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::ApiError;

/// A thumbhash has at most 25 bytes.
const THUMBHASH_CHARACTERS: usize = 36;

/// A message whose parts are what they should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvatarChanged {
    pub public_id: PublicId,
    pub upload_id: UploadId,
    version: Version,
    thumbhash: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    public_id: String,
    #[serde(flatten)]
    pointer: Pointer,
}

impl AvatarChanged {
    /// Reads a message; `None` for anything else, whoever published it.
    pub fn parse(message: &str) -> Option<Self> {
        let Message { public_id, pointer } = serde_json::from_str(message).ok()?;
        let is_text = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
        let is_thumbhash = pointer.thumbhash.len() <= THUMBHASH_CHARACTERS
            && pointer.thumbhash.chars().all(is_text);
        Some(Self {
            public_id: PublicId::parse(&public_id)?,
            upload_id: UploadId::parse(&pointer.upload_id)?,
            version: Version::parse(&pointer.version)?,
            thumbhash: is_thumbhash.then_some(pointer.thumbhash)?,
        })
    }

    /// Writes it where it is newer than what is there, by one statement; whether it was. The person's own row may come
    /// later.
    ///
    /// # Errors
    /// [`ApiError`] of the database.
    pub async fn apply(&self, connection: &mut PgConnection) -> Result<bool, ApiError> {
        // an upload id is a UUID in its canonical text
        let upload_id = Uuid::try_parse(&self.upload_id.to_string()).unwrap_or_default();
        let moved = sqlx::query!(
            "INSERT INTO avatars (public_id, upload_id, version, thumbhash)
VALUES ($1, $2, $3, $4)
ON CONFLICT (public_id) DO UPDATE
    SET upload_id = excluded.upload_id, version = excluded.version,
        thumbhash = excluded.thumbhash, moved_at = now()
    WHERE avatars.upload_id < excluded.upload_id",
            self.public_id.as_str(),
            upload_id,
            self.version.as_str(),
            self.thumbhash
        );
        let moved = moved.execute(connection).await?;
        Ok(moved.rows_affected() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::AvatarChanged;

    const MESSAGE: &str = r#"{"publicId":"xj4bnp4pahh6uqkbidpf3lrceo","version":"00112233445566778899aabbccddeeff",
        "uploadId":"01939a5e-7a8b-7c1d-8e2f-123456789abc","variants":[],"thumbhash":"AA=="}"#;

    #[test]
    fn the_message_of_variants_is_read_and_nothing_else() {
        assert!(AvatarChanged::parse(MESSAGE).is_some());
        for (part, other) in [
            ("xj4bnp4pahh6uqkbidpf3lrceo", "../4bnp4pahh6uqkbidpf3lrceo"),
            ("00112233445566778899aabbccddeeff", "current"),
            ("7c1d", "4c1d"),
            ("AA==", "<script>"),
            ("variants", "versions"),
            (r#""AA==""#, "7"),
        ] {
            assert_eq!(
                AvatarChanged::parse(&MESSAGE.replace(part, other)),
                None,
                "{other}"
            );
        }
        for other in [
            "",
            "{}",
            "[]",
            "avatar",
            r#"{"publicId":"xj4bnp4pahh6uqkbidpf3lrceo"}"#,
        ] {
            assert_eq!(AvatarChanged::parse(other), None, "{other}");
        }
    }
}
