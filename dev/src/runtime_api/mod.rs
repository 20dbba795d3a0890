//! The Lambda runtime API, behind which the very binaries run that would be deployed
//! (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>).
//!
//! A [`Function`] has an inbox and a few instances. An `instance` is one process after another, each with a
//! `door` of its own, so that whoever asks for work is known and can be killed when it takes too long.

mod door;
mod instance;
mod log;
mod processes;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinSet;

use crate::error::StackError;
pub use processes::Process;
use processes::Processes;

/// How a function is run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Its name, in ARNs, logs and its environment.
    pub name: &'static str,
    /// The binary.
    pub binary: PathBuf,
    /// Its own environment variables.
    pub environment: Vec<(&'static str, String)>,
    /// How long one invocation may take.
    pub timeout: Duration,
    /// In MB. Told to the function, not enforced.
    pub memory: u32,
    /// How many events can be handled at a time.
    pub instances: usize,
    /// Where its output goes.
    pub log: PathBuf,
}

/// Why an invocation has no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FunctionError {
    /// The function said so.
    #[error("the function failed: {kind}: {message}")]
    Failed {
        /// `errorType`
        kind: String,
        /// `errorMessage`
        message: String,
    },
    /// The process ended before it answered.
    #[error("the function's process ended before it answered")]
    Exited,
    /// It took longer than it may.
    #[error("the function took longer than it may")]
    TimedOut,
    /// The event or the answer is over 6 MB.
    #[error("the event or the answer is over 6 MB")]
    TooLarge,
    /// The stack is stopping.
    #[error("the stack is stopping")]
    Stopped,
}

/// The largest event and the largest answer of a synchronous invocation, in bytes
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
pub const LARGEST_PAYLOAD: usize = 6 << 20;

/// A function that can be invoked. Clones are the same function.
#[derive(Clone, Debug)]
pub struct Function {
    name: &'static str,
    inbox: mpsc::Sender<Invocation>,
    processes: Processes,
}

/// One event on its way to an instance.
#[derive(Debug)]
struct Invocation {
    payload: Bytes,
    reply: oneshot::Sender<Result<Bytes, FunctionError>>,
}

/// Where the instances of a function fetch their work.
type Inbox = Arc<Mutex<mpsc::Receiver<Invocation>>>;

impl Function {
    /// Starts the instances; they end with the set of tasks.
    ///
    /// # Errors
    /// [`StackError::Missing`] without the binary, [`StackError::State`] without its log.
    pub fn start(tasks: &mut JoinSet<()>, mut settings: Settings) -> Result<Self, StackError> {
        // it is started in its own folder, where a relative path would lead elsewhere
        settings.binary = match settings.binary.canonicalize() {
            Ok(binary) if binary.is_file() => binary,
            _ => {
                return Err(StackError::Missing {
                    path: settings.binary,
                });
            }
        };
        let log = log::Log::create(&settings.log)?;
        let (inbox, outbox) = mpsc::channel(1000);
        let outbox = Arc::new(Mutex::new(outbox));
        let function = Self {
            name: settings.name,
            inbox,
            processes: Processes::default(),
        };
        let settings = Arc::new(settings);
        for _ in 0..settings.instances {
            let (settings, log) = (Arc::clone(&settings), log.clone());
            let (outbox, processes) = (Arc::clone(&outbox), function.processes.clone());
            tasks.spawn(instance::run(settings, log, outbox, processes));
        }
        Ok(function)
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its living processes.
    pub fn processes(&self) -> Vec<Process> {
        self.processes.all()
    }

    /// Ends a process in the middle of an invocation, without a word, and gives its id; `None` where none is at work.
    pub fn kill_busy(&self) -> Option<u32> {
        self.processes.kill_busy()
    }

    /// Hands an event to the next free instance and waits for the answer.
    ///
    /// # Errors
    /// See [`FunctionError`].
    pub async fn invoke(&self, payload: Bytes) -> Result<Bytes, FunctionError> {
        if payload.len() > LARGEST_PAYLOAD {
            return Err(FunctionError::TooLarge);
        }
        let (reply, answer) = oneshot::channel();
        let invocation = Invocation { payload, reply };
        let sent = self.inbox.send(invocation).await;
        sent.map_err(|_| FunctionError::Stopped)?;
        answer.await.unwrap_or(Err(FunctionError::Stopped))
    }
}
