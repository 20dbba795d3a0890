//! Every picture in a folder, ours against the oracles.

mod examine;
mod verdict;
mod walk;

use std::path::Path;
use std::sync::Arc;

use crate::{Error, Sharp};
use examine::examine;
pub use verdict::{Report, Verdict};

/// Decodes every file in `folder` and the folders in it, and tells each verdict that is worth a line to `say`.
///
/// # Errors
/// When the folder cannot be read, or `sharp` does not run.
pub fn check(folder: &Path, mut say: impl FnMut(&Path, &Verdict)) -> Result<Report, Error> {
    let mut sharp = Sharp::start()?;
    let mut report = Report::default();
    for path in walk::files(folder)? {
        let bytes: Arc<[u8]> = std::fs::read(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?
            .into();
        let verdict = examine(&bytes, &mut sharp)?;
        report.note(&verdict);
        if verdict.is_worth_a_line(&path) {
            say(&path, &verdict);
        }
    }
    Ok(report)
}
