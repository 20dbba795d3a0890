//! The data of a server, made once.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::place::Place;
use crate::{Installation, PostgresError};

/// The superuser of every server of ours.
pub const ROLE: &str = "roundel";

/// The data of one major version, and its superuser's password.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// What Postgres calls `PGDATA`.
    pub data: PathBuf,
    /// 64 hexadecimal characters.
    pub password: String,
}

impl Cluster {
    /// The one that is there, or a new one. Half of one never has its name.
    pub fn open(installation: &Installation, place: &Place) -> Result<Self, PostgresError> {
        let data = place.folder.join(format!("data-{}", installation.major));
        let words = place
            .folder
            .join(format!("password-{}", installation.major));
        if data.exists() {
            let password = fs::read_to_string(&words).map_err(PostgresError::file(&words))?;
            return Ok(Self { data, password });
        }
        let password = random().map_err(PostgresError::file("/dev/urandom"))?;
        write_private(&words, &password, place)?;
        let half = place.folder.join("data.new");
        drop(fs::remove_dir_all(&half));
        init(installation, place, &half, &words)?;
        fs::rename(&half, &data).map_err(PostgresError::file(&data))?;
        Ok(Self { data, password })
    }
}

fn init(
    installation: &Installation,
    place: &Place,
    data: &Path,
    password: &Path,
) -> Result<(), PostgresError> {
    let mut initdb = place.user.command(&installation.bin.join("initdb"));
    initdb
        .args([
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--no-instructions",
            "--no-sync",
        ])
        .args(["--username", ROLE, "--pwfile"])
        .arg(password)
        .arg("--pgdata")
        .arg(data);
    succeed(&mut initdb)
}

/// Runs a program to its end.
pub fn succeed(command: &mut Command) -> Result<(), PostgresError> {
    let program = PathBuf::from(command.get_program());
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(PostgresError::file(&program))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(PostgresError::Failed {
            program,
            said: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        }),
    }
}

fn write_private(path: &Path, text: &str, place: &Place) -> Result<(), PostgresError> {
    fs::write(path, text)
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o600)))
        .map_err(PostgresError::file(path))?;
    place.user.take(path)
}

fn random() -> std::io::Result<String> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
