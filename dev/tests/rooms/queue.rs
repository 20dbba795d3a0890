//! The queue with its event-source mapping and SQS's own door.

use std::time::Duration;

use roundel_dev::Listener;
use roundel_dev::queue::{self, DeadLetters, Policy, Queue};
use roundel_dev::runtime_api::Function;
use serde_json::json;
use tokio::task::JoinSet;

use crate::runtime_api::settings;
use crate::support::{Scratch, call, eventually, get};

struct Fed {
    queue: Queue,
    url: String,
    scratch: Scratch,
    _tasks: JoinSet<()>,
}

impl Fed {
    async fn start(chaos: bool) -> Self {
        let scratch = Scratch::new();
        let policy = Policy {
            visibility: Duration::from_millis(50),
            max_receives: 3,
            chaos,
        };
        let dead = DeadLetters::journalled(scratch.state.path("dlq.jsonl"));
        let queue = Queue::new("roundel-uploads", policy, dead);
        let mut tasks = JoinSet::new();
        let function = Function::start(&mut tasks, settings(&scratch)).unwrap();
        queue::mapping::feed(&mut tasks, &queue, &function, 2);
        let listener = Listener::free().await.unwrap();
        let url = listener.url();
        listener.serve(&mut tasks, queue::api::router(queue.clone()));
        Self {
            queue,
            url,
            scratch,
            _tasks: tasks,
        }
    }

    async fn drained(&self) {
        eventually("an empty queue", async || {
            let depth = self.queue.depth();
            (depth.waiting + depth.in_flight == 0).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_failing_record_fails_alone_and_ends_among_the_dead() {
    let fed = Fed::start(false).await;
    for body in ["ok", "fail", "ok too"] {
        fed.queue.send(body.to_owned());
    }
    fed.drained().await;
    let dead = get(&format!("{}/dlq", fed.url)).await.json();
    assert_eq!(dead.as_array().unwrap().len(), 1);
    assert_eq!(dead[0]["body"], "fail");
    assert_eq!(dead[0]["receives"], 3);
    let journal = std::fs::read_to_string(fed.scratch.state.path("dlq.jsonl")).unwrap();
    assert_eq!(journal.lines().count(), 1);
}

#[tokio::test]
async fn a_process_that_ends_loses_no_message() {
    let fed = Fed::start(false).await;
    fed.queue.send("exit".to_owned());
    fed.drained().await;
    assert_eq!(fed.queue.dead().all()[0].body, "exit");
    fed.queue.send("ok".to_owned());
    fed.drained().await;
    assert_eq!(fed.queue.dead().all().len(), 1);
}

#[tokio::test]
async fn a_past_message_is_delivered_again() {
    let fed = Fed::start(false).await;
    fed.queue.send("fail".to_owned());
    fed.drained().await;
    let again = call("POST", &format!("{}/redeliver", fed.url), &[], "").await;
    assert_eq!(again.status, 204);
    eventually("a second death", async || {
        (fed.queue.dead().all().len() == 2).then_some(())
    })
    .await;
    let unknown = call("POST", &format!("{}/redeliver/unknown", fed.url), &[], "").await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn chaos_delivers_twice() {
    let fed = Fed::start(true).await;
    fed.queue.send("fail".to_owned());
    fed.drained().await;
    assert_eq!(fed.queue.dead().all().len(), 2);
}

#[tokio::test]
async fn send_message_as_the_sdk_sends_it() {
    let fed = Fed::start(false).await;
    let target = [
        ("x-amz-target", "AmazonSQS.SendMessage"),
        ("content-type", "application/x-amz-json-1.0"),
    ];
    let message = json!({
        "QueueUrl": "http://127.0.0.1/123456789012/roundel-uploads-dlq",
        "MessageBody": "hopeless",
        "MessageAttributes": { "reason": { "DataType": "String", "StringValue": "not_an_image" } },
    });
    let sent = call("POST", &fed.url, &target, message.to_string()).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    assert_eq!(
        sent.json()["MD5OfMessageBody"],
        "829e4e2782633d7f60e980377766d465"
    );
    let dead = get(&format!("{}/dlq", fed.url)).await.json();
    assert_eq!(
        dead[0]["messageAttributes"]["reason"]["StringValue"],
        "not_an_image"
    );

    let elsewhere = json!({ "QueueUrl": "http://x/y", "MessageBody": "" });
    let refused = call("POST", &fed.url, &target, elsewhere.to_string()).await;
    assert_eq!(
        (refused.status, refused.json()["__type"].clone()),
        (400, json!("com.amazonaws.sqs#QueueDoesNotExist"))
    );
    let refused = call(
        "POST",
        &fed.url,
        &[("x-amz-target", "AmazonSQS.DeleteQueue")],
        "{}",
    )
    .await;
    assert_eq!(refused.status, 400);
}
