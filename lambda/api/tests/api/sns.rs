//! SNS where it calls the function itself.

use roundel_api::{Answer, Event};
use roundel_avatar::{PublicId, UploadId, Version};
use serde_json::{Value, json};

use crate::world::{TOPIC, World, now};

fn event(topic: &str, message: &str) -> Event {
    let record = json!({
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": format!("{topic}:1"),
        "Sns": {
            "Type": "Notification", "MessageId": "id", "TopicArn": topic, "Subject": null, "Message": message,
            "Timestamp": "2026-11-28T10:00:00.000Z", "SignatureVersion": "1", "Signature": "x",
            "SigningCertUrl": "https://sns.eu-central-1.amazonaws.com/x.pem", "UnsubscribeUrl": "x", "MessageAttributes": {},
        },
    });
    serde_json::from_value(json!({ "Records": [record] })).unwrap()
}

fn message(sub: &str, millis: u64, picture: &[u8]) -> String {
    json!({
        "publicId": PublicId::from_sub(sub).as_str(),
        "uploadId": UploadId::new(millis, [7; 10]).to_string(),
        "version": Version::of(picture).as_str(),
        "variants": [],
        "thumbhash": "3OcRJYB4d3h/iIeHeEh3eIhw+j2w",
    })
    .to_string()
}

async fn version(world: &World) -> Value {
    let person = world.get("/api/users/@a/short").await.body;
    person["avatar"]["version"].clone()
}

#[tokio::test]
async fn only_a_newer_upload_moves_an_avatar_in_whatever_order_they_come() {
    let mut world = World::new("direct").await;
    let say = async |message: &str| world.api.handle(event(TOPIC, message), now()).await;
    // before there is a row for the person
    assert!(matches!(
        say(&message("sub", 2_000, b"two")).await,
        Ok(Answer::Heard)
    ));
    let insert =
        "INSERT INTO users (handle, cognito_user_id, display_name) VALUES ('a', 'sub', 'A')";
    sqlx::query(insert)
        .execute(&mut world.database)
        .await
        .unwrap();
    let [one, two, three] =
        ["one", "two", "three"].map(|name| json!(Version::of(name.as_bytes()).as_str()));
    assert_eq!(version(&world).await, two);
    let say = async |message: &str| world.api.handle(event(TOPIC, message), now()).await;
    say(&message("sub", 1_000, b"one")).await.unwrap();
    assert_eq!(version(&world).await, two, "an older upload");
    say(&message("sub", 2_000, b"one")).await.unwrap();
    assert_eq!(version(&world).await, two, "the same upload");
    say(&message("somebody else", 9_000, b"one")).await.unwrap();
    assert_eq!(version(&world).await, two);
    say(&message("sub", 3_000, b"three")).await.unwrap();
    assert_eq!(version(&world).await, three);
    assert_ne!(one, three);
    let avatar = world.get("/api/users/@a/short").await.body["avatar"].clone();
    let expected = format!(
        "https://assets.example.com/avatars/{}/{}/64",
        PublicId::from_sub("sub"),
        three.as_str().unwrap()
    );
    assert_eq!(avatar["urls"]["64"], expected);
    assert_eq!(avatar["urls"].as_object().unwrap().len(), 4);
}

#[tokio::test]
async fn what_tells_of_something_else_is_ignored_and_another_topic_is_refused() {
    let world = World::new("direct_other").await;
    for other in [
        "",
        "{}",
        "hello",
        &message("sub", 1, b"x").replace("thumbhash", "hash"),
    ] {
        let heard = world.api.handle(event(TOPIC, other), now()).await;
        assert!(matches!(heard, Ok(Answer::Heard)), "{other}");
    }
    let foreign = event(
        "arn:aws:sns:eu-central-1:999999999999:avatars",
        &message("sub", 1, b"x"),
    );
    assert!(
        world.api.handle(foreign, now()).await.is_err(),
        "comes again, and ends where the owner sees it"
    );
}
