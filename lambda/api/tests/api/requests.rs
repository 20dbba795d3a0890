//! Events that are no good, or nearly none: each has an answer, and none of them ends the function.

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::json;

use crate::world::{PAGE, World, request};

#[tokio::test]
async fn what_the_gateway_may_hand_on() {
    let world = World::new("requests").await;
    let update = "/api/profile/update";
    let token = world.token("andrew").await;
    let encoded = |body: &[u8]| {
        let mut event = request("PUT", update);
        event["headers"]["authorization"] = json!(token);
        event["body"] = json!(BASE64_STANDARD.encode(body));
        event["isBase64Encoded"] = json!(true);
        event
    };
    let good = world.handle(encoded(br#"{"display_name":"A"}"#)).await;
    assert_eq!(
        (good.status, &good.body["display_name"]),
        (200, &json!("A"))
    );

    let mut not_base64 = encoded(b"");
    not_base64["body"] = json!("{\"display_name\":\"A\"}");
    let mut large = encoded(&[b' '; 64 * 1024 + 1]);
    let largest = encoded(&[b' '; 64 * 1024]);
    let answer = world.handle(not_base64).await;
    assert_eq!(
        (answer.status, &answer.body["error"]["code"]),
        (400, &json!("invalid_base64"))
    );
    let answer = world.handle(large.clone()).await;
    assert_eq!(
        (answer.status, &answer.body["error"]["code"]),
        (413, &json!("body_too_large"))
    );
    large["body"] = json!("x".repeat(64 * 1024 + 1));
    large["isBase64Encoded"] = json!(false);
    assert_eq!(world.handle(large).await.status, 413);
    let answer = world.handle(largest).await;
    assert_eq!(
        (answer.status, &answer.body["error"]["code"]),
        (400, &json!("invalid_json"))
    );
}

#[tokio::test]
async fn no_path_ends_the_function_and_every_answer_is_json_with_cors() {
    let world = World::new("paths").await;
    for path in [
        "/api/users/@a b/short",
        "/api/users/@%/short",
        "/api/users/@%zz/short",
        "/api/users/@é\u{0}/short",
        "/api/users/@'; DROP TABLE users; --/short",
        "/api/users/@/short",
        "//api/activities/home",
        "http://evil.example/api/activities/home",
        "/api/activities/home?x#y",
        "",
        "*",
        "\u{FFFD}",
    ] {
        let answer = world.handle(request("GET", path)).await;
        assert_eq!(answer.status, 404, "{path:?}");
        assert!(answer.body["error"]["code"].is_string(), "{path:?}");
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.headers["access-control-allow-origin"], PAGE);
        assert_eq!(answer.headers["vary"], "Origin");
    }
    let mut without = request("GET", "/");
    without.as_object_mut().unwrap().remove("rawPath");
    assert_eq!(world.handle(without).await.status, 404);
}

#[tokio::test]
async fn f19_a_foreign_origin_is_not_echoed() {
    let world = World::new("origins").await;
    for (method, path) in [
        ("GET", "/api/activities/home"),
        ("POST", "/api/activities"),
        ("PUT", "/api/profile/update"),
        ("OPTIONS", "/api/profile"),
    ] {
        let mut event = request(method, path);
        event["headers"]["origin"] = json!("https://evil.example");
        let answer = world.handle(event).await;
        assert!(
            answer.headers.get("access-control-allow-origin").is_none(),
            "{method}"
        );
        assert_eq!(answer.headers["vary"], "Origin");
    }
}
