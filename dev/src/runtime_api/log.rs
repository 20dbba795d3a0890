//! A function's log: its own output, and the lines that Lambda adds.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use crate::error::StackError;

/// A file that the processes of one function and the stack append to.
#[derive(Clone, Debug)]
pub struct Log(Arc<File>);

impl Log {
    /// Begins a new log.
    pub fn create(path: &Path) -> Result<Self, StackError> {
        File::create(path)
            .and_then(|_| File::options().append(true).open(path))
            .map(|file| Self(Arc::new(file)))
            .map_err(StackError::state(path))
    }

    /// The log as a process's output.
    pub fn stdio(&self) -> std::io::Result<Stdio> {
        self.0.try_clone().map(Stdio::from)
    }

    /// Adds a line. A full disk must not fail the function.
    pub fn line(&self, text: &str) {
        drop((&*self.0).write_all(format!("{text}\n").as_bytes()));
    }
}
