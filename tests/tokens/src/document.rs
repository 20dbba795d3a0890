//! What came of a comparison, as a few lines and as `docs/token-differences.md`.

use std::fmt::Write as _;

use roundel_tokens::Case;
use roundel_tokens::differential::Outcome;
use roundel_tokens::oracle::{Answer, Answers, PEERS};
use roundel_tokens::rows::{OTHERS, ROWS, named_tests};

/// The figures of the mutated tokens.
pub fn figures(outcome: &Outcome, seed: u64) -> String {
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} mutated tokens of seed {seed}: Roundel takes {}, refuses {}",
        outcome.count,
        outcome.taken,
        outcome.count - outcome.taken
    );
    for (peer, name) in PEERS.iter().enumerate() {
        let _ = writeln!(
            text,
            "{name}: takes {} of the {} it is asked about, and {} that Roundel refuses",
            outcome.agreed[peer],
            outcome.taken - outcome.not_asked[peer],
            outcome.taken_by_peers[peer] - outcome.agreed[peer],
        );
    }
    let _ = writeln!(
        text,
        "taken here and refused by a peer: {}",
        outcome.violations.len()
    );
    text
}

/// The whole document.
pub fn text(corpus: &[(Case, Answers)], outcome: &Outcome, seed: u64) -> String {
    let mut text = String::new();
    introduction(&mut text, corpus);
    differences(&mut text, corpus);
    peers_alone(&mut text, corpus);
    mutations(&mut text, outcome, seed);
    rows(&mut text, corpus);
    text
}

fn introduction(text: &mut String, corpus: &[(Case, Answers)]) {
    let refused = corpus.iter().filter(|(case, _)| case.code.is_some());
    let count = refused.clone().count();
    let _ = writeln!(
        text,
        "# Tokens on which verifiers differ

Written by `cargo xtask tokens --write-docs`. The tokens are the corpus of `tests/tokens`: {} of them, {count} to refuse.
The peers are {}, set up by
`tests/tokens/peers.mjs` for the same issuer, client, keys and time, as strict as their options go. What jose and jsonwebtoken
do not know is compared as their users would: `client_id` and `token_use` by `===`. Where a peer has no option or no algorithm
for a case (`–`), it is not asked. The key set holds twenty keys that must not be used.

| of {count} tokens to refuse | asked about | refuses | takes |
|---|---|---|---|
| Roundel | {count} | {count} | 0 |",
        corpus.len(),
        versions()
    );
    for (peer, name) in PEERS.iter().enumerate() {
        let number = |answer| {
            refused
                .clone()
                .filter(|(_, theirs)| theirs[peer] == answer)
                .count()
        };
        let (refuses, takes) = (number(Answer::Refused), number(Answer::Taken));
        let _ = writeln!(
            text,
            "| {name} | {} | {refuses} | {takes} |",
            refuses + takes
        );
    }
}

/// As the benchmark's lock has them, which is the peers' own here too.
fn versions() -> String {
    const PACKAGE: &str = include_str!("../../../benches/token/package.json");
    let package: serde_json::Value = serde_json::from_str(PACKAGE).unwrap_or_default();
    let versioned = |name: &&str| {
        let version = package["dependencies"][*name].as_str().unwrap_or_default();
        format!("{name} {version}")
    };
    PEERS.iter().map(versioned).collect::<Vec<_>>().join(", ")
}

fn differences(text: &mut String, corpus: &[(Case, Answers)]) {
    let _ = writeln!(
        text,
        "
## Refused by Roundel, taken by a peer

The row is that of the token rules; `crates/token/tests/rules` has a test for each.

| row | token | Roundel | aws-jwt-verify | jose | jsonwebtoken |
|---|---|---|---|---|---|"
    );
    for (case, theirs) in corpus {
        if let Some(code) = case.code.filter(|_| theirs.contains(&Answer::Taken)) {
            line(text, case, code, *theirs);
        }
    }
}

fn peers_alone(text: &mut String, corpus: &[(Case, Answers)]) {
    let _ = writeln!(
        text,
        "
## Taken by Roundel, refused by a peer

All of these are policies that the peer has no option for: a token without a key id, padding, any token use.

| row | token | Roundel | aws-jwt-verify | jose | jsonwebtoken |
|---|---|---|---|---|---|"
    );
    for (case, theirs) in corpus {
        if case.code.is_none() && theirs.contains(&Answer::Refused) {
            line(text, case, "taken", *theirs);
        }
    }
}

fn line(text: &mut String, case: &Case, ours: &str, theirs: Answers) {
    let [aws, jose, jsonwebtoken] = theirs.map(|answer| match answer {
        Answer::Taken => "taken",
        Answer::Refused => "refused",
        Answer::NotAsked => "–",
    });
    let (row, name) = (case.row, shown(&case.name));
    let _ = writeln!(
        text,
        "| {row} | {name} | {ours} | {aws} | {jose} | {jsonwebtoken} |"
    );
}

/// Nothing that ends a cell or a line, or that Markdown would take for its own.
fn shown(name: &str) -> String {
    let code = |character: char| {
        matches!(
            character,
            '`' | '*' | '_' | '<' | '[' | '|' | '"' | '{' | '\\'
        )
    };
    match name.contains(code) {
        true => format!("`{}`", name.replace('|', "\\|").replace('`', "'")),
        false => name.to_owned(),
    }
}

fn mutations(text: &mut String, outcome: &Outcome, seed: u64) {
    let _ = writeln!(
        text,
        "
## {} mutated tokens

Good tokens of all three algorithms, changed up to three times: in what they say, rightly signed again; in the encoded text
before it is signed; or afterwards. `cargo xtask tokens` repeats it.

```
{}```

What Roundel refuses and a peer takes, by Roundel's reason:

| Roundel's reason | refused | taken by aws-jwt-verify | jose | jsonwebtoken | the first one by |
|---|---|---|---|---|---|",
        outcome.count,
        figures(outcome, seed)
    );
    for (code, class) in &outcome.looser {
        let all = outcome.refused.get(code).copied().unwrap_or_default();
        let [aws, jose, jsonwebtoken] = class.taken;
        let example = class.example.join(", ");
        let _ = writeln!(
            text,
            "| {code} | {all} | {aws} | {jose} | {jsonwebtoken} | {example} |"
        );
    }
    let strict: Vec<&str> = outcome
        .refused
        .keys()
        .copied()
        .filter(|code| !outcome.looser.contains_key(code))
        .collect();
    let _ = writeln!(
        text,
        "\nRefused by all whenever it is refused here: {}.",
        strict.join(", ")
    );
}

fn rows(text: &mut String, corpus: &[(Case, Answers)]) {
    let _ = writeln!(
        text,
        "
## The rules and their tests

Rust's are in `crates/token/tests/rules` and `edge/tests`, the others in `edge/handler.test.mjs`. Rows without tokens of the
corpus are about key sets, requests, time and what is forwarded.

| row | about | in the corpus | tests |
|---|---|---|---|"
    );
    let tests = named_tests().unwrap_or_default();
    for (row, about) in (1..).zip(ROWS) {
        let cases = corpus.iter().filter(|(case, _)| case.row == row).count();
        let rust = tests
            .get(&row)
            .into_iter()
            .flatten()
            .map(|name| format!("`{name}`"));
        let others = OTHERS.iter().filter(|(own, ..)| *own == row);
        let others = others.map(|(_, _, name)| format!("\"{name}\""));
        let names: Vec<String> = rust.chain(others).collect();
        let _ = writeln!(text, "| {row} | {about} | {cases} | {} |", names.join(", "));
    }
}
