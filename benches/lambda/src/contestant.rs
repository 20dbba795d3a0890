//! A function that is started, invoked and looked at.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bytes::Bytes;
use roundel_bench_native::process::Process;
use roundel_dev::runtime_api::{Function, Settings};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::Failure;

/// One of the two that are compared.
#[derive(Clone, Debug)]
pub struct Contestant {
    /// As rows call it.
    pub name: &'static str,
    /// The function's name.
    pub function: &'static str,
    /// What is started.
    pub binary: PathBuf,
    /// What is configured.
    pub environment: Vec<(&'static str, String)>,
    /// Where its output goes.
    pub log: PathBuf,
}

/// A contestant's process.
pub struct Running {
    function: Function,
    asked_for: Instant,
    _tasks: JoinSet<()>,
}

/// What a process has used so far; `None` where the system does not say it.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    /// Processor time of all its threads.
    pub cpu_ms: Option<f64>,
    /// The most memory that was ever resident, in units of 10^6 bytes.
    pub peak_memory_mb: Option<f64>,
}

impl Contestant {
    /// One whose log lies in this folder.
    pub fn new(
        name: &'static str,
        function: &'static str,
        binary: PathBuf,
        environment: Vec<(&'static str, String)>,
        logs: &Path,
    ) -> Self {
        let log = logs.join(format!("{function}-{name}.log"));
        Self {
            name,
            function,
            binary,
            environment,
            log,
        }
    }

    /// Asks for a fresh process; nobody waits for it yet.
    pub fn start(&self) -> Result<Running, Failure> {
        let mut tasks = JoinSet::new();
        let asked_for = Instant::now();
        let function = Function::start(
            &mut tasks,
            Settings {
                name: self.function,
                binary: self.binary.clone(),
                environment: self.environment.clone(),
                timeout: Duration::from_secs(60),
                memory: 1769, // a processor's worth
                instances: 1,
                log: self.log.clone(),
            },
        )?;
        Ok(Running {
            function,
            asked_for,
            _tasks: tasks,
        })
    }
}

impl Running {
    /// Milliseconds from the event's way in to the answer's way out, and the answer.
    pub async fn invoke(&self, event: &Value) -> Result<(f64, Value), Failure> {
        let event = Bytes::from(event.to_string());
        let start = Instant::now();
        let answer = self.function.invoke(event).await?;
        let wall = start.elapsed().as_secs_f64() * 1e3;
        Ok((wall, serde_json::from_slice(&answer)?))
    }

    /// Milliseconds since the process was asked for.
    pub fn age_ms(&self) -> f64 {
        self.asked_for.elapsed().as_secs_f64() * 1e3
    }

    /// What its process has used.
    pub fn used(&self) -> Used {
        let living = self.function.processes().into_iter().next();
        let process = living.map(|process| Process::with_id(process.pid));
        Used {
            cpu_ms: process.as_ref().and_then(Process::cpu_ms),
            peak_memory_mb: process.as_ref().and_then(Process::peak_memory_mb),
        }
    }
}
