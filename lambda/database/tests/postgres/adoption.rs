//! Databases of the original: with none, one or both of its migrations, and every length of the time that its row tells.

use roundel_database::{Condition, Migrations, migrate, rollback, status};

use crate::support::Scratch;

/// The original's tables, as contract.md has them, with people as its sample data has them.
const ORIGINAL: &str = "
    CREATE TABLE public.users (
        uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), display_name text NOT NULL, handle text NOT NULL,
        email text NOT NULL, cognito_user_id text NOT NULL, created_at timestamp DEFAULT current_timestamp NOT NULL);
    CREATE TABLE public.activities (
        uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_uuid uuid NOT NULL, message text NOT NULL,
        replies_count integer DEFAULT 0, reposts_count integer DEFAULT 0, likes_count integer DEFAULT 0,
        reply_to_activity_uuid integer, expires_at timestamp, created_at timestamp DEFAULT current_timestamp NOT NULL);
    CREATE TABLE public.schema_information (id integer UNIQUE, last_successful_run text);
    INSERT INTO public.schema_information VALUES (1, '0');
    INSERT INTO public.users (display_name, handle, email, cognito_user_id, created_at) VALUES
        ('Andrew Brown', 'andrewbrown', 'andrew@example.com', 'MOCK', '2023-05-01 12:00:00'),
        ('Andrew Bayko', 'bayko', 'bayko@example.com', 'MOCK', '2023-05-02 12:00:00'),
        ('Londo', 'londo', 'londo@example.com', '9f1c2d3e-0000-4000-8000-123456789abc', '2023-05-03 12:00:00');
    INSERT INTO public.activities (user_uuid, message, expires_at, created_at, likes_count)
        SELECT uuid, 'This was imported as seed data!', '2023-06-01 12:00:00', '2023-05-04 12:00:00', NULL FROM users;";
const BIO: &str = "ALTER TABLE public.users ADD COLUMN bio text; UPDATE users SET bio = 'mine' WHERE handle = 'londo';";
const REPLY: &str = "
    ALTER TABLE activities ALTER COLUMN reply_to_activity_uuid TYPE text USING reply_to_activity_uuid::text;
    ALTER TABLE activities ALTER COLUMN reply_to_activity_uuid TYPE uuid USING reply_to_activity_uuid::uuid;";

fn last_run(text: &str) -> String {
    format!("UPDATE schema_information SET last_successful_run = '{text}' WHERE id = 1")
}

async fn row(scratch: &mut Scratch) -> String {
    scratch
        .text("SELECT last_successful_run FROM schema_information WHERE id = 1")
        .await
}

#[tokio::test]
async fn adopted_with_none_one_or_both_of_its_migrations_it_ends_as_a_new_one() {
    let expected = Scratch::migrated("adopt_new").await.schema().await;
    for (number, (ran, run, adopted)) in [
        (vec![], "0", vec!["create schema"]),
        (
            vec![BIO],
            "16846065411",
            vec!["create schema", "add bio column"],
        ),
        (
            vec![REPLY],
            "1684606541123456",
            vec!["create schema", "reply to activity uuid to string"],
        ),
        (
            vec![BIO, REPLY],
            "16846065411234567",
            vec![
                "create schema",
                "add bio column",
                "reply to activity uuid to string",
            ],
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut scratch = Scratch::new(&format!("adopt_{number}")).await;
        scratch.run(ORIGINAL).await;
        for migration in ran {
            scratch.run(migration).await;
        }
        scratch.run(&last_run(run)).await;
        let report = migrate(&mut scratch.connection, &Migrations::embedded().unwrap())
            .await
            .unwrap();
        let names: Vec<&str> = report.adopted.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, adopted);
        assert_eq!(scratch.schema().await, expected);

        // nobody and nothing was lost, and naive times were UTC
        assert_eq!(scratch.text("SELECT count(*)::text FROM users").await, "3");
        assert_eq!(
            scratch
                .text("SELECT count(*)::text FROM activities WHERE likes_count = 0")
                .await,
            "3"
        );
        let created =
            "SELECT (created_at AT TIME ZONE 'UTC')::text FROM users WHERE handle = 'londo'";
        assert_eq!(scratch.text(created).await, "2023-05-03 12:00:00");
        let bio = scratch
            .text("SELECT bio FROM users WHERE handle = 'londo'")
            .await;
        assert_eq!(bio == "mine", adopted.contains(&"add bio column"));
    }
}

#[tokio::test]
async fn the_row_is_read_at_every_length_and_stays_true_for_old_tools() {
    let migrations = Migrations::embedded().unwrap();
    for run in [
        "16846065411",
        "168460654112",
        "1684606541123",
        "16846065411234",
        "168460654112345",
        "1684606541123456",
        "16846065411234567",
    ] {
        let mut scratch = Scratch::new(&format!("row_{}", run.len())).await;
        for sql in [ORIGINAL, BIO, REPLY, &last_run(run)] {
            scratch.run(sql).await;
        }
        let before = status(&mut scratch.connection, &migrations).await.unwrap();
        assert!(before.iter().all(|row| row.condition == Condition::Pending));
        migrate(&mut scratch.connection, &migrations).await.unwrap();
        let after = status(&mut scratch.connection, &migrations).await.unwrap();
        let Condition::Applied(at) = after[2].condition else {
            panic!("{:?}", after[2])
        };
        assert_eq!(at.unix_timestamp(), 1_684_606_541, "{run}");

        // old tools run what has a greater number than this: nothing that was written until now
        let told = row(&mut scratch).await;
        assert_eq!(told.len(), 17);
        let now = scratch
            .text("SELECT floor(extract(epoch FROM now()) * 10000000)::bigint::text")
            .await;
        assert!(
            told.as_str() <= now.as_str() && told.as_str() > "17900000000000000",
            "{told} {now}"
        );
    }
}

#[tokio::test]
async fn going_back_the_row_tells_what_is_left() {
    let migrations = Migrations::embedded().unwrap();
    let mut scratch = Scratch::new("row_back").await;
    for sql in [ORIGINAL, BIO, REPLY, &last_run("16846065411234567")] {
        scratch.run(sql).await;
    }
    let report = migrate(&mut scratch.connection, &migrations).await.unwrap();
    for _ in &report.applied {
        rollback(&mut scratch.connection, &migrations)
            .await
            .unwrap();
    }
    // to the microsecond, as Postgres keeps it
    assert_eq!(row(&mut scratch).await, "16846065411234560");
    assert_eq!(
        scratch
            .text("SELECT cognito_user_id FROM users WHERE handle = 'bayko'")
            .await,
        "MOCK"
    );
    assert_eq!(
        scratch
            .text("SELECT bio FROM users WHERE handle = 'londo'")
            .await,
        "mine"
    );
    for name in ["reply to activity uuid to string", "add bio column"] {
        let undone = rollback(&mut scratch.connection, &migrations)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(undone.name, name);
    }
    assert_eq!(row(&mut scratch).await, "0");
    // tables with people in them are not dropped
    let error = rollback(&mut scratch.connection, &migrations)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("not empty"), "{error}");
    assert_eq!(scratch.text("SELECT count(*)::text FROM users").await, "3");
}

#[tokio::test]
async fn what_only_looks_like_the_original_is_refused_and_left_alone() {
    let migrations = Migrations::embedded().unwrap();
    for (number, (change, said)) in [
        (last_run("yesterday"), "last_successful_run"),
        (last_run("12"), "last_successful_run"),
        (
            "ALTER TABLE users DROP COLUMN handle".to_owned(),
            "users.handle",
        ),
        (
            "ALTER TABLE activities ALTER created_at TYPE timestamptz".to_owned(),
            "activities.created_at",
        ),
        ("DROP TABLE activities".to_owned(), "activities.message"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut scratch = Scratch::new(&format!("not_original_{number}")).await;
        scratch.run(ORIGINAL).await;
        scratch.run(&change).await;
        let before = scratch.schema().await;
        let error = migrate(&mut scratch.connection, &migrations)
            .await
            .unwrap_err();
        assert_eq!(error.code(), "not_adoptable");
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(scratch.schema().await, before);
    }
}

#[tokio::test]
async fn two_people_of_one_handle_are_named_and_nothing_of_that_step_is_left() {
    let mut scratch = Scratch::new("adopt_twice").await;
    scratch.run(ORIGINAL).await;
    scratch
        .run("UPDATE users SET handle = 'LONDO' WHERE handle = 'bayko'")
        .await;
    let error = migrate(&mut scratch.connection, &Migrations::embedded().unwrap())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "migration_failed");
    assert!(error.to_string().contains("(londo)"), "{error}");
    assert_eq!(
        scratch
            .text("SELECT count(*)::text FROM users WHERE cognito_user_id = 'MOCK'")
            .await,
        "2"
    );
    scratch
        .run("UPDATE users SET handle = 'bayko' WHERE handle = 'LONDO'")
        .await;
    migrate(&mut scratch.connection, &Migrations::embedded().unwrap())
        .await
        .unwrap();
}
