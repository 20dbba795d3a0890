//! What `.sqlx` says of the queries is what the migrated database says of them.

use std::collections::BTreeSet;
use std::path::Path;

use roundel_database::{Migrations, connect, migrate};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};

use crate::world::database;

#[tokio::test]
async fn descriptions_of_queries_are_fresh() {
    let mut connection = connect(&database("queries").await).await.unwrap();
    migrate(&mut connection, &Migrations::embedded().unwrap())
        .await
        .unwrap();
    let stored = stored();
    assert!(!stored.is_empty());
    for (file, query) in stored {
        let text = query["query"].as_str().unwrap().to_owned();
        let described = connection
            .describe(AssertSqlSafe(text).into_sql_str())
            .await;
        let described = described.unwrap_or_else(|error| panic!("{file}: {error}"));
        let fresh = what_counts(serde_json::to_value(described).unwrap());
        let kept = what_counts(query["describe"].clone());
        assert_eq!(
            kept, fresh,
            "{file} is stale: run `cargo xtask queries` and commit"
        );
    }
}

/// As many queries stand in the sources: what is no longer asked is no longer described.
#[test]
fn there_is_a_description_for_each_query_and_none_beside() {
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let asked = |name: &str| sources.matches(name).count();
    let plain = asked("sqlx::query!(") + asked("sqlx::query_scalar!(") + asked("sqlx::query_as!(");
    let by_macros = [" activities!(\n", " profiles!(", " short_rows!("].map(asked);
    // each of the macros of ours has one of the plain ones in its definition
    let queries = plain - by_macros.len() + by_macros.iter().sum::<usize>();
    let texts: BTreeSet<String> = stored()
        .iter()
        .map(|(_, query)| query["query"].to_string())
        .collect();
    assert_eq!(texts.len(), queries, "run `cargo xtask queries` and commit");
}

fn stored() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".sqlx");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .map(|path| {
            let query = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                query,
            )
        })
        .collect()
}

/// A column's place in its table is not what the queries go by. Whether one may be NULL that says so itself (`?`, `!`) is
/// guessed from the plan, which depends on how many rows there are.
fn what_counts(mut describe: Value) -> Value {
    let says_so = |name: &Value| name.as_str().is_some_and(|it| it.ends_with(['?', '!']));
    let columns = describe["columns"].as_array_mut().unwrap();
    let said: Vec<bool> = columns.iter().map(|it| says_so(&it["name"])).collect();
    for column in columns {
        column.as_object_mut().unwrap().remove("origin");
    }
    let nullable = describe["nullable"].as_array_mut().unwrap();
    for (nullable, _) in nullable.iter_mut().zip(said).filter(|(_, said)| *said) {
        *nullable = Value::Null;
    }
    describe
}

fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => text.push_str(&sources(&path)),
            false => text.push_str(&std::fs::read_to_string(path).unwrap()),
        }
    }
    text
}
