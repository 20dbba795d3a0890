//! The faults of the original's scripts, by number.

use std::time::{Duration, SystemTime};

use roundel_database::{MigrationId, generate, migrate, rollback, status};

use crate::support::{Folder, Scratch};

/// What Python leaves of `time.time()` without the point: a second, and one to seven digits of its fraction.
const FRACTIONS: [&str; 7] = ["7123456", "612345", "51875", "4125", "375", "25", "1"];

/// A hundred ids in the order of their time: seventy of every old length, each second's a digit shorter, then ours.
fn hundred() -> Vec<i64> {
    let old = (1_680_000_000..).zip(FRACTIONS.iter().cycle());
    let old = old.map(|(second, fraction)| format!("{second}{fraction}").parse().unwrap());
    let ours = (0..30).map(|day| 20_261_101_120_000 + day * 1_000_000);
    old.take(70).chain(ours).collect()
}

#[test]
fn the_hundred_are_of_every_length_and_in_no_order_as_numbers() {
    let ids = hundred();
    assert_eq!(ids.len(), 100);
    for length in 11..=17 {
        assert!(
            ids.iter().any(|id| id.to_string().len() == length),
            "{length}"
        );
    }
    assert!(!ids.is_sorted());
    let moments: Vec<MigrationId> = ids
        .iter()
        .map(|&id| MigrationId::parse(id).unwrap())
        .collect();
    assert!(moments.is_sorted());
}

#[tokio::test]
async fn f10_none_of_a_hundred_is_skipped_whatever_the_length_of_its_id() {
    let mut scratch = Scratch::new("f10").await;
    scratch
        .run("CREATE TABLE steps (place serial, id bigint)")
        .await;
    let folder = Folder::new("f10");
    let ids = hundred();
    // one comes after the other, as they do over the years: each is applied when it comes
    for (applied, id) in ids.iter().enumerate() {
        folder.write_step(*id);
        if applied % 10 == 9 {
            let report = migrate(&mut scratch.connection, &folder.read().await)
                .await
                .unwrap();
            assert_eq!(report.applied.len(), 10);
        }
    }
    let texts: Vec<String> = ids.iter().map(i64::to_string).collect();
    assert_eq!(
        scratch
            .texts("SELECT id::text FROM steps ORDER BY place")
            .await,
        texts
    );
    let again = migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    assert!(again.applied.is_empty());

    // and all at once, in an empty database
    let mut scratch = Scratch::new("f10_at_once").await;
    scratch
        .run("CREATE TABLE steps (place serial, id bigint)")
        .await;
    migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    assert_eq!(
        scratch
            .texts("SELECT id::text FROM steps ORDER BY place")
            .await,
        texts
    );
}

#[tokio::test]
async fn f10_one_that_comes_late_is_applied_though_a_newer_one_is() {
    let mut scratch = Scratch::new("f10_late").await;
    scratch
        .run("CREATE TABLE steps (place serial, id bigint)")
        .await;
    let folder = Folder::new("f10-late");
    folder.write_step(20_261_103_120_000);
    migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    folder.write_step(20_261_101_120_000);
    let report = migrate(&mut scratch.connection, &folder.read().await)
        .await
        .unwrap();
    assert_eq!(report.applied[0].id.version(), 20_261_101_120_000);
}

#[tokio::test]
async fn f10_what_is_generated_is_always_the_newest_and_as_long() {
    let folder = Folder::new("f10-generate");
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000);
    for number in 0..100 {
        // a clock that goes backwards
        let now = now - Duration::from_secs(number % 3 * 3600);
        let files = generate(folder.as_ref(), &format!("step {number}"), now.into())
            .await
            .unwrap();
        assert!(files.up.is_file() && files.down.is_file());
    }
    let migrations = folder.read().await;
    let names: Vec<String> = migrations.iter().map(|one| one.name().to_owned()).collect();
    let expected: Vec<String> = (0..100).map(|number| format!("step {number}")).collect();
    assert_eq!(names, expected);
    assert!(migrations.iter().all(|one| one.id.to_string().len() == 14));
}

#[tokio::test]
async fn f11_a_rollback_undoes_the_one_that_was_applied_last_a_hundred_times() {
    let mut scratch = Scratch::new("f11").await;
    scratch
        .run("CREATE TABLE steps (place serial, id bigint)")
        .await;
    let folder = Folder::new("f11");
    for id in hundred() {
        folder.write_step(id);
    }
    let migrations = folder.read().await;
    migrate(&mut scratch.connection, &migrations).await.unwrap();
    for id in hundred().into_iter().rev() {
        let undone = rollback(&mut scratch.connection, &migrations)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(undone.id.version(), id);
        let left = format!("SELECT (to_regclass('step_{id}') IS NULL)::text");
        assert_eq!(scratch.text(&left).await, "true");
    }
    assert_eq!(
        rollback(&mut scratch.connection, &migrations)
            .await
            .unwrap(),
        None
    );
    assert_eq!(scratch.text("SELECT count(*)::text FROM steps").await, "0");
}

/// The original rolls back every file whose number is smaller than the last run's, in no order: the column's data is gone.
#[tokio::test]
async fn f11_what_other_migrations_made_keeps_its_data() {
    let mut scratch = Scratch::new("f11_data").await;
    let folder = Folder::new("f11-data");
    folder
        .write(
            16_800_000_007_123_456,
            "people",
            "CREATE TABLE people (name text)",
            "DROP TABLE people",
        )
        .write(
            168_000_000_812,
            "bio",
            "ALTER TABLE people ADD bio text",
            "ALTER TABLE people DROP bio",
        )
        .write(
            16_800_000_095,
            "likes",
            "ALTER TABLE people ADD likes int",
            "ALTER TABLE people DROP likes",
        );
    let migrations = folder.read().await;
    migrate(&mut scratch.connection, &migrations).await.unwrap();
    scratch
        .run("INSERT INTO people VALUES ('Ada', 'wrote the first', 3)")
        .await;
    let undone = rollback(&mut scratch.connection, &migrations)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(undone.name, "likes");
    assert_eq!(
        scratch.text("SELECT bio FROM people").await,
        "wrote the first"
    );
    let rows = status(&mut scratch.connection, &migrations).await.unwrap();
    let pending: Vec<&str> = rows
        .iter()
        .filter(|row| row.condition == roundel_database::Condition::Pending)
        .map(|row| row.named.name.as_str())
        .collect();
    assert_eq!(pending, ["likes"]);
}
