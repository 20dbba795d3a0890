//! The Node process that runs the real edge handler, and the next one when it has ended.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::error::StackError;
use crate::state::State;

/// How long a viewer-request function may take
/// (<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html>).
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long Node may take to load the handler.
const LOADING: Duration = Duration::from_secs(15);

/// A handler that did not answer; the cause is in its log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ExecutionError;

/// The running handler. Clones are the same process.
#[derive(Clone, Debug)]
pub struct EdgeHost {
    lines: mpsc::Sender<String>,
    waiting: Waiting,
    next_id: Arc<AtomicU64>,
}

/// Who waits for which answer.
#[derive(Clone, Debug, Default)]
struct Waiting(Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>);

#[derive(Debug)]
struct Program {
    node: PathBuf,
    host: PathBuf,
    handler: PathBuf,
    log: PathBuf,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<u64>,
    #[serde(default)]
    returned: Option<Value>,
    #[serde(default)]
    ready: bool,
    #[serde(default)]
    error: Option<String>,
}

impl EdgeHost {
    /// Starts Node and waits until the handler is loaded.
    ///
    /// # Errors
    /// [`StackError::Spawn`] without Node, [`StackError::Edge`] when the handler does not load.
    pub async fn start(
        tasks: &mut JoinSet<()>,
        state: &State,
        node: &Path,
    ) -> Result<Self, StackError> {
        let program = Program {
            node: node.to_owned(),
            host: state.path("edge_host.mjs"),
            handler: state.path("edge/handler.mjs"),
            log: state.path("logs/edge.log"),
        };
        std::fs::write(&program.host, include_str!("edge_host.mjs"))
            .map_err(StackError::state(&program.host))?;
        std::fs::write(&program.log, "").map_err(StackError::state(&program.log))?;
        let process = Process::start(&program).await?;
        let (lines, inbox) = mpsc::channel(1000);
        let waiting = Waiting::default();
        tasks.spawn(keep_running(program, process, inbox, waiting.clone()));
        Ok(Self {
            lines,
            waiting,
            next_id: Arc::default(),
        })
    }

    /// What the handler returns for an event.
    ///
    /// # Errors
    /// [`ExecutionError`] when it throws, ends or takes longer than 5 s.
    pub(super) async fn call(&self, event: &Value) -> Result<Value, ExecutionError> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (reply, answer) = oneshot::channel();
        self.waiting.lock().insert(id, reply);
        let line = format!("{}\n", json!({ "id": id, "event": event }));
        let sent = self.lines.send(line).await;
        let answer = match sent {
            Ok(()) => timeout(TIMEOUT, answer).await,
            Err(_) => return Err(ExecutionError),
        };
        self.waiting.lock().remove(&id);
        answer
            .map_err(|_| ExecutionError)?
            .map_err(|_| ExecutionError)
    }
}

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, oneshot::Sender<Value>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives an answer to whoever waits for it; an error is no answer.
    fn give(&self, line: &str) {
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            return;
        };
        let Some(reply) = line.id.and_then(|id| self.lock().remove(&id)) else {
            return;
        };
        if line.error.is_none() {
            drop(reply.send(line.returned.unwrap_or(Value::Null)));
        }
    }
}

struct Process {
    _child: Child,
    stdin: ChildStdin,
    stdout: Lines<BufReader<ChildStdout>>,
}

impl Process {
    async fn start(program: &Program) -> Result<Self, StackError> {
        let mut process = Self::spawn(program).map_err(|source| StackError::Spawn {
            program: program.node.clone(),
            source,
        })?;
        let first = timeout(LOADING, process.stdout.next_line()).await;
        let first = first
            .ok()
            .and_then(Result::ok)
            .flatten()
            .unwrap_or_default();
        match serde_json::from_str::<Line>(&first) {
            Ok(line) if line.ready => Ok(process),
            Ok(line) => Err(StackError::Edge(line.error.unwrap_or_default())),
            Err(_) => Err(StackError::Edge(
                "Node ended before it said a word".to_owned(),
            )),
        }
    }

    fn spawn(program: &Program) -> std::io::Result<Self> {
        let log = std::fs::File::options()
            .append(true)
            .create(true)
            .open(&program.log)?;
        let mut child = Command::new(&program.node)
            .arg(&program.host)
            .arg(&program.handler)
            .env_clear() // Lambda@Edge has no environment variables of the owner's
            .env("PATH", std::env::var_os("PATH").unwrap_or_default()) // node may be a shim of a version manager
            .env("HOME", std::env::var_os("HOME").unwrap_or_default())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let piped = || std::io::Error::other("no pipe");
        let stdin = child.stdin.take().ok_or_else(piped)?;
        let stdout = child.stdout.take().ok_or_else(piped)?;
        Ok(Self {
            _child: child,
            stdin,
            stdout: BufReader::new(stdout).lines(),
        })
    }
}

/// Carries lines both ways; what is in flight when the process ends goes without an answer.
async fn keep_running(
    program: Program,
    mut process: Process,
    mut inbox: mpsc::Receiver<String>,
    waiting: Waiting,
) {
    loop {
        converse(&mut process, &mut inbox, &waiting).await;
        waiting.lock().clear();
        process = loop {
            match Process::start(&program).await {
                Ok(process) => break process,
                Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
            }
        };
    }
}

async fn converse(process: &mut Process, inbox: &mut mpsc::Receiver<String>, waiting: &Waiting) {
    loop {
        tokio::select! {
            line = process.stdout.next_line() => match line {
                Ok(Some(line)) => waiting.give(&line),
                Ok(None) | Err(_) => return,
            },
            Some(line) = inbox.recv() => {
                if process.stdin.write_all(line.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }
}
