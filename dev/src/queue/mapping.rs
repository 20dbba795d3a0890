//! Lambda's event-source mapping: queue ▸ batch ▸ event ▸ function ▸ delete what was handled.

use std::collections::HashSet;

use bytes::Bytes;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Message, Queue};
use crate::runtime_api::Function;

/// As in the template.
const BATCH: usize = 5;

/// Feeds a function from a queue, with this many batches at a time, until the set of tasks is dropped.
pub fn feed(tasks: &mut JoinSet<()>, queue: &Queue, function: &Function, concurrency: usize) {
    for _ in 0..concurrency {
        let (queue, function) = (queue.clone(), function.clone());
        tasks.spawn(async move {
            loop {
                deliver(&queue, &function).await;
            }
        });
    }
}

async fn deliver(queue: &Queue, function: &Function) {
    let batch = queue.receive(BATCH).await;
    let Ok(answer) = function.invoke(event(&batch, queue.name())).await else {
        return; // the whole batch becomes visible again
    };
    let failed = failures(&answer, &batch);
    for message in batch.iter().filter(|message| !failed.contains(&message.id)) {
        queue.delete(&message.receipt);
    }
}

fn event(batch: &[Message], queue: &str) -> Bytes {
    let records: Vec<Value> = batch.iter().map(|message| message.record(queue)).collect();
    Bytes::from(json!({ "Records": records }).to_string())
}

/// The ids that `ReportBatchItemFailures` names. As documented, an answer without them means that all went well,
/// and one that cannot be read, or names what is not in the batch, that nothing did
/// (<https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>).
fn failures(answer: &[u8], batch: &[Message]) -> HashSet<String> {
    let all = || batch.iter().map(|message| message.id.clone()).collect();
    let Ok(answer) = serde_json::from_slice::<Value>(answer) else {
        return all();
    };
    match &answer["batchItemFailures"] {
        Value::Null => HashSet::new(),
        Value::Array(items) => items
            .iter()
            .map(|item| item["itemIdentifier"].as_str().map(str::to_owned))
            .collect::<Option<HashSet<String>>>()
            .filter(|ids| ids.is_subset(&all()))
            .unwrap_or_else(all),
        _ => all(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, event, failures};

    #[test]
    fn the_event_is_as_documented() {
        let mut message = Message::new("{}".into());
        message.received();
        let event: serde_json::Value = serde_json::from_slice(&event(&[message], "q")).unwrap();
        let record = &event["Records"][0];
        assert_eq!(record["eventSource"], "aws:sqs");
        assert_eq!(record["md5OfBody"], "99914b932bd37a50b983c5e7c90ae93b");
        assert_eq!(record["attributes"]["ApproximateReceiveCount"], "1");
        assert_eq!(
            record["eventSourceARN"],
            "arn:aws:sqs:eu-central-1:123456789012:q"
        );
    }

    #[test]
    fn which_records_failed() {
        let batch = [Message::new("a".into()), Message::new("b".into())];
        let one = format!(
            r#"{{"batchItemFailures":[{{"itemIdentifier":"{}"}}]}}"#,
            batch[1].id
        );
        for (answer, failed) in [
            ("null", 0),
            ("{}", 0),
            (r#"{"batchItemFailures":[]}"#, 0),
            (one.as_str(), 1),
            (r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#, 2),
            (
                r#"{"batchItemFailures":[{"itemIdentifier":"stranger"}]}"#,
                2,
            ),
            (r#"{"batchItemFailures":[{}]}"#, 2),
            (r#"{"batchItemFailures":"x"}"#, 2),
            ("not json", 2),
        ] {
            assert_eq!(
                failures(answer.as_bytes(), &batch).len(),
                failed,
                "{answer}"
            );
        }
    }
}
