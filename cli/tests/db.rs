//! `roundel db` as a person would call it, on a real Postgres.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn roundel(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_roundel"));
    command.arg("db").args(arguments).env_remove("DATABASE_URL");
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn generated_migrated_listed_and_rolled_back() {
    let folder = folder("db");
    let source = ["--source", folder.to_str().unwrap()];
    let generated = succeed(roundel(&["generate", "Add hats"]).args(source));
    let files: Vec<&str> = generated.lines().collect();
    assert!(files[0].ends_with("_add_hats.up.sql") && files[1].ends_with("_add_hats.down.sql"));
    // what another test of this name left behind is taken away
    fs::write(files[0], "CREATE TABLE hats (brim int)").unwrap();
    fs::write(files[1], "DROP TABLE hats").unwrap();

    let url = roundel_postgres::url_for_tests("roundel-cli").unwrap();
    let db = |arguments: &[&str]| {
        let mut command = roundel(arguments);
        command.args(source).env("DATABASE_URL", &url);
        command
    };
    assert!(succeed(&mut db(&["status"])).contains("pending  add hats"));
    let applied = succeed(&mut db(&["migrate"]));
    assert!(
        applied.starts_with("applied 2") && applied.trim_end().ends_with("add hats"),
        "{applied}"
    );
    assert_eq!(succeed(&mut db(&["migrate"])), "nothing to apply\n");
    let status = succeed(roundel(&["status", "--database-url", &url]).args(source));
    assert!(status.contains("applied  add hats"), "{status}");

    let right = fs::read_to_string(files[0]).unwrap();
    fs::write(files[0], "CREATE TABLE hats (brim text)").unwrap();
    let changed = db(&["status"]).output().unwrap();
    assert_eq!(changed.status.code(), Some(1));
    assert!(said(&changed).contains("CHANGED  add hats"));
    let refused = db(&["migrate"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("(migration_changed)"),
        "{}",
        said(&refused)
    );

    fs::write(files[0], right).unwrap();
    assert!(succeed(&mut db(&["rollback"])).starts_with("rolled back 2"));
    assert_eq!(succeed(&mut db(&["rollback"])), "nothing to roll back\n");
}

#[test]
fn what_is_missing_or_wrong_is_said_and_no_password_with_it() {
    for (arguments, expected) in [
        (&["migrate"][..], "which database?"),
        (&["status", "--database-url", "geheim"], "(database_url)"),
        (
            &[
                "status",
                "--database-url",
                "postgres://me:geheim@127.0.0.1:1/x",
            ],
            "(database_unavailable)",
        ),
        (&["generate", "../hats"], "(migration_name)"),
        (
            &["generate", "hats", "--source", "nowhere"],
            "(migrations_unreadable)",
        ),
    ] {
        let output = roundel(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(
            said.starts_with("roundel: ") && said.contains(expected),
            "{said}"
        );
        assert!(!said.contains("geheim"), "{said}");
    }
}
