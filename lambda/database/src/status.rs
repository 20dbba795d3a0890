//! What is applied and what is not.

use sqlx::postgres::PgConnection;
use time::OffsetDateTime;

use crate::history::{Applied, History};
use crate::{DatabaseError, Migrations, Named};

/// One migration's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub named: Named,
    /// How it stands.
    pub condition: Condition,
}

/// How a migration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Applied at this time.
    Applied(OffsetDateTime),
    /// To be applied.
    Pending,
    /// Applied, and its file is another one now.
    Changed(OffsetDateTime),
    /// Applied, and its file is gone.
    Missing(OffsetDateTime),
}

/// Every migration that there is or was, in the order of their ids. Changes nothing and waits for nobody.
///
/// # Errors
/// [`DatabaseError::Query`].
pub async fn status(
    database: &mut PgConnection,
    migrations: &Migrations,
) -> Result<Vec<Row>, DatabaseError> {
    let history = History::read(database).await?;
    let pending = migrations
        .iter()
        .filter(|one| history.find(one.id).is_none())
        .map(|one| Row {
            named: one.named(),
            condition: Condition::Pending,
        });
    let applied = history.0.iter().map(|applied| Row {
        named: applied.named.clone(),
        condition: condition(applied, migrations),
    });
    let mut rows: Vec<Row> = applied.chain(pending).collect();
    rows.sort_by_key(|row| row.named.id);
    Ok(rows)
}

fn condition(applied: &Applied, migrations: &Migrations) -> Condition {
    match applied.verify(migrations) {
        Ok(()) => Condition::Applied(applied.at),
        Err(DatabaseError::Missing { .. }) => Condition::Missing(applied.at),
        Err(_) => Condition::Changed(applied.at),
    }
}
