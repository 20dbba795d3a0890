//! The flow: a place ▸ the programs within reach ▸ the data ▸ a port ▸ the process.

use std::net::TcpListener;
use std::path::Path;

use crate::cluster::{Cluster, ROLE};
use crate::place::Place;
use crate::process::Process;
use crate::{Installation, PostgresError};

/// A free port is found before Postgres listens on it: several programs that start at once may find the same.
const TRIES: usize = 5;

/// A server of one's own. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    // ends before the lock of its place is given back
    process: Option<Process>,
    installation: Installation,
    cluster: Cluster,
    port: u16,
    place: Place,
}

impl Server {
    /// Starts what lives in `folder`, set up where it is new. `preferred` is taken where it is free.
    ///
    /// # Errors
    /// The first step that fails, as [`PostgresError`].
    pub fn start(
        found: &Installation,
        folder: &Path,
        preferred: Option<u16>,
    ) -> Result<Self, PostgresError> {
        let place = Place::take(folder)?;
        let installation = Installation {
            bin: place.reachable(&found.bin)?,
            major: found.major,
        };
        let cluster = Cluster::open(&installation, &place)?;
        let port = free_port(preferred)?;
        let server = Self {
            process: None,
            installation,
            cluster,
            port,
            place,
        };
        server.settle()
    }

    /// `postgres://…/database`, with the superuser's password.
    pub fn url(&self, database: &str) -> String {
        let Cluster { password, .. } = &self.cluster;
        format!(
            "postgres://{ROLE}:{password}@127.0.0.1:{}/{database}",
            self.port
        )
    }

    /// Ends it for now; whoever is connected is cut off.
    pub fn pause(&mut self) {
        self.process = None;
    }

    /// Starts it again, with the same data on the same port.
    ///
    /// # Errors
    /// [`PostgresError::Failed`] where it does not come up.
    pub fn resume(&mut self) -> Result<(), PostgresError> {
        if self.process.is_none() {
            let process =
                Process::start(&self.installation, &self.place, &self.cluster, self.port)?;
            self.process = Some(process);
        }
        Ok(())
    }

    /// Starts it on its port, or on another where that is taken.
    fn settle(mut self) -> Result<Self, PostgresError> {
        for _ in 0..TRIES {
            match self.resume() {
                // somebody was faster
                Err(_) if is_taken(self.port) => self.port = free_port(None)?,
                outcome => return outcome.map(|()| self),
            }
        }
        self.resume().map(|()| self)
    }
}

fn is_taken(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_err()
}

fn free_port(preferred: Option<u16>) -> Result<u16, PostgresError> {
    let wish = TcpListener::bind(("127.0.0.1", preferred.unwrap_or(0)));
    let listener = wish.or_else(|_| TcpListener::bind(("127.0.0.1", 0)));
    let address = listener.and_then(|listener| listener.local_addr());
    Ok(address.map_err(PostgresError::file("127.0.0.1"))?.port())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::net::{TcpListener, TcpStream};
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;

    use super::Server;
    use crate::Installation;
    use crate::user::User;

    fn folder(name: &str) -> PathBuf {
        let target = PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../target/postgres"
        ));
        target.join(format!("{name}-{}", std::process::id()))
    }

    fn answers(port: u16) -> bool {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    }

    #[test]
    fn starts_pauses_resumes_and_ends() {
        let folder = folder("server");
        let found = Installation::find().unwrap();
        let mut server = Server::start(&found, &folder, None).unwrap();
        let (url, port) = (server.url("x"), server.port);
        assert!(answers(port));
        server.pause();
        assert!(!answers(port));
        server.resume().unwrap();
        assert!(answers(port));
        drop(server);
        assert!(!answers(port));
        // the data is still there, and so is the password
        let again = Server::start(&found, &folder, Some(port)).unwrap();
        assert_eq!(again.url("x"), url);
        drop(again);
        fs::remove_dir_all(folder).unwrap();
    }

    /// Its pipe is still open, its folder is nobody's any more.
    #[test]
    fn one_that_was_left_behind_is_ended_by_the_next() {
        let folder = folder("orphan");
        let found = Installation::find().unwrap();
        let first = Server::start(&found, &folder, None).unwrap();
        let port = first.port;
        std::mem::forget(first.process);
        drop(first.place);
        let second = Server::start(&found, &folder, None).unwrap();
        assert!(!answers(port) && answers(second.port));
        drop(second);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_port_that_somebody_else_takes_meanwhile() {
        let folder = folder("taken");
        let found = Installation::find().unwrap();
        let mut server = Server::start(&found, &folder, None).unwrap();
        server.pause();
        let thief = TcpListener::bind(("127.0.0.1", server.port)).unwrap();
        let error = server.resume().unwrap_err();
        assert_eq!(error.code(), "postgres_failed");
        assert!(error.to_string().contains("could not bind"), "{error}");
        let stolen = server.port;
        let moved = server.settle().unwrap();
        assert!(moved.port != stolen && answers(moved.port));
        drop((thief, moved));
        fs::remove_dir_all(folder).unwrap();
    }

    /// As in the home of root, into which nobody else may look. Whoever is not root stays there.
    #[test]
    fn a_folder_that_its_user_cannot_reach() {
        let folder = folder("closed");
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let server = Server::start(&Installation::find().unwrap(), &folder, None).unwrap();
        assert!(answers(server.port));
        let lives = server.place.folder.clone();
        assert_eq!(
            lives.starts_with(folder.canonicalize().unwrap()),
            server.place.user == User::Ourselves
        );
        drop(server);
        fs::remove_dir_all(lives).unwrap();
        fs::remove_dir_all(folder).unwrap();
    }
}
