//! The routes of the runtime API, for one process.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use serde::Deserialize;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::log::Log;
use super::{FunctionError, Inbox, Invocation, LARGEST_PAYLOAD, Settings};
use crate::clock;
use crate::identity::{ACCOUNT, REGION};

/// What one process is told and has been asked.
#[derive(Debug)]
pub struct Door {
    arn: String,
    timeout: Duration,
    log: Log,
    inbox: Inbox,
    asked: AtomicBool,
    open: watch::Sender<bool>,
    deadline: watch::Sender<Option<Instant>>,
    in_flight: Mutex<Option<InFlight>>,
    killed: Notify,
}

#[derive(Debug)]
struct InFlight {
    id: String,
    since: Instant,
    invocation: Invocation,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    #[serde(default)]
    error_type: String,
    #[serde(default)]
    error_message: String,
}

impl Door {
    /// A door that nobody came to yet.
    pub fn new(settings: &Settings, log: Log, inbox: Inbox) -> Self {
        Self {
            arn: format!(
                "arn:aws:lambda:{REGION}:{ACCOUNT}:function:{}",
                settings.name
            ),
            timeout: settings.timeout,
            log,
            inbox,
            asked: AtomicBool::new(false),
            open: watch::Sender::new(true),
            deadline: watch::Sender::new(None),
            in_flight: Mutex::default(),
            killed: Notify::new(),
        }
    }

    /// The documented routes.
    pub fn router(door: &Arc<Self>) -> Router {
        let invocation = "/2018-06-01/runtime/invocation";
        Router::new()
            .route(&format!("{invocation}/next"), get(next))
            .route(&format!("{invocation}/{{id}}/response"), post(response))
            .route(&format!("{invocation}/{{id}}/error"), post(error))
            .route("/2018-06-01/runtime/init/error", post(init_error))
            .with_state(Arc::clone(door))
    }

    /// Whether the process ever asked for work.
    pub fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Whether an invocation is in flight.
    pub fn busy(&self) -> bool {
        self.lock().is_some()
    }

    /// Has the process ended without a word, as when its machine is gone.
    pub fn kill(&self) {
        self.killed.notify_one();
    }

    /// Waits until somebody wants that.
    pub async fn killed(&self) {
        self.killed.notified().await;
    }

    /// When the invocation in flight must be done.
    pub fn deadline(&self) -> watch::Receiver<Option<Instant>> {
        self.deadline.subscribe()
    }

    /// Fails what is in flight and hands out no more work: the process has ended.
    pub fn close(&self, why: FunctionError) {
        self.open.send_replace(false);
        if let Some(in_flight) = self.lock().take() {
            self.report(&in_flight);
            drop(in_flight.invocation.reply.send(Err(why)));
        }
    }

    /// Takes the next event for this process; `None` once the door is closed.
    async fn take(&self) -> Option<Invocation> {
        let mut open = self.open.subscribe();
        tokio::select! {
            biased;
            _ = open.wait_for(|open| !open) => None,
            invocation = async { self.inbox.lock().await.recv().await } => invocation,
        }
    }

    fn begin(&self, invocation: Invocation) -> Response {
        let id = uuid::Uuid::new_v4().to_string();
        let payload = invocation.payload.clone();
        let headers = self.headers(&id);
        self.log.line(&format!("START RequestId: {id}"));
        self.deadline
            .send_replace(Some(Instant::now() + self.timeout));
        let since = Instant::now();
        let before = self.lock().replace(InFlight {
            id,
            since,
            invocation,
        });
        if let Some(before) = before {
            drop(before.invocation.reply.send(Err(FunctionError::Exited)));
        }
        (headers, payload).into_response()
    }

    fn headers(&self, id: &str) -> [(&'static str, HeaderValue); 5] {
        let text =
            |value: String| HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static(""));
        let deadline = u128::from(clock::unix_millis()) + self.timeout.as_millis();
        let trace = uuid::Uuid::new_v4().simple().to_string();
        let trace = format!("Root=1-{}-{};Sampled=0", &trace[..8], &trace[8..]);
        [
            ("lambda-runtime-aws-request-id", text(id.to_owned())),
            ("lambda-runtime-deadline-ms", text(deadline.to_string())),
            (
                "lambda-runtime-invoked-function-arn",
                text(self.arn.clone()),
            ),
            ("lambda-runtime-trace-id", text(trace)),
            ("content-type", HeaderValue::from_static("application/json")),
        ]
    }

    /// Ends the invocation with this id; one that is not in flight is refused, as on AWS.
    fn end(&self, id: &str, result: Result<Bytes, FunctionError>) -> StatusCode {
        let mut slot = self.lock();
        let Some(in_flight) = slot.take_if(|in_flight| in_flight.id == id) else {
            return StatusCode::BAD_REQUEST;
        };
        drop(slot);
        self.deadline.send_replace(None);
        self.report(&in_flight);
        drop(in_flight.invocation.reply.send(result));
        StatusCode::ACCEPTED
    }

    fn report(&self, in_flight: &InFlight) {
        let id = &in_flight.id;
        let millis = in_flight.since.elapsed().as_secs_f64() * 1000.0;
        self.log
            .line(&format!("REPORT RequestId: {id} Duration: {millis:.2} ms"));
    }

    fn lock(&self) -> MutexGuard<'_, Option<InFlight>> {
        self.in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

async fn next(State(door): State<Arc<Door>>) -> Response {
    door.asked.store(true, Ordering::Relaxed);
    match door.take().await {
        Some(invocation) => door.begin(invocation),
        None => StatusCode::GONE.into_response(),
    }
}

async fn response(State(door): State<Arc<Door>>, Path(id): Path<String>, body: Body) -> StatusCode {
    match to_bytes(body, LARGEST_PAYLOAD).await {
        Ok(answer) => door.end(&id, Ok(answer)),
        Err(_) => {
            door.end(&id, Err(FunctionError::TooLarge));
            StatusCode::PAYLOAD_TOO_LARGE
        }
    }
}

async fn error(State(door): State<Arc<Door>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    door.end(&id, Err(failed(&body)))
}

async fn init_error(State(door): State<Arc<Door>>, body: Bytes) -> StatusCode {
    door.log.line(&format!("init error: {}", failed(&body)));
    StatusCode::ACCEPTED
}

fn failed(body: &[u8]) -> FunctionError {
    let failure = serde_json::from_slice(body).unwrap_or(Failure {
        error_type: "Runtime.Unknown".to_owned(),
        error_message: String::new(),
    });
    FunctionError::Failed {
        kind: failure.error_type,
        message: failure.error_message,
    }
}
