//! One life of a server.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cluster::{Cluster, succeed};
use crate::place::Place;
use crate::{Installation, PostgresError};

/// Postgres takes this shell's place. Beside it waits a reader whose pipe ends when whoever started us has ended, killed
/// or not, and then asks Postgres to end, too. It is nobody's child: Postgres begins anew where one of its own is killed.
const LEASH: &str =
    r#"exec 3<&0; ( (cat <&3 >/dev/null; kill -INT $$) & ); exec 3<&-; exec "$@" </dev/null"#;
const READY: Duration = Duration::from_secs(60);
const ENDED: Duration = Duration::from_secs(10);
const GLANCE: Duration = Duration::from_millis(10);

/// A running server.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts it and waits until it takes connections. One that a killed program left behind is ended first.
    pub fn start(
        installation: &Installation,
        place: &Place,
        cluster: &Cluster,
        port: u16,
    ) -> Result<Self, PostgresError> {
        end_orphan(installation, place, &cluster.data);
        let path = place.ours.join("postgres.log");
        let log = File::create(&path).map_err(PostgresError::file(&path))?;
        let child = spawn(installation, place, cluster, port, &log)
            .map_err(PostgresError::file(&installation.bin))?;
        let mut process = Self { child };
        match process.wait_until_ready(&cluster.data) {
            true => Ok(process),
            false => Err(PostgresError::Failed {
                program: installation.bin.join("postgres"),
                said: last_words(&path),
            }),
        }
    }

    /// Asks it to end: connections are cut, what was committed is kept.
    pub fn stop(&mut self) {
        drop(self.child.stdin.take());
        let began = Instant::now();
        while began.elapsed() < ENDED {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            sleep(GLANCE);
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// The file's eighth line says how it stands, as `pg_ctl` reads it.
    fn wait_until_ready(&mut self, data: &Path) -> bool {
        let began = Instant::now();
        let file = data.join("postmaster.pid");
        while began.elapsed() < READY && matches!(self.child.try_wait(), Ok(None)) {
            let text = fs::read_to_string(&file).unwrap_or_default();
            if text
                .lines()
                .nth(7)
                .is_some_and(|line| line.trim() == "ready")
            {
                return true;
            }
            sleep(GLANCE);
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spawn(
    installation: &Installation,
    place: &Place,
    cluster: &Cluster,
    port: u16,
    log: &File,
) -> std::io::Result<Child> {
    let mut shell = place.user.command(Path::new("/bin/sh"));
    shell
        .args(["-c", LEASH, "postgres"])
        .arg(installation.bin.join("postgres"))
        .arg("-D")
        .arg(&cluster.data)
        .args(["-p", &port.to_string()])
        .args([
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
        ])
        // a page's worth of people; what is committed may be lost with the power, never half of it
        .args([
            "-c",
            "shared_buffers=16MB",
            "-c",
            "max_connections=60",
            "-c",
            "synchronous_commit=off",
        ])
        .args(["-c", "timezone=UTC", "-c", "log_timezone=UTC"])
        // Ctrl-C is for who started us, who ends it in its turn
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(log.try_clone()?)
        .stderr(log.try_clone()?)
        .spawn()
}

/// The lock is ours, so nobody else wants it. Where nothing runs the file is an old one, which Postgres sees itself.
fn end_orphan(installation: &Installation, place: &Place, data: &Path) {
    let stop = |mode| {
        let mut stop = place.user.command(&installation.bin.join("pg_ctl"));
        stop.args([
            "stop",
            "--wait",
            "--silent",
            "--timeout=10",
            mode,
            "--pgdata",
        ]);
        succeed(stop.arg(data)).is_ok()
    };
    if data.join("postmaster.pid").exists() && !stop("--mode=fast") {
        stop("--mode=immediate");
    }
}

fn last_words(log: &Path) -> String {
    const ENOUGH: u64 = 2_000;
    let mut text = Vec::new();
    let read = File::open(log).and_then(|mut file| {
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(ENOUGH)))?;
        file.read_to_end(&mut text)
    });
    drop(read);
    String::from_utf8_lossy(&text).trim().to_owned()
}
