//! The files of a new migration.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use time::OffsetDateTime;

use crate::{DatabaseError, MigrationId, Migrations};

const LONGEST_NAME: usize = 100;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// `<id>_<name>.up.sql`.
    pub up: PathBuf,
    /// `<id>_<name>.down.sql`.
    pub down: PathBuf,
}

/// Writes both files of a migration that is newer than all in `folder`. Spaces and hyphens of the name become
/// underscores, letters lower case.
///
/// # Errors
/// [`DatabaseError::Name`], [`DatabaseError::Write`], and whatever is wrong with those that are there.
pub async fn generate(
    folder: &Path,
    name: &str,
    now: OffsetDateTime,
) -> Result<Generated, DatabaseError> {
    let name = file_name(name)?;
    let newest = Migrations::read(folder)
        .await?
        .iter()
        .next_back()
        .map(|one| one.id);
    let id = MigrationId::next(now, newest)?;
    let path = |side| folder.join(format!("{id}_{name}.{side}.sql"));
    let files = Generated {
        up: path("up"),
        down: path("down"),
    };
    write(&files.up, "-- One transaction: no BEGIN, no COMMIT.\n")?;
    write(&files.down, "-- The way back.\n")?;
    Ok(files)
}

fn file_name(name: &str) -> Result<String, DatabaseError> {
    let name = name.trim().replace([' ', '-'], "_").to_ascii_lowercase();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let named = name.chars().any(|c| c.is_ascii_alphanumeric());
    match named && name.len() <= LONGEST_NAME && name.chars().all(fits) {
        true => Ok(name),
        false => Err(DatabaseError::Name),
    }
}

/// Never over what is there.
fn write(path: &Path, text: &str) -> Result<(), DatabaseError> {
    File::create_new(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|source| DatabaseError::Write {
            path: path.to_owned(),
            source,
        })
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn names() {
        assert_eq!(file_name(" Add bio-column ").unwrap(), "add_bio_column");
        for wrong in [
            "",
            "_",
            "../up",
            "a.b",
            "naïve",
            "a/b",
            "a\0b",
            &"a".repeat(101),
        ] {
            assert_eq!(
                file_name(wrong).unwrap_err().code(),
                "migration_name",
                "{wrong:?}"
            );
        }
    }
}
