//! Services that fail on purpose. Only `--faults` opens this door, and until somebody asks for more nothing fails.
//!
//! | call | answer |
//! |---|---|
//! | `PUT /` with `{"seed":1,"unavailable":0.05,"slow":0.05,"slowMillis":200}` | 204: what the object store's requests meet from now on; what is not named is 0 |
//! | `GET /` | `{"requests","unavailable","slow"}`: how many met what so far |
//! | `GET /processes` | `{"variants":[{"pid","busy"}],..}` |
//! | `POST /database/pause`, `POST /database/resume` | 204; 404 where the stack has no server of its own |
//! | `POST /kill/<function>` | `{"pid"}` of a process that was killed in the middle of its work; 404 where none is at work |

mod store;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

pub use store::{Met, Share, StoreFaults};

use crate::database::Database;
use crate::runtime_api::{Function, Process};

struct Door {
    store: StoreFaults,
    functions: Vec<Function>,
    database: Database,
}

/// The routes.
pub fn router(store: StoreFaults, functions: Vec<Function>, database: Database) -> Router {
    let door = Door {
        store,
        functions,
        database,
    };
    Router::new()
        .route("/", get(met).put(set))
        .route("/processes", get(processes))
        .route("/database/pause", post(pause))
        .route("/database/resume", post(resume))
        .route("/kill/{function}", post(kill))
        .with_state(Arc::new(door))
}

async fn set(State(door): State<Arc<Door>>, Json(share): Json<Share>) -> StatusCode {
    door.store.set(share);
    StatusCode::NO_CONTENT
}

async fn met(State(door): State<Arc<Door>>) -> Json<Met> {
    Json(door.store.met())
}

async fn processes(State(door): State<Arc<Door>>) -> Json<BTreeMap<&'static str, Vec<Process>>> {
    let functions = door.functions.iter();
    Json(
        functions
            .map(|function| (function.name(), function.processes()))
            .collect(),
    )
}

async fn pause(State(door): State<Arc<Door>>) -> StatusCode {
    done(door.database.pause().await)
}

async fn resume(State(door): State<Arc<Door>>) -> StatusCode {
    done(door.database.resume().await)
}

fn done(done: bool) -> StatusCode {
    match done {
        true => StatusCode::NO_CONTENT,
        false => StatusCode::NOT_FOUND,
    }
}

async fn kill(
    State(door): State<Arc<Door>>,
    Path(name): Path<String>,
) -> Result<Json<Value>, StatusCode> {
    let function = door
        .functions
        .iter()
        .find(|function| function.name() == name);
    let killed = function.and_then(Function::kill_busy);
    killed
        .map(|pid| Json(json!({ "pid": pid })))
        .ok_or(StatusCode::NOT_FOUND)
}
