//! What the runner promises, each with what breaks the promise.

use std::fs;

use roundel_database::{Condition, DatabaseError, Migrations, connect, migrate, rollback, status};

use crate::support::{Folder, Scratch};

const FIRST: i64 = 20_261_101_120_000;
const SECOND: i64 = 20_261_102_120_000;
const THIRD: i64 = 20_261_103_120_000;

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_and_those_before_it_stay() {
    let mut scratch = Scratch::new("fails").await;
    let folder = Folder::new("fails");
    folder
        .write(FIRST, "good", "CREATE TABLE good ()", "DROP TABLE good")
        .write(
            SECOND,
            "bad",
            "CREATE TABLE bad (); INSERT INTO nowhere VALUES (1)",
            "DROP TABLE bad",
        )
        .write(THIRD, "never", "CREATE TABLE never ()", "DROP TABLE never");
    let error = migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "migration_failed");
    let said = error.to_string();
    assert!(
        said.contains("20261102120000 bad") && said.contains("nowhere"),
        "{said}"
    );
    let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    assert_eq!(scratch.texts(tables).await, ["_sqlx_migrations", "good"]);

    // the lock was given back, and what was mended goes on from there
    folder.write(SECOND, "bad", "CREATE TABLE bad ()", "DROP TABLE bad");
    let mut another = connect(&scratch.url).await.unwrap();
    let report = migrate(&mut another, &folder.read().await).await.unwrap();
    assert_eq!(report.applied.len(), 2);
}

#[tokio::test]
async fn a_rollback_that_fails_leaves_everything() {
    let mut scratch = Scratch::new("rollback_fails").await;
    let folder = Folder::new("rollback-fails");
    folder.write(
        FIRST,
        "good",
        "CREATE TABLE good ()",
        "DROP TABLE good; DROP TABLE nowhere",
    );
    migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    let error = rollback(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "migration_failed");
    assert_eq!(
        scratch.text("SELECT to_regclass('good')::text").await,
        "good"
    );
    let rows = status(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    assert!(matches!(rows[0].condition, Condition::Applied(_)));
}

#[tokio::test]
async fn what_was_changed_after_it_was_applied_stops_everything() {
    let mut scratch = Scratch::new("changed").await;
    let folder = Folder::new("changed");
    folder.write(FIRST, "good", "CREATE TABLE good ()", "DROP TABLE good");
    migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    folder
        .write(
            FIRST,
            "good",
            "CREATE TABLE good (other int)",
            "DROP TABLE good",
        )
        .write(SECOND, "next", "CREATE TABLE next ()", "DROP TABLE next");
    let migrations = folder.read().await;
    for error in [
        migrate(&mut scratch.connection, &migrations)
            .await
            .unwrap_err(),
        rollback(&mut scratch.connection, &migrations)
            .await
            .unwrap_err(),
    ] {
        assert!(
            matches!(&error, DatabaseError::Changed { name, .. } if name == "good"),
            "{error}"
        );
    }
    assert_eq!(
        scratch
            .text("SELECT (to_regclass('next') IS NULL)::text")
            .await,
        "true"
    );
    let rows = status(&mut scratch.connection, &migrations).await.unwrap();
    assert!(matches!(rows[0].condition, Condition::Changed(_)));
    assert_eq!(rows[1].condition, Condition::Pending);
}

#[tokio::test]
async fn what_was_applied_and_is_gone_stops_everything() {
    let mut scratch = Scratch::new("missing").await;
    let folder = Folder::new("missing");
    folder.write(FIRST, "good", "CREATE TABLE good ()", "DROP TABLE good");
    migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    for side in ["up", "down"] {
        fs::remove_file(folder.file(FIRST, "good", side)).unwrap();
    }
    let error = migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap_err();
    assert_eq!(error.code(), "migration_missing");
    let rows = status(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    assert!(matches!(rows[0].condition, Condition::Missing(_)));
}

#[tokio::test]
async fn two_migrators_at_once_take_turns() {
    let mut scratch = Scratch::new("turns").await;
    let folder = Folder::new("turns");
    scratch
        .run("CREATE TABLE steps (place serial, id bigint)")
        .await;
    for day in 0..10 {
        let id = FIRST + day * 1_000_000;
        folder.write(
            id,
            "slow",
            &format!("SELECT pg_sleep(0.02); INSERT INTO steps (id) VALUES ({id})"),
            "SELECT 1",
        );
    }
    let migrations = folder.read().await;
    let applied = async || {
        let mut own = connect(&scratch.url).await.unwrap();
        migrate(&mut own, &migrations).await.unwrap().applied.len()
    };
    let (one, two, three) = tokio::join!(applied(), applied(), applied());
    assert_eq!(one + two + three, 10);
    assert!(
        [one, two, three].contains(&10),
        "whoever is first does it all"
    );
    assert_eq!(scratch.text("SELECT count(*)::text FROM steps").await, "10");
}

#[tokio::test]
async fn status_changes_nothing_and_waits_for_nobody() {
    let mut scratch = Scratch::new("status").await;
    let migrations = Migrations::embedded().unwrap();
    let rows = status(&mut scratch.connection, &migrations).await.unwrap();
    assert!(rows.iter().all(|row| row.condition == Condition::Pending));
    assert_eq!(rows.len(), migrations.iter().count());
    assert_eq!(
        scratch
            .texts("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            .await
            .len(),
        0
    );
}

#[tokio::test]
async fn folders_that_cannot_be_run_are_refused_whole() {
    let scripts: [(&str, &str, &str); 6] = [
        ("1680000000_short.up.sql", "", "migration_id"),
        ("20261301120000_month.up.sql", "", "migration_id"),
        ("20261101120000_alone.up.sql", "", "migration_unpaired"),
        ("20261101120000_simple.sql", "", "migration_unpaired"),
        (
            "20261101120000_free.up.sql",
            "-- no-transaction\n",
            "migration_no_transaction",
        ),
        (
            "20261101120000_own.up.sql",
            "BEGIN; CREATE TABLE a (); COMMIT;",
            "migration_transaction_control",
        ),
    ];
    for (file, text, code) in scripts {
        let folder = Folder::new("refused");
        fs::write(folder.0.join(file), text).unwrap();
        let error = Migrations::read(&folder.0).await.unwrap_err();
        assert_eq!(error.code(), code, "{file}: {error}");
    }
    let folder = Folder::new("twice");
    folder
        .write(FIRST, "one", "", "")
        .write(FIRST, "two", "", "");
    assert_eq!(
        Migrations::read(&folder.0).await.unwrap_err().code(),
        "migration_duplicate"
    );
    let nowhere = Migrations::read(&folder.0.join("nowhere"))
        .await
        .unwrap_err();
    assert_eq!(nowhere.code(), "migrations_unreadable");
}

#[tokio::test]
async fn what_cannot_be_reached_is_said_without_its_password() {
    for (url, code) in [
        ("postgres://me:geheim@127.0.0.1:1/x", "database_unavailable"),
        ("mysql://me:geheim@127.0.0.1/x", "database_url"),
        ("geheim", "database_url"),
    ] {
        let error = connect(url).await.unwrap_err();
        assert_eq!(error.code(), code, "{url}");
        assert!(!error.to_string().contains("geheim"), "{error}");
    }
}

#[tokio::test]
async fn the_way_back_is_the_way_there() {
    let mut scratch = Scratch::new("back").await;
    let migrations = Migrations::embedded().unwrap();
    let mut schemas = vec![scratch.schema().await];
    // one at a time, by files of the first so many
    for count in 1..=migrations.iter().count() {
        let folder = Folder::new(&format!("back-{count}"));
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../migrations");
        let mut files: Vec<_> = fs::read_dir(source)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        for file in &files[..count * 2] {
            fs::copy(file, folder.0.join(file.file_name().unwrap())).unwrap();
        }
        migrate(&mut scratch.connection, &folder.read().await)
            .await
            .unwrap();
        schemas.push(scratch.schema().await);
    }
    while let Some(schema) = schemas.pop() {
        assert_eq!(scratch.schema().await, schema);
        let undone = rollback(&mut scratch.connection, &migrations)
            .await
            .unwrap();
        assert_eq!(undone.is_some(), !schemas.is_empty());
    }
}
