//! What was asked of a service, and answers that a service gives on a bad day.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Record>>);

#[derive(Default)]
struct Record {
    requests: Vec<Seen>,
    trouble: Option<(Trouble, String)>,
}

#[derive(Clone)]
pub struct Seen {
    pub method: Method,
    pub path: String,
    /// `X-Amzn-Trace-Id`
    pub trace: Option<String>,
}

/// What becomes of requests whose path has a certain part.
#[derive(Clone, Copy)]
pub enum Trouble {
    Unavailable,
    Slow(Duration),
    /// As S3 answers for an absent object, where the role may not list the bucket.
    Forbidden,
}

impl Recorder {
    /// The service with this in front of it.
    pub fn around(&self, service: Router) -> Router {
        service.layer(from_fn_with_state(self.clone(), watch))
    }

    /// From now on, and only there.
    pub fn trouble(&self, trouble: Trouble, path_part: &str) {
        self.0.lock().unwrap().trouble = Some((trouble, path_part.to_owned()));
    }

    /// What was asked since the last time.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    fn note(&self, request: &Request) -> Option<Trouble> {
        let path = request.uri().path().to_owned();
        let trace = request.headers().get("x-amzn-trace-id");
        let trace = trace.map(|trace| trace.to_str().unwrap().to_owned());
        let mut record = self.0.lock().unwrap();
        let trouble = record.trouble.as_ref();
        let trouble = trouble
            .filter(|(_, part)| path.contains(part))
            .map(|(trouble, _)| *trouble);
        record.requests.push(Seen {
            method: request.method().clone(),
            path,
            trace,
        });
        trouble
    }
}

async fn watch(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    match recorder.note(&request) {
        Some(Trouble::Unavailable) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Trouble::Forbidden) if request.method() == Method::HEAD => {
            let response = next.run(request).await;
            match response.status() {
                StatusCode::NOT_FOUND => StatusCode::FORBIDDEN.into_response(),
                _ => response,
            }
        }
        Some(Trouble::Slow(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        _ => next.run(request).await,
    }
}

/// How many of these requests there are.
pub fn count(seen: &[Seen], method: &Method, path_part: &str) -> usize {
    let of = |seen: &&Seen| seen.method == *method && seen.path.contains(path_part);
    seen.iter().filter(of).count()
}
