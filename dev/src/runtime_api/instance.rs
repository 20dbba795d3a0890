//! One instance of a function: a process, and the next one when it has ended.

use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until};

use super::door::Door;
use super::log::Log;
use super::processes::Processes;
use super::{FunctionError, Inbox, Settings};
use crate::identity::{ACCESS_KEY, REGION};
use crate::listeners::Listener;

/// Runs process after process. A process that ends before it asked for work takes the next event down with it, as
/// on AWS, so that a broken binary answers with errors and does not spin.
pub async fn run(settings: Arc<Settings>, log: Log, inbox: Inbox, processes: Processes) {
    loop {
        let asked = live(&settings, &log, &inbox, &processes).await;
        if !asked && let Some(invocation) = inbox.lock().await.recv().await {
            drop(invocation.reply.send(Err(FunctionError::Exited)));
        }
    }
}

/// One process from start to end; whether it ever asked for work.
async fn live(settings: &Settings, log: &Log, inbox: &Inbox, processes: &Processes) -> bool {
    let mut server = JoinSet::new();
    let door = Arc::new(Door::new(settings, log.clone(), Arc::clone(inbox)));
    let child = match Listener::free().await {
        Ok(listener) => {
            let child = spawn(settings, log, &listener.authority());
            listener.serve(&mut server, Door::router(&door));
            child
        }
        Err(error) => Err(std::io::Error::other(error)),
    };
    match child {
        Ok(child) => {
            let _living = child.id().map(|pid| processes.born(pid, &door));
            watch(child, &door, log).await;
        }
        Err(error) => {
            log.line(&format!("cannot start: {error}"));
            sleep(Duration::from_millis(200)).await;
        }
    }
    door.asked()
}

/// Waits for the process to end, or ends it when an invocation takes too long.
async fn watch(mut child: Child, door: &Door, log: &Log) {
    let mut deadline = door.deadline();
    loop {
        let due = *deadline.borrow_and_update();
        tokio::select! {
            status = child.wait() => {
                log.line(&format!("process ended: {}", told(status)));
                return door.close(FunctionError::Exited);
            }
            () = door.killed() => {
                log.line("process killed");
                drop(child.kill().await);
                return door.close(FunctionError::Exited);
            }
            () = sleep_until(due.unwrap_or_else(tokio::time::Instant::now)), if due.is_some() => {
                log.line("Task timed out");
                drop(child.kill().await);
                return door.close(FunctionError::TimedOut);
            }
            _ = deadline.changed() => {}
        }
    }
}

fn told(status: std::io::Result<ExitStatus>) -> String {
    status.map_or_else(|error| error.to_string(), |status| status.to_string())
}

/// Starts the binary with the documented environment and nothing of ours
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>).
fn spawn(settings: &Settings, log: &Log, runtime_api: &str) -> std::io::Result<Child> {
    let root = settings.binary.parent().unwrap_or(Path::new("/"));
    Command::new(&settings.binary)
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", runtime_api)
        .env("AWS_LAMBDA_FUNCTION_NAME", settings.name)
        .env(
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            settings.memory.to_string(),
        )
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .env(
            "AWS_LAMBDA_LOG_GROUP_NAME",
            format!("/aws/lambda/{}", settings.name),
        )
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "local")
        .env("_HANDLER", "bootstrap")
        .env("LAMBDA_TASK_ROOT", root)
        .env("AWS_REGION", REGION)
        .env("AWS_DEFAULT_REGION", REGION)
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("TZ", ":UTC")
        .envs(
            settings
                .environment
                .iter()
                .map(|(name, value)| (name, value)),
        )
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(log.stdio()?)
        .stderr(log.stdio()?)
        .process_group(0) // Ctrl-C in the terminal reaches the stack alone, which then ends its children
        .kill_on_drop(true)
        .spawn()
}
