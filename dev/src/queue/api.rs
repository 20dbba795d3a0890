//! `SendMessage` in the AWS JSON 1.0 protocol, and the doors for tests and people:
//!
//! | call | answer |
//! |---|---|
//! | `GET /queue` | `{"waiting","inFlight","dead"}` |
//! | `GET /dlq` | the dead letters, oldest first |
//! | `POST /redeliver` or `/redeliver/<messageId>` | 204 when that message (or the newest) is on its way again, else 404 |

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::message::{Attributes, md5_hex};
use super::{DeadLetter, Depth, Queue};
use crate::identity::DEAD_LETTER_QUEUE;

/// The routes of a queue and its dead letters.
pub fn router(queue: Queue) -> Router {
    Router::new()
        .route("/", post(action))
        .route("/queue", get(depth))
        .route("/dlq", get(dead_letters))
        .route("/redeliver", post(redeliver_newest))
        .route("/redeliver/{id}", post(redeliver))
        .with_state(queue)
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendMessage {
    queue_url: String,
    message_body: String,
    #[serde(default)]
    message_attributes: Attributes,
}

async fn action(State(queue): State<Queue>, headers: HeaderMap, body: String) -> Response {
    let target = headers.get("x-amz-target").map(|value| value.as_bytes());
    if target != Some(b"AmazonSQS.SendMessage") {
        return refusal(
            "com.amazonaws.sqs#UnsupportedOperation",
            "only SendMessage is here",
        );
    }
    let Ok(message) = serde_json::from_str::<SendMessage>(&body) else {
        return refusal(
            "com.amazon.coral.service#SerializationException",
            "not a SendMessage",
        );
    };
    send(&queue, message)
}

fn send(queue: &Queue, message: SendMessage) -> Response {
    let md5 = md5_hex(&message.message_body);
    let id = match message.queue_url.rsplit('/').next() {
        Some(DEAD_LETTER_QUEUE) => {
            let letter = DeadLetter::sent(message.message_body, message.message_attributes);
            let id = letter.message_id.clone();
            queue.dead().bury(letter);
            id
        }
        Some(name) if name == queue.name() => queue.send(message.message_body),
        _ => {
            return refusal(
                "com.amazonaws.sqs#QueueDoesNotExist",
                "there is no such queue",
            );
        }
    };
    Json(json!({ "MessageId": id, "MD5OfMessageBody": md5 })).into_response()
}

fn refusal(kind: &str, message: &str) -> Response {
    (
        StatusCode::BAD_REQUEST,
        Json(json!({ "__type": kind, "message": message })),
    )
        .into_response()
}

async fn depth(State(queue): State<Queue>) -> Json<Depth> {
    Json(queue.depth())
}

async fn dead_letters(State(queue): State<Queue>) -> Json<Value> {
    Json(json!(queue.dead().all()))
}

async fn redeliver_newest(State(queue): State<Queue>) -> StatusCode {
    redelivered(queue.redeliver(None))
}

async fn redeliver(State(queue): State<Queue>, Path(id): Path<String>) -> StatusCode {
    redelivered(queue.redeliver(Some(&id)))
}

fn redelivered(found: bool) -> StatusCode {
    if found {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}
