//! The migrations that there are, each with its way there and back, in the order of their ids.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::migrate::{Migration as Script, MigrationType, Migrator};

use crate::statements::transaction_control;
use crate::{DatabaseError, MigrationId};

/// Those of `lambda/migrations`, as they were when this was compiled.
static EMBEDDED: Migrator = sqlx::migrate!("../migrations");

/// A set that can be run: every id tells a time and is there once, with both its files.
#[derive(Clone, Debug)]
pub struct Migrations(Vec<Migration>);

/// One of them.
#[derive(Clone, Debug)]
pub struct Migration {
    /// Its id.
    pub id: MigrationId,
    pub(crate) up: Script,
    pub(crate) down: Script,
}

/// What a migration is called, wherever it is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: MigrationId,
    /// Its name, with spaces.
    pub name: String,
}

impl Migrations {
    /// Those that this program was built with.
    ///
    /// # Errors
    /// Never for a build whose tests passed; else as [`Migrations::read`].
    pub fn embedded() -> Result<Self, DatabaseError> {
        Self::pair(EMBEDDED.iter())
    }

    /// Those of a folder: `<id>_<name>.up.sql` and `<id>_<name>.down.sql`.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`], and what makes a set that cannot be run: [`DatabaseError::Id`],
    /// [`DatabaseError::Duplicate`], [`DatabaseError::Unpaired`], [`DatabaseError::NoTransaction`],
    /// [`DatabaseError::TransactionControl`].
    pub async fn read(folder: &Path) -> Result<Self, DatabaseError> {
        let migrator = Migrator::new(folder)
            .await
            .map_err(|error| DatabaseError::Unreadable {
                folder: folder.to_owned(),
                reason: error.to_string(),
            })?;
        Self::pair(migrator.iter())
    }

    /// In the order of their ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Migration> {
        self.0.iter()
    }

    /// The one of this id.
    pub fn find(&self, id: MigrationId) -> Option<&Migration> {
        self.0.iter().find(|migration| migration.id == id)
    }

    fn pair<'a>(scripts: impl Iterator<Item = &'a Script>) -> Result<Self, DatabaseError> {
        let mut pairs: BTreeMap<MigrationId, [Option<Script>; 2]> = BTreeMap::new();
        for script in scripts {
            let id = MigrationId::parse(script.version)?;
            if script.no_tx {
                return Err(DatabaseError::NoTransaction(id));
            }
            if let Some(word) = transaction_control(script.sql.as_str()) {
                return Err(DatabaseError::TransactionControl { id, word });
            }
            let side = match script.migration_type {
                MigrationType::ReversibleUp => 0,
                MigrationType::ReversibleDown => 1,
                MigrationType::Simple => return Err(DatabaseError::Unpaired(id)),
            };
            let place = &mut pairs.entry(id).or_default()[side];
            if place.replace(script.clone()).is_some() {
                return Err(DatabaseError::Duplicate(id));
            }
        }
        let whole = pairs.into_iter().map(|(id, pair)| Migration::of(id, pair));
        Ok(Self(whole.collect::<Result<_, _>>()?))
    }
}

impl Migration {
    /// Its name, with spaces.
    pub fn name(&self) -> &str {
        &self.up.description
    }

    /// What it is called.
    pub fn named(&self) -> Named {
        Named {
            id: self.id,
            name: self.name().to_owned(),
        }
    }

    fn of(id: MigrationId, pair: [Option<Script>; 2]) -> Result<Self, DatabaseError> {
        match pair {
            [Some(up), Some(down)] if up.description == down.description => {
                Ok(Self { id, up, down })
            }
            _ => Err(DatabaseError::Unpaired(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Migrations;

    #[test]
    fn those_that_are_built_in_can_be_run() {
        let migrations = Migrations::embedded().unwrap();
        let mut names = migrations.iter().map(super::Migration::name);
        assert_eq!(names.next(), Some("create schema"));
        assert!(migrations.iter().all(|one| one.id.to_string().len() == 14));
    }
}
