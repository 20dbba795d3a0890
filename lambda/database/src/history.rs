//! What was applied: sqlx's table `_sqlx_migrations`.

use sqlx::migrate::Migrate;
use sqlx::postgres::PgConnection;
use sqlx::query_as;
use time::OffsetDateTime;

use crate::lock::statement;
use crate::{DatabaseError, MigrationId, Migrations, Named};

/// sqlx's own name for it.
pub const TABLE: &str = "_sqlx_migrations";

/// What was applied, oldest first: in the order of the transactions, not of the ids.
pub struct History(pub Vec<Applied>);

/// One row.
pub struct Applied {
    /// What it was called.
    pub named: Named,
    /// When its transaction began.
    pub at: OffsetDateTime,
    checksum: Vec<u8>,
}

impl History {
    /// Reads it; the table is made where it is missing.
    pub async fn open(database: &mut PgConnection) -> Result<Self, DatabaseError> {
        database
            .ensure_migrations_table(TABLE)
            .await
            .map_err(statement)?;
        Self::read(database).await
    }

    /// Reads it and changes nothing.
    pub async fn read(database: &mut PgConnection) -> Result<Self, DatabaseError> {
        let there: (bool,) = query_as("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
            .fetch_one(&mut *database)
            .await?;
        if !there.0 {
            return Ok(Self(Vec::new()));
        }
        let rows: Vec<(i64, String, OffsetDateTime, Vec<u8>)> = query_as(
            "SELECT version, description, installed_on, checksum FROM _sqlx_migrations ORDER BY installed_on, version",
        )
        .fetch_all(database)
        .await?;
        let applied = rows.into_iter().map(|(version, name, at, checksum)| {
            let id = MigrationId::parse(version)?;
            Ok(Applied {
                named: Named { id, name },
                at,
                checksum,
            })
        });
        Ok(Self(applied.collect::<Result<_, DatabaseError>>()?))
    }

    /// Whether this one was applied.
    pub fn find(&self, id: MigrationId) -> Option<&Applied> {
        self.0.iter().find(|applied| applied.named.id == id)
    }

    /// Refuses to go on where the files are not those that were applied.
    pub fn verify(&self, migrations: &Migrations) -> Result<(), DatabaseError> {
        self.0
            .iter()
            .try_for_each(|applied| applied.verify(migrations))
    }
}

impl Applied {
    /// Whether its file is the one that was applied.
    pub fn verify(&self, migrations: &Migrations) -> Result<(), DatabaseError> {
        let Named { id, name } = self.named.clone();
        match migrations.find(id) {
            None => Err(DatabaseError::Missing { id, name }),
            Some(migration) if *migration.up.checksum != *self.checksum => {
                Err(DatabaseError::Changed { id, name })
            }
            Some(_) => Ok(()),
        }
    }
}
