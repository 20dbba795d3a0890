//! The living processes of a function, for whoever measures or ends them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use super::door::Door;

/// One process of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Process {
    /// Its id in the system.
    pub pid: u32,
    /// Whether an invocation is in flight.
    pub busy: bool,
}

/// Those that live. Clones are the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Processes(Arc<Mutex<BTreeMap<u32, Arc<Door>>>>);

/// Takes a process off the list when it has ended, however that came.
pub(super) struct Living {
    processes: Processes,
    pid: u32,
}

impl Processes {
    pub fn all(&self) -> Vec<Process> {
        let doors = self.lock();
        let process = |(&pid, door): (&u32, &Arc<Door>)| Process {
            pid,
            busy: door.busy(),
        };
        doors.iter().map(process).collect()
    }

    pub fn kill_busy(&self) -> Option<u32> {
        let doors = self.lock();
        let (&pid, door) = doors.iter().find(|(_, door)| door.busy())?;
        door.kill();
        Some(pid)
    }

    pub fn born(&self, pid: u32, door: &Arc<Door>) -> Living {
        self.lock().insert(pid, Arc::clone(door));
        Living {
            processes: self.clone(),
            pid,
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u32, Arc<Door>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Living {
    fn drop(&mut self) {
        self.processes.lock().remove(&self.pid);
    }
}
