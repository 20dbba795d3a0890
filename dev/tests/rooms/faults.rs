//! Bad days: through the door that only `--faults` opens.

use roundel_dev::Stack;
use serde_json::json;

use crate::stack::options;
use crate::support::{Scratch, call, eventually, get};

#[tokio::test]
async fn the_object_store_fails_as_it_is_told_and_no_longer() {
    let scratch = Scratch::new();
    let options = roundel_dev::Options {
        faults: true,
        ..options(&scratch)
    };
    let stack = Stack::start(&options, |_| ()).await.unwrap();
    let door = stack.addresses.faults.clone().unwrap();
    let set = async |share: serde_json::Value| {
        let json = [("content-type", "application/json")];
        call("PUT", &door, &json, share.to_string()).await.status
    };
    let object = format!(
        "{}/roundel-assets/avatars/x/current.json",
        stack.addresses.s3
    );
    assert_eq!(get(&object).await.status, 403, "unsigned, so refused by S3");

    assert_eq!(set(json!({ "unavailable": 1 })).await, 204);
    for _ in 0..2 {
        let answer = get(&object).await;
        assert_eq!(answer.status, 503);
        assert!(answer.text().contains("<Code>SlowDown</Code>"));
    }
    assert_eq!(set(json!({ "slow": 1, "slowMillis": 20 })).await, 204);
    assert_eq!(get(&object).await.status, 403);
    let met = get(&door).await.json();
    assert_eq!((&met["unavailable"], &met["slow"]), (&json!(2), &json!(1)));

    assert_eq!(set(json!({})).await, 204);
    assert_eq!(get(&object).await.status, 403);
    assert_eq!(get(&door).await.json()["unavailable"], 2);
    assert_eq!(set(json!({ "unavailabel": 1 })).await, 422);
}

#[tokio::test]
async fn a_function_is_killed_in_the_middle_of_its_work() {
    let scratch = Scratch::new();
    let options = roundel_dev::Options {
        faults: true,
        ..options(&scratch)
    };
    let stack = Stack::start(&options, |_| ()).await.unwrap();
    let door = stack.addresses.faults.clone().unwrap();
    let kill = format!("{door}/kill/key_upload");
    assert_eq!(call("POST", &kill, &[], "").await.status, 404, "at rest");
    let elsewhere = format!("{door}/kill/nobody");
    assert_eq!(call("POST", &elsewhere, &[], "").await.status, 404);

    let upload = format!("{}/avatars/key_upload", stack.addresses.api);
    let asked = tokio::spawn(async move {
        let good = [("authorization", "good"), ("x-do", "sleep")];
        call("POST", &upload, &good, "{}").await.status
    });
    let killed = eventually("somebody at work", async || {
        let answer = call("POST", &kill, &[], "").await;
        (answer.status == 200).then(|| answer.json()["pid"].clone())
    });
    let killed = killed.await;
    assert_eq!(asked.await.unwrap(), 500);
    let processes = async || get(&format!("{door}/processes")).await.json();
    eventually("another process", async || {
        let processes = processes().await;
        let processes = processes["key_upload"].as_array()?.clone();
        let pids: Vec<_> = processes.iter().map(|process| &process["pid"]).collect();
        (pids.len() == 2 && !pids.contains(&&killed)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn without_the_option_there_is_no_door() {
    let scratch = Scratch::new();
    let stack = Stack::start(&options(&scratch), |_| ()).await.unwrap();
    assert_eq!(stack.addresses.faults, None);
}
