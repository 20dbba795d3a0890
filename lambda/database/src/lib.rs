//! Roundel's database: its migrations, and what runs them.

use sqlx::migrate::Migrator;

/// The migrations of `lambda/migrations`.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");
