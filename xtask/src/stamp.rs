//! What changed since the last time: a fingerprint of a step's inputs, kept beside what the step made.

use std::{
    collections::BTreeSet,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::{Failure, paths, run};

/// A step that is skipped while its inputs are as they were and its outputs are there.
pub struct Stamped<'a> {
    /// A file name for the stamp.
    pub name: &'a str,
    /// What to say while it works.
    pub what: &'a str,
    /// Files and folders of the repository.
    pub inputs: &'a [&'a str],
    /// What else the result depends on, a tool's version say.
    pub with: &'a str,
    /// Files that must be there afterwards.
    pub outputs: &'a [PathBuf],
}

impl Stamped<'_> {
    /// Does the work if anything changed.
    pub fn run(&self, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
        let stamp = paths::target()
            .join("xtask")
            .join(format!("{}.stamp", self.name));
        let print = format!("{:016x}", self.fingerprint());
        let fresh = fs::read_to_string(&stamp).is_ok_and(|old| old == print)
            && self.outputs.iter().all(|output| output.exists());
        if fresh {
            return Ok(());
        }
        run::step(self.what, work)?;
        if let Some(missing) = self.outputs.iter().find(|output| !output.exists()) {
            return Err(format!("{} was not made", missing.display()));
        }
        write(&stamp, &print)
    }

    fn fingerprint(&self) -> u64 {
        let mut files = BTreeSet::new();
        for input in self.inputs {
            collect(&paths::at(input), &mut files);
        }
        let mut hasher = DefaultHasher::new();
        self.with.hash(&mut hasher);
        for file in files {
            file.hash(&mut hasher);
            if let Ok(about) = fs::metadata(&file) {
                about.len().hash(&mut hasher);
                about.modified().ok().hash(&mut hasher);
            }
        }
        hasher.finish()
    }
}

/// Made folders are no inputs, wherever they are.
fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) {
    const MADE: [&str; 4] = ["target", "node_modules", "dist", ".git"];
    if path.is_file() {
        files.insert(path.to_owned());
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let made = MADE.iter().any(|name| entry.file_name() == *name);
        if !made {
            collect(&entry.path(), files);
        }
    }
}

fn write(stamp: &Path, print: &str) -> Result<(), Failure> {
    let folder = stamp.parent().unwrap_or(stamp);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(stamp, print))
        .map_err(|error| format!("cannot write {}: {error}", stamp.display()))
}
