//! Which indexes the API's questions use, where there are enough rows for the planner to care.

use std::fs;

use serde_json::Value;

use crate::support::Scratch;

/// What `sqlx prepare` wrote of each query of the API.
const QUERIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/.sqlx");
const ROWS: &str = "
    INSERT INTO users (handle, cognito_user_id, display_name, created_at)
        SELECT 'p' || i, i, 'P', now() - make_interval(mins => i) FROM generate_series(1, 2000) AS i;
    INSERT INTO avatars (public_id, upload_id, version, thumbhash)
        SELECT public_id, uuid, md5(handle), '' FROM users;
    INSERT INTO activities (user_uuid, message, created_at, expires_at)
        SELECT uuid, 'hello', users.created_at - make_interval(secs => j),
            CASE j % 3 WHEN 0 THEN now() - interval '1 day' WHEN 1 THEN now() + interval '1 day' END
        FROM users, generate_series(1, 20) AS j;
    ANALYZE;";

#[tokio::test]
async fn no_question_of_the_api_reads_a_whole_table() {
    let mut scratch = Scratch::migrated("plans").await;
    scratch.run(ROWS).await;
    let somebody = scratch.text("SELECT uuid::text FROM users LIMIT 1").await;
    let queries = queries();
    assert!(
        queries.len() >= 10,
        "{} queries in {QUERIES}",
        queries.len()
    );
    let mut used = String::new();
    for (number, (query, types)) in queries.iter().enumerate() {
        scratch.run(&format!("PREPARE q{number} AS {query}")).await;
        let values: Vec<String> = types.iter().map(|kind| value(kind, &somebody)).collect();
        let values = match values.is_empty() {
            true => String::new(),
            false => format!("({})", values.join(", ")),
        };
        let plan = plan(&mut scratch, &format!("EXECUTE q{number}{values}")).await;
        for table in ["activities", "users", "avatars"] {
            assert!(
                !plan.contains(&format!("Seq Scan on {table}")),
                "{query}\n{plan}"
            );
        }
        used += &plan;
    }
    for index in [
        "activities_newest_idx",
        "activities_of_user_idx",
        "users_newest_idx",
        "users_handle_key",
        "users_cognito_user_id_key",
        "avatars_pkey",
    ] {
        assert!(used.contains(index), "nothing uses {index}");
    }
}

/// Postgres asks it for each activity that is deleted.
#[tokio::test]
async fn what_answers_an_activity_is_found_by_an_index() {
    let mut scratch = Scratch::migrated("plans_replies").await;
    scratch.run(ROWS).await;
    let somebody = scratch.text("SELECT uuid::text FROM users LIMIT 1").await;
    let forgets = format!(
        "UPDATE activities SET reply_to_activity_uuid = NULL WHERE reply_to_activity_uuid = '{somebody}'"
    );
    let plan = plan(&mut scratch, &forgets).await;
    assert!(plan.contains("activities_replies_idx"), "{plan}");
}

async fn plan(scratch: &mut Scratch, sql: &str) -> String {
    scratch.texts(&format!("EXPLAIN {sql}")).await.join("\n")
}

/// Each query with the types of its parameters.
fn queries() -> Vec<(String, Vec<String>)> {
    let files = fs::read_dir(QUERIES).unwrap();
    let described = files.map(|file| {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let query: Value = serde_json::from_str(&text).unwrap();
        let types = query["describe"]["parameters"]["Left"].as_array().unwrap();
        let types = types.iter().map(|kind| kind.as_str().unwrap().to_owned());
        (query["query"].as_str().unwrap().to_owned(), types.collect())
    });
    described.collect()
}

fn value(kind: &str, somebody: &str) -> String {
    match kind {
        "Text" => "'p7'".to_owned(),
        "Uuid" => format!("'{somebody}'"),
        "Int4" | "Int8" => "40".to_owned(),
        other => panic!("no value of type {other}"),
    }
}
