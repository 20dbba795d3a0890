//! A database of the original: it has the tables and the row of `schema_information`, and no history of ours.
//!
//! The row tells when a migration ran last, not which: so the columns themselves say which of the original's two were
//! applied, and those of the same names here count as applied.

use std::collections::BTreeMap;

use sqlx::migrate::Migrate;
use sqlx::postgres::PgConnection;
use sqlx::{Connection, query, query_as};
use time::OffsetDateTime;

use crate::history::TABLE;
use crate::lock::statement;
use crate::{DatabaseError, Migration, MigrationId, Migrations, Named, schema_information};

const NAIVE: &[&str] = &["timestamp without time zone"];
/// What the original's tables must have for the migrations that follow.
const COLUMNS: [(&str, &str, &[&str]); 14] = [
    ("users", "uuid", &["uuid"]),
    ("users", "display_name", &["text"]),
    ("users", "handle", &["text"]),
    ("users", "email", &["text"]),
    ("users", "cognito_user_id", &["text"]),
    ("users", "created_at", NAIVE),
    ("activities", "uuid", &["uuid"]),
    ("activities", "user_uuid", &["uuid"]),
    ("activities", "message", &["text"]),
    ("activities", "replies_count", &["integer"]),
    ("activities", "reposts_count", &["integer"]),
    ("activities", "likes_count", &["integer"]),
    ("activities", "expires_at", NAIVE),
    ("activities", "created_at", NAIVE),
];
const REPLY_TO: (&str, &str, &[&str]) =
    ("activities", "reply_to_activity_uuid", &["integer", "uuid"]);

/// The types of columns, by table and name.
struct Columns(BTreeMap<(String, String), String>);

/// Writes into the history what the original applied; nothing where the database is not one of its.
pub async fn adopt(
    database: &mut PgConnection,
    migrations: &Migrations,
) -> Result<Vec<Named>, DatabaseError> {
    let Some(run) = schema_information::last_successful_run(database).await? else {
        return Ok(Vec::new());
    };
    let at = moment(&run)?;
    let columns = Columns::read(database).await?;
    columns.check()?;
    let mut transaction = database.begin().await?;
    let mut adopted = Vec::new();
    for migration in migrations.iter().filter(|one| columns.show(one)) {
        record(&mut transaction, migration, at).await?;
        adopted.push(migration.named());
    }
    transaction.commit().await?;
    Ok(adopted)
}

/// When the original migrated last; `None` where it never did.
fn moment(run: &str) -> Result<Option<OffsetDateTime>, DatabaseError> {
    let wrong = || DatabaseError::NotAdoptable("last_successful_run is no time".to_owned());
    let number: i64 = run.trim().parse().map_err(|_| wrong())?;
    if number == 0 {
        return Ok(None);
    }
    let id = MigrationId::parse(number).map_err(|_| wrong())?;
    Ok(Some(id.moment()))
}

async fn record(
    database: &mut PgConnection,
    migration: &Migration,
    at: Option<OffsetDateTime>,
) -> Result<(), DatabaseError> {
    database
        .skip(TABLE, &migration.up)
        .await
        .map_err(statement)?;
    query(
        "UPDATE _sqlx_migrations SET installed_on = coalesce($2, installed_on) WHERE version = $1",
    )
    .bind(migration.id.version())
    .bind(at)
    .execute(database)
    .await?;
    Ok(())
}

impl Columns {
    async fn read(database: &mut PgConnection) -> Result<Self, DatabaseError> {
        let rows: Vec<(String, String, String)> = query_as(
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name IN ('users', 'activities')",
        )
        .fetch_all(database)
        .await?;
        let columns = rows
            .into_iter()
            .map(|(table, column, kind)| ((table, column), kind));
        Ok(Self(columns.collect()))
    }

    fn check(&self) -> Result<(), DatabaseError> {
        let expected = COLUMNS.iter().chain([&REPLY_TO]);
        let wrong: Vec<String> = expected
            .filter(|(table, column, kinds)| !kinds.contains(&self.kind(table, column)))
            .map(|(table, column, kinds)| format!("{table}.{column} is not {}", kinds.join(" or ")))
            .collect();
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(DatabaseError::NotAdoptable(wrong.join(", "))),
        }
    }

    /// Whether they are as this migration leaves them.
    fn show(&self, migration: &Migration) -> bool {
        match migration.name() {
            "create schema" => true,
            "add bio column" => self.kind("users", "bio") == "text",
            "reply to activity uuid to string" => self.kind(REPLY_TO.0, REPLY_TO.1) == "uuid",
            _ => false,
        }
    }

    fn kind(&self, table: &str, column: &str) -> &str {
        let kind = self.0.get(&(table.to_owned(), column.to_owned()));
        kind.map_or("", String::as_str)
    }
}
