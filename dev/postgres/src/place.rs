//! Where a server lives: a folder that its user can reach and nobody else can read.

use std::env;
use std::fs::{self, DirBuilder, File, Permissions, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::PostgresError;
use crate::user::User;

/// How long a program that is ending may keep the folder.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder, locked: one server at a time.
#[derive(Debug)]
pub struct Place {
    /// Holds data and password; the user's.
    pub folder: PathBuf,
    /// As whom the server runs.
    pub user: User,
    /// Ours, with our lock and the server's log.
    pub ours: PathBuf,
    _lock: File,
}

impl Place {
    /// Takes `wish`, or, where the user cannot reach that, a folder of its name among what is temporary.
    pub fn take(wish: &Path) -> Result<Self, PostgresError> {
        fs::create_dir_all(wish).map_err(PostgresError::file(wish))?;
        let ours = wish.canonicalize().map_err(PostgresError::file(wish))?;
        let lock = lock(&ours)?;
        let user = User::choose(&ours.join("lock"))?;
        let folder = ours.join("server");
        let folder = match user.reaches(&folder) {
            true => folder,
            false => elsewhere("roundel-postgres", &ours),
        };
        let place = Self {
            folder,
            user,
            ours,
            _lock: lock,
        };
        place.make(&place.folder)?;
        Ok(place)
    }

    /// The programs where the user can reach them: a copy, where it cannot reach them as they are.
    pub fn reachable(&self, bin: &Path) -> Result<PathBuf, PostgresError> {
        if self.user.reaches(&bin.join("postgres")) {
            return Ok(bin.to_owned());
        }
        let tree = bin.parent().unwrap_or(bin);
        let copy = elsewhere("roundel-postgres-programs", tree);
        self.make(&copy)?;
        if !copy.join("whole").exists() {
            copy_tree(tree, &copy, self.user)?;
            fs::write(copy.join("whole"), "").map_err(PostgresError::file(&copy))?;
        }
        Ok(copy.join(bin.file_name().unwrap_or_default()))
    }

    fn make(&self, folder: &Path) -> Result<(), PostgresError> {
        if !folder.exists() {
            DirBuilder::new()
                .mode(0o700)
                .create(folder)
                .map_err(PostgresError::file(folder))?;
            self.user.take(folder)?;
        }
        match self.user.owns(folder, &self.ours.join("lock")) {
            true => Ok(()),
            false => Err(PostgresError::Foreign {
                path: folder.to_owned(),
            }),
        }
    }
}

/// The same for the same path, and another for every other.
fn elsewhere(name: &str, path: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    env::temp_dir().join(format!("{name}-{:016x}", hasher.finish()))
}

fn lock(folder: &Path) -> Result<File, PostgresError> {
    let path = folder.join("lock");
    let file = File::create(&path).map_err(PostgresError::file(&path))?;
    let began = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                sleep(Duration::from_millis(50));
            }
            Err(TryLockError::WouldBlock) => {
                return Err(PostgresError::Running {
                    path: folder.to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(PostgresError::file(path)(error)),
        }
    }
}

fn copy_tree(from: &Path, to: &Path, user: User) -> Result<(), PostgresError> {
    for entry in fs::read_dir(from).map_err(PostgresError::file(from))? {
        let entry = entry.map_err(PostgresError::file(from))?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        // links among libraries become files
        let about = fs::metadata(&source).map_err(PostgresError::file(&source))?;
        if about.is_dir() {
            fs::create_dir_all(&target).map_err(PostgresError::file(&target))?;
            copy_tree(&source, &target, user)?;
        } else {
            fs::copy(&source, &target).map_err(PostgresError::file(&target))?;
        }
        let mode = Permissions::from_mode(about.permissions().mode() | 0o700);
        fs::set_permissions(&target, mode).map_err(PostgresError::file(&target))?;
        user.take(&target)?;
    }
    Ok(())
}
