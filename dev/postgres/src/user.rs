//! As whom Postgres runs.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::PostgresError;

/// Somebody else than root: who started us, or a user of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    /// Who started us.
    Ourselves,
    /// What root becomes.
    Other {
        /// The user's number.
        uid: u32,
        /// Its group's number.
        gid: u32,
    },
}

impl User {
    /// Who runs Postgres here. A file that we make tells who we are.
    ///
    /// # Errors
    /// [`PostgresError::NoUser`].
    pub fn choose(ours: &Path) -> Result<Self, PostgresError> {
        let us = fs::metadata(ours).map_err(PostgresError::file(ours))?.uid();
        if us != 0 {
            return Ok(Self::Ourselves);
        }
        let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| named(&known, name))
            .ok_or(PostgresError::NoUser)
    }

    /// A command of this user's.
    pub fn command(self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Self::Other { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
        // Postgres wants to know where it is, and may not be allowed to where we are
        command.current_dir("/");
        command
    }

    /// Whether this user comes as far as `path`, which need not be there yet.
    pub fn reaches(self, path: &Path) -> bool {
        let Self::Other { uid, gid } = self else {
            return true;
        };
        path.ancestors().skip(1).all(|folder| {
            fs::metadata(folder).is_ok_and(|about| match about.uid() == uid {
                true => about.mode() & 0o100 != 0,
                false if about.gid() == gid => about.mode() & 0o010 != 0,
                false => about.mode() & 0o001 != 0,
            })
        })
    }

    /// Gives this user a file or folder of ours.
    pub fn take(self, path: &Path) -> Result<(), PostgresError> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Other { uid, gid } => std::os::unix::fs::chown(path, Some(uid), Some(gid))
                .map_err(PostgresError::file(path)),
        }
    }

    /// Whether a folder is this user's, and no link to somebody else's.
    pub fn owns(self, path: &Path, ours: &Path) -> bool {
        let uid = match self {
            Self::Ourselves => fs::metadata(ours).map(|about| about.uid()).ok(),
            Self::Other { uid, .. } => Some(uid),
        };
        fs::symlink_metadata(path).is_ok_and(|about| about.is_dir() && Some(about.uid()) == uid)
    }
}

fn named(known: &str, name: &str) -> Option<User> {
    let mut fields = known
        .lines()
        .map(|line| line.split(':'))
        .find(|line| line.clone().next() == Some(name))?;
    let uid = fields.nth(2)?.parse().ok().filter(|uid| *uid != 0)?;
    let gid = fields.next()?.parse().ok()?;
    Some(User::Other { uid, gid })
}

#[cfg(test)]
mod tests {
    use super::{User, named};

    #[test]
    fn users_as_the_system_lists_them() {
        let known =
            "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533::/:/sbin/nologin\nbroken\n";
        assert_eq!(
            named(known, "nobody"),
            Some(User::Other {
                uid: 65534,
                gid: 65533
            })
        );
        for absent in ["root", "postgres", "broken"] {
            assert_eq!(named(known, absent), None);
        }
    }
}
