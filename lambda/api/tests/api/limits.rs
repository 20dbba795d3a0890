//! The page's limits are the API's.

use std::path::PathBuf;

use roundel_api::activities::TimeToLive;
use roundel_api::limits::{BIO_CODE_POINTS, DISPLAY_NAME_CODE_POINTS, MESSAGE_GRAPHEMES};

fn page(file: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.join("www/src/api").join(file)
}

#[test]
fn limits_ts_is_fresh() {
    let fresh = format!(
        "// Written by a test of lambda/api from its limits.rs.\n\n\
        /** Graphemes of a message: what a person counts as characters. */\n\
        export const MESSAGE_GRAPHEMES = {MESSAGE_GRAPHEMES};\n\n\
        /** Code points of a display name. */\n\
        export const DISPLAY_NAME_CODE_POINTS = {DISPLAY_NAME_CODE_POINTS};\n\n\
        /** Code points of a bio. */\n\
        export const BIO_CODE_POINTS = {BIO_CODE_POINTS};\n"
    );
    let path = page("limits.ts");
    if std::fs::read_to_string(&path).unwrap_or_default() != fresh {
        std::fs::write(path, fresh).unwrap();
        panic!("www/src/api/limits.ts was stale and is written anew: commit it");
    }
}

#[test]
fn the_page_offers_the_times_to_live_that_are_taken() {
    let shapes = std::fs::read_to_string(page("shapes.ts")).unwrap();
    let (_, table) = shapes.split_once("TIMES_TO_LIVE = [").unwrap();
    let (table, _) = table
        .split_once(']')
        .map(|_| table.split_once("as const").unwrap())
        .unwrap();
    for choice in TimeToLive::ALL {
        assert!(
            table.contains(&format!("[\"{}\",", choice.name)),
            "{}",
            choice.name
        );
    }
    assert_eq!(table.matches("[\"").count(), TimeToLive::ALL.len());
}
