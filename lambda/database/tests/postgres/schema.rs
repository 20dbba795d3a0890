//! What the tables themselves refuse.

use roundel_avatar::PublicId;

use crate::support::Scratch;

async fn refusal(scratch: &mut Scratch, sql: &str) -> String {
    let error = scratch.try_run(sql).await.expect_err(sql);
    let error = error.as_database_error().unwrap();
    error
        .constraint()
        .unwrap_or_else(|| panic!("{error}: {sql}"))
        .to_owned()
}

fn person(handle: &str, sub: &str, name: &str, bio: &str) -> String {
    format!(
        "INSERT INTO users (handle, cognito_user_id, display_name, bio) VALUES ('{handle}', '{sub}', '{name}', '{bio}')"
    )
}

#[tokio::test]
async fn people() {
    let mut scratch = Scratch::migrated("people").await;
    scratch
        .run(&person("ada", "1", &"é".repeat(64), &"é".repeat(300)))
        .await;
    let (name, bio) = ("x".repeat(65), "x".repeat(301));
    for (sql, constraint) in [
        (person("ADA", "2", "Ada", ""), "users_handle_key"),
        (person("ada2", "1", "Ada", ""), "users_cognito_user_id_key"),
        (person("ada2", "2", &name, ""), "users_display_name_check"),
        (person("ada2", "2", " \t ", ""), "users_display_name_check"),
        (person("ada2", "2", "", ""), "users_display_name_check"),
        (person("ada2", "2", "Ada", &bio), "users_bio_check"),
        (person("", "2", "Ada", ""), "users_handle_check"),
        (person("a/b", "2", "Ada", ""), "users_handle_check"),
        (person("a b", "2", "Ada", ""), "users_handle_check"),
        (
            person(&"a".repeat(51), "2", "Ada", ""),
            "users_handle_check",
        ),
    ] {
        assert_eq!(refusal(&mut scratch, &sql).await, constraint);
    }
}

/// The database makes it, so nobody can write another person's.
#[tokio::test]
async fn the_public_id_is_that_of_the_avatar_contract() {
    let mut scratch = Scratch::migrated("public_id").await;
    for (number, sub) in [
        "",
        "a",
        "2b9f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01",
        "Ünï → 🦀",
        &"x".repeat(2000),
    ]
    .iter()
    .enumerate()
    {
        scratch
            .run(&person(&format!("p{number}"), sub, "P", ""))
            .await;
        let made = scratch
            .text(&format!(
                "SELECT public_id FROM users WHERE handle = 'p{number}'"
            ))
            .await;
        assert_eq!(made, PublicId::from_sub(sub).as_str(), "{sub}");
    }
    let forged = scratch
        .try_run("UPDATE users SET public_id = 'a'")
        .await
        .unwrap_err();
    assert!(forged.to_string().contains("public_id"), "{forged}");
}

#[tokio::test]
async fn activities_belong_to_somebody_and_outlive_what_they_answer() {
    let mut scratch = Scratch::migrated("activities").await;
    let nobody = "INSERT INTO activities (user_uuid, message) VALUES (gen_random_uuid(), 'hello')";
    assert_eq!(
        refusal(&mut scratch, nobody).await,
        "activities_user_uuid_fkey"
    );
    scratch.run(&person("ada", "1", "Ada", "")).await;
    scratch.run(&person("bob", "2", "Bob", "")).await;
    let say = |who: &str, text: &str| {
        format!(
            "INSERT INTO activities (user_uuid, message) SELECT uuid, '{text}' FROM users WHERE handle = '{who}'"
        )
    };
    let long = "x".repeat(2801);
    for text in ["", " \n ", &long] {
        assert_eq!(
            refusal(&mut scratch, &say("ada", text)).await,
            "activities_message_check"
        );
    }
    scratch.run(&say("ada", "question")).await;
    scratch.run(&say("bob", "answer")).await;
    let answers = "UPDATE activities SET reply_to_activity_uuid = (SELECT uuid FROM activities WHERE message = 'question') WHERE message = 'answer'";
    scratch.run(answers).await;
    assert_eq!(
        refusal(&mut scratch, "UPDATE activities SET likes_count = -1").await,
        "activities_counts_check"
    );
    assert_eq!(
        refusal(
            &mut scratch,
            "UPDATE activities SET reply_to_activity_uuid = gen_random_uuid()"
        )
        .await,
        "activities_reply_to_activity_uuid_fkey"
    );
    scratch.run("DELETE FROM users WHERE handle = 'ada'").await;
    assert_eq!(
        scratch
            .texts("SELECT message FROM activities WHERE reply_to_activity_uuid IS NULL")
            .await,
        ["answer"]
    );
}

#[tokio::test]
async fn avatars_come_before_their_people_and_have_the_contracts_shape() {
    let mut scratch = Scratch::migrated("avatars").await;
    let avatar = |id: &str, version: &str, hash: &str| {
        format!(
            "INSERT INTO avatars (public_id, upload_id, version, thumbhash) VALUES ('{id}', gen_random_uuid(), '{version}', '{hash}')"
        )
    };
    let id = PublicId::from_sub("nobody yet").to_string();
    let version = "0123456789abcdef0123456789abcdef";
    for (sql, constraint) in [
        (avatar("../../etc", version, ""), "avatars_public_id_check"),
        (avatar(&id, "current", ""), "avatars_version_check"),
        (
            avatar(&id, version, &"A".repeat(37)),
            "avatars_thumbhash_check",
        ),
    ] {
        assert_eq!(refusal(&mut scratch, &sql).await, constraint);
    }
    scratch.run(&avatar(&id, version, &"A".repeat(36))).await;
}
