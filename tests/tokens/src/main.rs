//! `tokens corpus FILE` writes the corpus as JSON, `tokens seeds TARGET FOLDER` a fuzz target's first inputs.

use std::process::ExitCode;

use roundel_tokens::{NOW, corpus, profiles, seeds};
use serde_json::{Map, Value, json};

const USAGE: &str = "usage: tokens corpus FILE | tokens seeds TARGET FOLDER";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["corpus", file] => write_corpus(file),
        ["seeds", target, folder] if seeds::TARGETS.contains(target) => write_seeds(target, folder),
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
    let folder = std::path::Path::new(file).parent();
    folder
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(file, text))
        .map_err(|error| format!("cannot write {file}: {error}"))
}

fn write_seeds(target: &str, folder: &str) -> Result<(), String> {
    let write = || {
        std::fs::create_dir_all(folder)?;
        for (index, seed) in seeds::seeds(target).iter().enumerate() {
            std::fs::write(
                std::path::Path::new(folder).join(format!("seed-{index:04}")),
                seed,
            )?;
        }
        Ok(())
    };
    write().map_err(|error: std::io::Error| format!("cannot write {folder}: {error}"))
}
