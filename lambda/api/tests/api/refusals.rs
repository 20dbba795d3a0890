//! Refusals that take more than a request: services that are gone, a database that is not what it should be.

use serde_json::{Value, json};

use crate::world::{PAGE, Reply, TOPIC, World, now, request};

/// When every certificate is over.
const FAR_AWAY: u64 = 200_000_000_000;

fn answer(reply: &Reply) -> (u64, &str) {
    assert_eq!(reply.headers["access-control-allow-origin"], PAGE);
    assert_eq!(reply.headers["content-type"], "application/json");
    (reply.status, reply.body["error"]["code"].as_str().unwrap())
}

fn notification(certificate: &str) -> Value {
    let mut event = request("POST", "/webhooks/avatar");
    let envelope = json!({
        "Type": "Notification", "MessageId": "id", "TopicArn": TOPIC, "Message": "{}", "Timestamp": "2026-11-28T10:00:00.000Z",
        "SignatureVersion": "2", "Signature": "AAAA", "SigningCertURL": certificate,
    });
    event["body"] = json!(envelope.to_string());
    event
}

#[tokio::test]
async fn keys_that_cannot_be_fetched_are_a_503_and_what_is_public_stays_so() {
    let mut world = World::new("no_keys").await;
    let token = world.token("andrew").await;
    world.end_services().await;
    let reply = world.ask("GET", "/api/profile", Some(&token), None).await;
    assert_eq!(answer(&reply), (503, "unavailable"));
    let home = world
        .ask("GET", "/api/activities/home", Some(&token), None)
        .await;
    assert_eq!(home.status, 200);
}

#[tokio::test]
async fn a_database_that_refuses_a_query_is_a_500_without_its_words() {
    let mut world = World::new("refuses").await;
    world
        .run("ALTER TABLE activities RENAME TO elsewhere")
        .await;
    let reply = world.get("/api/activities/home").await;
    assert_eq!(answer(&reply), (500, "internal"));
    assert!(!reply.body.to_string().contains("activities"));
    world
        .run("ALTER TABLE elsewhere RENAME TO activities")
        .await;
    assert_eq!(world.get("/api/activities/home").await.status, 200);
}

#[tokio::test]
async fn a_certificate_is_one_and_of_its_time() {
    let world = World::new("certificates").await;
    let [own, none] = &world.certificates;
    let reply = world.handle(notification(none)).await;
    assert_eq!(answer(&reply), (403, "invalid_certificate"));
    for time in [0, FAR_AWAY] {
        let reply = world.handle_at(notification(own), time).await;
        assert_eq!(answer(&reply), (403, "invalid_certificate"), "{time}");
    }
    let reply = world.handle_at(notification(own), now()).await;
    assert_eq!(answer(&reply), (403, "invalid_signature"), "in its time");
    let reply = world.handle_at(notification(own), FAR_AWAY).await;
    assert_eq!(
        answer(&reply),
        (403, "invalid_certificate"),
        "kept and over"
    );
}

#[tokio::test]
async fn an_sns_that_cannot_be_asked_is_a_503_so_that_it_sends_again() {
    let mut world = World::new("no_sns").await;
    world.end_services().await;
    let reply = world.handle(notification(&world.certificates[0])).await;
    assert_eq!(answer(&reply), (503, "sns_unavailable"));
}
