//! `roundel db`: the migrations that came with this program, or those of a folder.

use std::{
    env, io,
    path::{Path, PathBuf},
    process::ExitCode,
    time::SystemTime,
};

use clap::{Args, Subcommand};
use roundel_database::{
    Condition, DatabaseError, Migrations, Named, connect, generate, migrate, rollback, status,
};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// What can be done with a database.
#[derive(Subcommand)]
pub enum Command {
    /// Write the two files of a new migration, which is newer than all others
    Generate {
        /// What it does: add_bio_column
        name: String,
        /// The folder of migrations
        #[arg(long, value_name = "DIR", default_value = "lambda/migrations")]
        source: PathBuf,
    },
    /// Apply what is not applied yet
    Migrate(Place),
    /// Undo what was applied last
    Rollback(Place),
    /// List what is applied and what is not; ends with 1 where an applied migration was changed or is gone
    Status(Place),
}

/// Which database, and which migrations.
#[derive(Args)]
pub struct Place {
    /// postgres://user:password@host/name; DATABASE_URL where it is left out
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// A folder of migrations, instead of those that came with this program
    #[arg(long, value_name = "DIR")]
    source: Option<PathBuf>,
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No database was named.
    #[error("which database? Say --database-url, or set DATABASE_URL")]
    NoUrl,
    /// What the database or its migrations refuse.
    #[error("{0} ({code})", code = .0.code())]
    Database(#[from] DatabaseError),
    /// The runtime that talks to the network.
    #[error("cannot start: {0}")]
    Runtime(io::Error),
}

/// A line for each migration that something was done to.
pub fn run(command: &Command) -> Result<ExitCode, DbError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(DbError::Runtime)?;
    runtime.block_on(async {
        match command {
            Command::Generate { name, source } => write(source, name).await,
            Command::Migrate(place) => forward(place).await,
            Command::Rollback(place) => back(place).await,
            Command::Status(place) => list(place).await,
        }
    })
}

async fn write(source: &Path, name: &str) -> Result<ExitCode, DbError> {
    let files = generate(source, name, SystemTime::now().into()).await?;
    println!("{}\n{}", files.up.display(), files.down.display());
    Ok(ExitCode::SUCCESS)
}

async fn forward(place: &Place) -> Result<ExitCode, DbError> {
    let report = migrate(
        &mut connect(&place.url()?).await?,
        &place.migrations().await?,
    )
    .await?;
    tell("adopted", &report.adopted);
    tell("applied", &report.applied);
    if report.applied.is_empty() {
        println!("nothing to apply");
    }
    Ok(ExitCode::SUCCESS)
}

async fn back(place: &Place) -> Result<ExitCode, DbError> {
    match rollback(
        &mut connect(&place.url()?).await?,
        &place.migrations().await?,
    )
    .await?
    {
        Some(undone) => tell("rolled back", &[undone]),
        None => println!("nothing to roll back"),
    }
    Ok(ExitCode::SUCCESS)
}

async fn list(place: &Place) -> Result<ExitCode, DbError> {
    let rows = status(
        &mut connect(&place.url()?).await?,
        &place.migrations().await?,
    )
    .await?;
    let mut code = ExitCode::SUCCESS;
    for row in rows {
        let (word, at) = match row.condition {
            Condition::Applied(at) => ("applied", Some(at)),
            Condition::Pending => ("pending", None),
            Condition::Changed(at) => ("CHANGED", Some(at)),
            Condition::Missing(at) => ("MISSING", Some(at)),
        };
        if matches!(row.condition, Condition::Changed(_) | Condition::Missing(_)) {
            code = ExitCode::FAILURE;
        }
        let at = at.map_or(String::new(), |at| format!("  {}", seconds(at)));
        println!("{:<17}  {word}  {}{at}", row.named.id, row.named.name);
    }
    Ok(code)
}

fn tell(what: &str, migrations: &[Named]) {
    for Named { id, name } in migrations {
        println!("{what} {id} {name}");
    }
}

/// 2026-11-28T10:22:53Z
fn seconds(at: OffsetDateTime) -> String {
    let at = at.to_utc();
    let at = at.replace_nanosecond(0).unwrap_or(at);
    at.format(&Rfc3339).unwrap_or_default()
}

impl Place {
    fn url(&self) -> Result<String, DbError> {
        let given = self.database_url.clone();
        given
            .or_else(|| env::var("DATABASE_URL").ok())
            .ok_or(DbError::NoUrl)
    }

    async fn migrations(&self) -> Result<Migrations, DatabaseError> {
        match &self.source {
            Some(folder) => Migrations::read(folder).await,
            None => Migrations::embedded(),
        }
    }
}
