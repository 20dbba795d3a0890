//! Every row of the token rules has tests that are named after it.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::fs;

use roundel_tokens::rows::{OTHERS, ROWS, named_tests, root};

#[test]
fn every_row_has_a_test_by_its_name() {
    let tests = named_tests().unwrap();
    for row in 1..=ROWS.len() as u8 {
        assert!(
            tests.get(&row).is_some_and(|names| !names.is_empty()),
            "row {row}"
        );
    }
    let count: usize = tests.values().map(Vec::len).sum();
    println!("{count} tests of {} rows", ROWS.len());
}

#[test]
fn tests_in_javascript_are_called_as_they_are_listed() {
    for (row, file, name) in OTHERS {
        let source = fs::read_to_string(root().join(file)).unwrap();
        assert!(source.contains(name), "row {row}: {file} has no \"{name}\"");
    }
}
