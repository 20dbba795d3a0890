//! Databases and folders that are a test's own.

use std::fs;
use std::path::{Path, PathBuf};

use roundel_database::{Migrations, connect};
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Executor, Row};

use crate::fresh::fresh;

/// A database that is dropped with the next test of this name.
pub struct Scratch {
    pub url: String,
    pub connection: PgConnection,
}

impl Scratch {
    pub async fn new(test: &str) -> Self {
        let url = fresh("roundel-database", &format!("roundel_test_{test}")).await;
        let connection = connect(&url).await.unwrap();
        Self { url, connection }
    }

    /// Migrated to the newest.
    pub async fn migrated(test: &str) -> Self {
        let mut scratch = Self::new(test).await;
        roundel_database::migrate(&mut scratch.connection, &Migrations::embedded().unwrap())
            .await
            .unwrap();
        scratch
    }

    pub async fn run(&mut self, sql: &str) {
        self.try_run(sql)
            .await
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    pub async fn try_run(&mut self, sql: &str) -> sqlx::Result<()> {
        self.connection
            .execute(AssertSqlSafe(sql.to_owned()))
            .await
            .map(drop)
    }

    /// The first column of every row, which must be text.
    pub async fn texts(&mut self, sql: &str) -> Vec<String> {
        let rows: Vec<PgRow> = self
            .connection
            .fetch_all(AssertSqlSafe(sql.to_owned()))
            .await
            .unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    }

    pub async fn text(&mut self, sql: &str) -> String {
        self.texts(sql).await.pop().unwrap_or_default()
    }

    /// Every column, constraint and index that there is, as text: what a schema is.
    pub async fn schema(&mut self) -> String {
        let lines = self.texts(
            "SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default)
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'
             UNION ALL SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint
             WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> '_sqlx_migrations'
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_sqlx_migrations'
             UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
             ORDER BY 1",
        );
        lines.await.join("\n")
    }
}

/// A folder of migrations that is gone after the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(test: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("roundel-migrations-{test}-{}", std::process::id()));
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, id: i64, name: &str, up: &str, down: &str) -> &Self {
        fs::write(self.file(id, name, "up"), up).unwrap();
        fs::write(self.file(id, name, "down"), down).unwrap();
        self
    }

    /// A migration whose order can be seen: each adds one line to a table.
    pub fn write_step(&self, id: i64) -> &Self {
        let up = format!("CREATE TABLE step_{id} (); INSERT INTO steps (id) VALUES ({id});");
        let down = format!("DROP TABLE step_{id}; DELETE FROM steps WHERE id = {id};");
        self.write(id, "step", &up, &down)
    }

    pub fn file(&self, id: i64, name: &str, side: &str) -> PathBuf {
        self.0.join(format!("{id}_{name}.{side}.sql"))
    }

    pub async fn read(&self) -> Migrations {
        Migrations::read(&self.0).await.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}
