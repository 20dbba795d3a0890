//! `cargo xtask queries`: what a migrated database says of the queries in `lambda/api`, written to `lambda/api/.sqlx`, so that
//! everybody else compiles them without one.

use std::{fs, path::Path, process::Command, time::SystemTime};

use roundel_postgres::Server;

use crate::{Failure, build, paths, postgres::Postgres, prerequisites, run};

/// A server of its own ▸ migrations ▸ a check of the crate, whose macros write a file for each query.
pub fn queries() -> Result<(), Failure> {
    prerequisites::check()?;
    let folder = paths::target().join("postgres/queries");
    forget(&folder)?;
    let installation = Postgres::find_or_install()?.installation()?;
    let server = Server::start(&installation, &folder, None).map_err(|error| error.to_string())?;
    let url = server.url("postgres");
    run::step("migrating a database of its own", || {
        build::targets("--bin", &["roundel"])?;
        let mut migrate = Command::new(paths::program("roundel"));
        run::quiet(migrate.args(["db", "migrate", "--database-url", &url]))
    })?;
    run::step("asking it about the queries", || describe(&url))
}

fn describe(url: &str) -> Result<(), Failure> {
    let (source, described) = (
        paths::at("lambda/api/src/lib.rs"),
        paths::at("lambda/api/.sqlx"),
    );
    forget(&described)?;
    // what was checked before would not be looked at again
    let touched = fs::File::options()
        .append(true)
        .open(&source)
        .and_then(|file| file.set_modified(SystemTime::now()));
    touched
        .and_then(|()| fs::create_dir_all(&described))
        .map_err(|error| format!("cannot write {}: {error}", described.display()))?;
    run::quiet(
        run::cargo()
            .args(["check", "--release", "--package", "roundel-api", "--lib"])
            .env("SQLX_OFFLINE", "false")
            .env("SQLX_OFFLINE_DIR", &described)
            .env("DATABASE_URL", url),
    )
}

fn forget(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if folder.exists() => {
            Err(format!("cannot remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}
