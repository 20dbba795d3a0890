//! Which indexes the pages' questions use, where there are enough rows for the planner to care.

use crate::support::Scratch;

const ROWS: &str = "
    INSERT INTO users (handle, cognito_user_id, display_name, created_at)
        SELECT 'p' || i, i, 'P', now() - make_interval(mins => i) FROM generate_series(1, 2000) AS i;
    INSERT INTO activities (user_uuid, message, created_at, expires_at)
        SELECT uuid, 'hello', users.created_at - make_interval(secs => j),
            CASE j % 3 WHEN 0 THEN now() - interval '1 day' WHEN 1 THEN now() + interval '1 day' END
        FROM users, generate_series(1, 20) AS j;
    ANALYZE;";

async fn plan(scratch: &mut Scratch, sql: &str) -> String {
    scratch.texts(&format!("EXPLAIN {sql}")).await.join("\n")
}

#[tokio::test]
async fn no_question_of_the_pages_reads_a_whole_table() {
    let mut scratch = Scratch::migrated("plans").await;
    scratch.run(ROWS).await;
    let somebody = scratch.text("SELECT uuid::text FROM users LIMIT 1").await;
    for (question, sql, indexes) in [
        (
            "home feed",
            "SELECT * FROM activities JOIN users ON users.uuid = user_uuid LEFT JOIN avatars USING (public_id)
             WHERE expires_at IS NULL OR expires_at > now() ORDER BY activities.created_at DESC, activities.uuid DESC LIMIT 40".to_owned(),
            vec!["activities_newest_idx", "users_pkey"],
        ),
        (
            "one person's",
            format!("SELECT * FROM activities WHERE user_uuid = '{somebody}' AND (expires_at IS NULL OR expires_at > now())
             ORDER BY created_at DESC, uuid DESC LIMIT 40"),
            vec!["activities_of_user_idx"],
        ),
        (
            "how many",
            format!("SELECT count(*) FROM activities WHERE user_uuid = '{somebody}' AND (expires_at IS NULL OR expires_at > now())"),
            vec!["activities_of_user_idx"],
        ),
        ("by handle", "SELECT * FROM users WHERE lower(handle) = lower('P7')".to_owned(), vec!["users_handle_key"]),
        ("by identity", "SELECT * FROM users WHERE cognito_user_id = '7'".to_owned(), vec!["users_cognito_user_id_key"]),
        ("by avatar", "SELECT * FROM users WHERE public_id = 'a'".to_owned(), vec!["users_public_id_key"]),
        (
            "suggestions",
            format!("SELECT * FROM users WHERE uuid <> '{somebody}' ORDER BY created_at DESC, uuid DESC LIMIT 5"),
            vec!["users_newest_idx"],
        ),
        (
            "what answers it",
            format!("UPDATE activities SET reply_to_activity_uuid = NULL WHERE reply_to_activity_uuid = '{somebody}'"),
            vec!["activities_replies_idx"],
        ),
    ] {
        let plan = plan(&mut scratch, &sql).await;
        for index in indexes {
            assert!(plan.contains(index), "{question} without {index}:\n{plan}");
        }
        for table in ["activities", "users"] {
            assert!(!plan.contains(&format!("Seq Scan on {table}")), "{question}:\n{plan}");
        }
    }
}
