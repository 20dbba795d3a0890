//! `tokens corpus FILE` writes the corpus as JSON, `tokens seeds TARGET FOLDER` a fuzz target's first inputs, and
//! `tokens differential COUNT SEED [DOCUMENT]` asks the peers of the differential tests.

mod document;

use std::path::Path;
use std::process::ExitCode;

use roundel_tokens::differential::{corpus_by_peers, differential};
use roundel_tokens::{NOW, corpus, profiles, seeds};
use serde_json::{Map, Value, json};

const USAGE: &str = "usage: tokens corpus FILE | tokens seeds TARGET FOLDER | tokens differential COUNT SEED [DOCUMENT]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["corpus", file] => write_corpus(file),
        ["seeds", target, folder] if seeds::TARGETS.contains(target) => write_seeds(target, folder),
        ["differential", count, seed, rest @ ..] => match (count.parse(), seed.parse()) {
            (Ok(count), Ok(seed)) => compare(count, seed, rest.first().copied()),
            _ => Err(USAGE.to_owned()),
        },
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tokens: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// `{"now", "profiles": {name: settings}, "cases": [{"row", "name", "profile", "token", "code"}]}`.
fn write_corpus(file: &str) -> Result<(), String> {
    let profiles: Map<String, Value> = profiles()
        .into_iter()
        .map(|profile| (profile.name.to_owned(), profile.settings))
        .collect();
    let text = json!({"now": NOW, "profiles": profiles, "cases": corpus()}).to_string();
    write(Path::new(file), text.as_bytes())
}

fn write_seeds(target: &str, folder: &str) -> Result<(), String> {
    for (index, seed) in seeds::seeds(target).iter().enumerate() {
        write(&Path::new(folder).join(format!("seed-{index:04}")), seed)?;
    }
    Ok(())
}

fn compare(count: u64, seed: u64, document: Option<&str>) -> Result<(), String> {
    let corpus = corpus_by_peers().map_err(|error| error.to_string())?;
    let outcome = differential(seed, count).map_err(|error| error.to_string())?;
    print!("{}", document::figures(&outcome, seed));
    if let Some(file) = document {
        write(
            Path::new(file),
            document::text(&corpus, &outcome, seed).as_bytes(),
        )?;
    }
    match outcome.violations.first() {
        None => Ok(()),
        Some((peer, number, mutation)) => Err(format!(
            "{} tokens are taken that a peer refuses. Number {number} of seed {seed}, refused by {peer}: {mutation:?}",
            outcome.violations.len()
        )),
    }
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(file, bytes))
        .map_err(|error| format!("cannot write {}: {error}", file.display()))
}
