//! What is over is not shown, and who is new has a row.

use serde_json::{Value, json};

use crate::world::World;

const PEOPLE: &str = "
    INSERT INTO users (handle, cognito_user_id, display_name) VALUES ('Andrew', 'a', 'A'), ('bayko', 'b', 'B')";

fn messages(activities: &Value) -> Vec<&str> {
    let activities = activities.as_array().unwrap().iter();
    activities
        .map(|one| one["message"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn f18_what_has_expired_is_left_out_everywhere() {
    let mut world = World::new("expired").await;
    world.run(PEOPLE).await;
    world
        .run(
            "INSERT INTO activities (user_uuid, message, created_at, expires_at)
            SELECT uuid, message, now() - made, now() + lives FROM users,
                (VALUES ('over', interval '2 h', interval '-1 s'), ('just over', '1 h', '0 s'),
                    ('for ever', '3 h', NULL), ('an hour', '4 h', '1 h'), ('a day', '5 h', '24 h')) AS posts (message, made, lives)
            WHERE handle = 'Andrew'",
        )
        .await;
    let shown = ["for ever", "an hour", "a day"];
    let home = world.get("/api/activities/home").await;
    assert_eq!(messages(&home.body), shown);
    let page = world.get("/api/activities/@andrew").await;
    assert_eq!(messages(&page.body["activities"]), shown);
    assert_eq!(page.body["profile"]["cruds_count"], 3);
    assert_eq!(page.body["profile"]["handle"], "Andrew", "as it was chosen");
}

#[tokio::test]
async fn a_list_ends_at_40_and_is_in_the_same_order_each_time() {
    let mut world = World::new("lists").await;
    world.run(PEOPLE).await;
    world
        .run(
            "INSERT INTO activities (user_uuid, message, created_at)
            SELECT uuid, handle || i, now() - make_interval(mins => i / 4) FROM users, generate_series(1, 50) AS i",
        )
        .await;
    for path in ["/api/activities/home", "/api/activities/@bayko"] {
        let (one, two) = (world.get(path).await.body, world.get(path).await.body);
        assert_eq!(one, two, "{path}");
        let list = if one.is_array() {
            &one
        } else {
            &one["activities"]
        };
        assert_eq!(list.as_array().unwrap().len(), 40, "{path}");
    }
}

#[tokio::test]
async fn a_first_sign_in_makes_one_row_also_twice_at_once_and_takes_no_ones_handle() {
    let mut world = World::new("sign_in").await;
    world
        .run("INSERT INTO users (handle, cognito_user_id, display_name) VALUES ('LONDO', 'x', 'X')")
        .await;
    let token = world.token("londo").await;
    let post = || {
        let body = json!({ "message": "first", "ttl": "1-hour", "user_uuid": "00000000-0000-0000-0000-000000000000" });
        world.ask("POST", "/api/activities", Some(&token), Some(body))
    };
    let own = || world.ask("GET", "/api/profile", Some(&token), None);
    let (posted, one, two) = tokio::join!(post(), own(), own());
    assert_eq!((posted.status, one.status, two.status), (200, 200, 200));
    assert_eq!(one.body["uuid"], two.body["uuid"]);
    let handle = one.body["handle"].as_str().unwrap();
    assert!(
        handle.starts_with("londo_") && handle.len() == 14,
        "{handle}"
    );
    assert_eq!(posted.body["handle"], handle);
    assert_eq!(world.count("SELECT count(*) FROM users").await, 2);
    let theirs = world.count(
        "SELECT count(*) FROM activities JOIN users ON users.uuid = user_uuid WHERE cognito_user_id <> 'x'",
    );
    assert_eq!(theirs.await, 1);
}
