//! Making variants: what is done once, what again, and what never.

use std::time::Duration;

use axum::http::Method;
use roundel_fixtures::photo_jpeg;
use serde_json::Value;

use crate::lines;
use crate::recorder::{Trouble, count};
use crate::world::World;

fn photo(side: u32) -> Vec<u8> {
    photo_jpeg(side, side, 1, false).unwrap()
}

fn last(world: &World, event: &str) -> Value {
    lines::about(&world.log("variants"), event).pop().unwrap()
}

#[tokio::test]
async fn a_picture_is_read_once_decoded_once_and_announced() {
    let world = World::start(20).await;
    let bytes = photo(600);
    let signed = world.sign("andrew", &bytes).await;
    let message = world.upload(&signed, &bytes).await;
    world.s3.take();
    assert!(world.handle(&[&message]).await.is_empty());

    let seen = world.s3.take();
    assert_eq!(count(&seen, &Method::GET, ""), 1, "the original");
    assert_eq!(
        count(&seen, &Method::DELETE, ""),
        0,
        "that is the lifecycle's"
    );
    assert_eq!(count(&seen, &Method::PUT, ""), 8 + 1 + 9);
    let traced = seen.iter().chain(&world.sns.take()).all(|seen| {
        let trace = seen.trace.as_deref();
        trace.is_some_and(|trace| trace.starts_with("Root=1-"))
    });
    assert!(traced, "the trace header is passed on");

    let [notification] = &world.topic.notifications()[..] else {
        panic!("one notification")
    };
    assert_eq!(notification.attributes["event"], "avatar_changed");
    assert!(notification.message.contains(signed.upload_id()));

    let line = last(&world, "variants_published");
    lines::assert_embedded_metrics(&line);
    assert_eq!(
        (&line["BytesIn"], &line["encoded"]),
        (&bytes.len().into(), &8.into())
    );
    for time in ["DecodeTime", "EncodeTime", "JobTime"] {
        assert!(line[time].as_f64().unwrap() > 0.0, "{time}");
    }
    assert!(line["BytesOut"].as_u64().unwrap() > 1000);
    assert_eq!(last(&world, "cold_start")["ColdStart"], 1);
}

#[tokio::test]
async fn a_repeated_event_downloads_decodes_and_writes_nothing() {
    let world = World::start(20).await;
    let bytes = photo(300);
    let message = world
        .upload(&world.sign("andrew", &bytes).await, &bytes)
        .await;
    world.handle(&[&message]).await;
    world.s3.take();
    assert!(world.handle(&[&message]).await.is_empty());
    let seen = world.s3.take();
    assert!(seen.iter().all(|seen| seen.method == Method::HEAD));
    assert_eq!(last(&world, "variants_published")["encoded"], 0);
}

#[tokio::test]
async fn an_overtaken_original_is_not_downloaded() {
    let world = World::start(20).await;
    let [older, newer] = [photo(200), photo(300)];
    let old = world.sign("andrew", &older).await;
    tokio::time::sleep(Duration::from_millis(2)).await;
    let new = world.sign("andrew", &newer).await;
    let messages = [
        world.upload(&new, &newer).await,
        world.upload(&old, &older).await,
    ];
    world.s3.take();
    assert!(world.handle(&[&messages[0], &messages[1]]).await.is_empty());
    let seen = world.s3.take();
    assert_eq!(count(&seen, &Method::GET, new.key()), 1);
    assert_eq!(count(&seen, &Method::GET, old.key()), 0);
    assert_eq!(
        last(&world, "variants_superseded")["uploadId"],
        old.upload_id()
    );
}

#[tokio::test]
async fn a_message_fails_alone_for_good_or_for_now() {
    let world = World::start(20).await;
    let good = photo(200);
    let poison = b"\xFF\xD8\xFF but no picture".to_vec();
    let page = b"<html>".to_vec();
    let mut messages = Vec::new();
    for (username, bytes) in [("andrew", &good), ("bayko", &poison), ("londo", &page)] {
        messages.push(
            world
                .upload(&world.sign(username, bytes).await, bytes)
                .await,
        );
    }
    let unlucky = world.sign("londo", &good).await;
    messages.push(world.upload(&unlucky, &good).await);
    messages.push(r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"up"}"#.to_owned());
    messages.push("no event".to_owned());
    world.s3.trouble(Trouble::Unavailable, unlucky.key());
    let bodies: Vec<&str> = messages.iter().map(String::as_str).collect();
    assert_eq!(world.handle(&bodies).await, [3], "S3 may answer next time");

    let letters = serde_json::to_value(world.queue.dead().all()).unwrap();
    let letters = letters.as_array().unwrap();
    let reasons: Vec<&Value> = letters
        .iter()
        .map(|letter| {
            letter
                .pointer("/messageAttributes/reason/stringValue")
                .unwrap_or(letter)
        })
        .collect();
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    let text = format!("{reasons:?}");
    for reason in ["type_mismatch", "not_an_s3_event"] {
        assert!(text.contains(reason), "{reason} is not in {text}");
    }
    let failed = lines::about(&world.log("variants"), "variants_failed");
    assert_eq!(failed.iter().filter(|line| line["Refused"] == 1).count(), 3);
    assert_eq!(failed.iter().filter(|line| line["Retried"] == 1).count(), 1);

    world.s3.trouble(Trouble::Unavailable, "nowhere");
    assert!(world.handle(&[&messages[3]]).await.is_empty());
}

#[tokio::test]
async fn what_there_is_no_time_for_comes_again_and_the_rest_does_not() {
    let world = World::start(4).await;
    let bytes = photo(200);
    let first = world
        .upload(&world.sign("andrew", &bytes).await, &bytes)
        .await;
    let signed = world.sign("londo", &bytes).await;
    let slow = world.upload(&signed, &bytes).await;
    world
        .s3
        .trouble(Trouble::Slow(Duration::from_secs(30)), signed.public_id());
    assert_eq!(world.handle(&[&first, &slow]).await, [1]);
    assert_eq!(last(&world, "variants_failed")["code"], "out_of_time");
}

#[tokio::test]
async fn a_role_that_may_not_list_the_bucket_is_enough() {
    let world = World::start(20).await;
    world.s3.trouble(Trouble::Forbidden, "/avatars/");
    let bytes = photo(200);
    let message = world
        .upload(&world.sign("andrew", &bytes).await, &bytes)
        .await;
    assert!(world.handle(&[&message]).await.is_empty());
    assert_eq!(last(&world, "variants_published")["encoded"], 8);
    assert!(world.handle(&[&message]).await.is_empty());
    assert_eq!(last(&world, "variants_published")["encoded"], 0);
}
