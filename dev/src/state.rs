//! The directory in which the stack keeps what outlives a run.
//!
//! ```text
//! buckets/      the object store          logs/     a file for each lambda and for the edge
//! secret        the S3 secret key         edge/     the running copy of the edge bundle
//! session-key   the sessions' JWK         lock      held while a stack runs
//! issuer/       the signing keys          dlq.jsonl dead letters of all runs
//! sns/          the topic's signing key
//! database-url  where the database is   postgres/ the data of the stack's own server
//! stack.json    where everything else is
//! ```

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::rand;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::json;

use crate::error::StackError;

/// The state directory, made where it is missing, and locked: two stacks in one would mix their buckets. Clones
/// share the lock.
#[derive(Clone, Debug)]
pub struct State {
    root: PathBuf,
    _lock: Arc<File>,
}

impl State {
    /// Opens the directory and makes the rooms inside.
    ///
    /// # Errors
    /// [`StackError::State`] where the file system refuses, [`StackError::Running`] where a stack is running.
    pub fn open(root: &Path) -> Result<Self, StackError> {
        for room in ["buckets", "logs", "issuer", "edge", "sns"] {
            let path = root.join(room);
            fs::create_dir_all(&path).map_err(StackError::state(path))?;
        }
        let root = root.canonicalize().map_err(StackError::state(root))?;
        let lock = Arc::new(lock(&root.join("lock"), &root)?);
        Ok(Self { root, _lock: lock })
    }

    /// Removes a file, if it is there.
    pub fn forget(&self, name: &str) {
        drop(fs::remove_file(self.path(name)));
    }

    /// A path inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The secret key of the S3 credentials: random, made once, readable by its owner alone.
    ///
    /// # Errors
    /// [`StackError::State`] where the file system refuses.
    pub fn secret(&self) -> Result<String, StackError> {
        self.kept("secret", random_token)
    }

    /// The JWK that signs session tokens (`SESSION_KEY` of the lambda `session`): as [`State::secret`].
    ///
    /// # Errors
    /// [`StackError::State`] where the file system refuses.
    pub fn session_key(&self) -> Result<String, StackError> {
        self.kept("session-key", || {
            let (kid, key) = (uuid::Uuid::new_v4().to_string(), random_token()?);
            let jwk = json!({ "kty": "oct", "alg": "HS256", "kid": kid, "k": key });
            Ok(jwk.to_string())
        })
    }

    /// What a private file says, which is made where it is missing.
    fn kept(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<String, String>,
    ) -> Result<String, StackError> {
        let path = self.path(name);
        if let Ok(text) = fs::read_to_string(&path) {
            return Ok(text);
        }
        let text = make().map_err(StackError::Key)?;
        write_private(&path, text.as_bytes())?;
        Ok(text)
    }

    /// Writes a file so that a reader sees the old or the new one, never half of it.
    ///
    /// # Errors
    /// [`StackError::State`] where the file system refuses.
    pub fn write_json(&self, name: &str, value: &impl Serialize) -> Result<(), StackError> {
        let path = self.path(name);
        let beside = self.path(&format!("{name}.new"));
        let text = serde_json::to_vec_pretty(value)
            .map_err(|error| StackError::state(&path)(error.into()))?;
        fs::write(&beside, text).map_err(StackError::state(&beside))?;
        fs::rename(&beside, &path).map_err(StackError::state(path))
    }
}

fn lock(path: &Path, root: &Path) -> Result<File, StackError> {
    let file = File::create(path).map_err(StackError::state(path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StackError::Running {
            state: root.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(StackError::state(path)(error)),
    }
}

/// Writes a file that only its owner can read.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), StackError> {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(StackError::state(path))
}

/// 32 random bytes in base64url.
pub(crate) fn random_token() -> Result<String, String> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).map_err(|_| "no randomness".to_owned())?;
    Ok(BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn the_secret_stays_and_one_stack_runs_at_a_time() {
        let directory = std::env::temp_dir().join(format!("roundel-state-{}", std::process::id()));
        let secrets = |state: &State| (state.secret().unwrap(), state.session_key().unwrap());
        let first = secrets(&State::open(&directory).unwrap());
        let state = State::open(&directory).unwrap();
        let second = secrets(&state);
        let error = State::open(&directory).unwrap_err();
        std::fs::remove_dir_all(&directory).unwrap();
        assert_eq!(first, second);
        assert_eq!(error.code(), "running");
        assert_eq!(first.0.len(), 43);
        assert!(first.1.contains("HS256"));
    }
}
