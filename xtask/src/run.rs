//! Running a command as a step: one line while it works, its output only when it fails.

use std::{
    ffi::OsString,
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use crate::{Failure, paths};

/// Says what is being done, does it, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    print!("  {what} ... ");
    flush();
    let start = Instant::now();
    let done = work();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} ({seconds:.1} s)",
        if done.is_ok() { "done" } else { "FAILED" }
    );
    done
}

/// Runs a command silently; its last lines are part of the failure.
pub fn quiet(command: &mut Command) -> Result<(), Failure> {
    let (mut log, path) = log_file(command)?;
    let copy = log.try_clone().map_err(|e| e.to_string())?;
    let stderr = log.try_clone().map_err(|e| e.to_string())?;
    let status = with_tools(command)
        .stdin(Stdio::null())
        .stdout(copy)
        .stderr(stderr)
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(format!(
        "{} failed ({status}); all it printed is in {}\n{}",
        name(command),
        path.display(),
        last_lines(&mut log, 60)
    ))
}

/// Runs a command whose output is what the person wants to see.
pub fn loud(command: &mut Command) -> Result<(), Failure> {
    interactive(command.stdin(Stdio::null()))
}

/// Runs a command that may ask the person something.
pub fn interactive(command: &mut Command) -> Result<(), Failure> {
    flush();
    let status = with_tools(command)
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed ({status})", name(command)))
    }
}

/// What a command prints, if it can be run and succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// `npm`, which is a script of another name on Windows.
pub fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(paths::root());
    npm
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(paths::root());
    cargo
}

fn with_tools(command: &mut Command) -> &mut Command {
    command.env("PATH", path_with_tools())
}

/// The pinned tools come before whatever else is installed.
fn path_with_tools() -> OsString {
    let mut directories = vec![
        paths::tools().join("bin"),
        paths::tools().join("node_modules/.bin"),
    ];
    if let Some(path) = std::env::var_os("PATH") {
        directories.extend(std::env::split_paths(&path));
    }
    std::env::join_paths(directories).unwrap_or_default()
}

fn log_file(command: &Command) -> Result<(File, PathBuf), Failure> {
    let directory = paths::target().join("xtask");
    let path = directory.join(format!("{}.log", name(command)));
    std::fs::create_dir_all(&directory)
        .and_then(|()| {
            File::options()
                .create(true)
                .truncate(true)
                .read(true)
                .write(true)
                .open(&path)
        })
        .map(|file| (file, path.clone()))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

fn last_lines(log: &mut File, count: usize) -> String {
    let mut text = Vec::new();
    let read = log
        .seek(SeekFrom::Start(0))
        .and_then(|_| log.read_to_end(&mut text));
    if read.is_err() {
        return String::new();
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Failure {
    format!("cannot run {}: {error}", name(command))
}

fn flush() {
    // a terminal that is gone is no reason to stop the work
    let _ = std::io::stdout().flush();
}
