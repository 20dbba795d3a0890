//! Any lines as a request's headers, and the one token in them.
//!
//! What is taken stands in the one place that was named, alone; a second one anywhere makes it no token at all.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roundel_fuzz::{Trailer, within};
use roundel_token::{TokenError, TokenSource, token_from};

const COOKIE: &str = "roundel_token";

fuzz_target!(|input: &[u8]| {
    let Some((text, choice)) = Trailer::split(input) else {
        return;
    };
    let text = String::from_utf8_lossy(text);
    let headers: Vec<(&str, &str)> = text
        .split('\n')
        .map(|line| line.split_once(": ").unwrap_or((line, "")))
        .collect();
    let sources = sources(choice);
    let taken = within(65_536, || token_from(&sources, headers.iter().copied()));
    match taken {
        Ok(token) => check(token, &sources, &headers),
        Err(TokenError::Missing) => assert_eq!(count(&sources, &headers), 0),
        Err(refused) => assert!(matches!(
            refused,
            TokenError::AmbiguousCredentials | TokenError::MalformedCredentials
        )),
    }
});

fn sources(choice: Trailer) -> Vec<TokenSource> {
    let header = TokenSource::Header {
        raw: choice.flag(1),
    };
    let cookie = TokenSource::Cookie(COOKIE.to_owned());
    match choice.below(0, 3) {
        0 => vec![header, cookie],
        1 => vec![header],
        _ => vec![cookie],
    }
}

fn check(token: &str, sources: &[TokenSource], headers: &[(&str, &str)]) {
    assert!(!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()));
    assert!((1..=sources.len()).contains(&count(sources, headers)));
    let other = "x".repeat(token.len() + 1);
    for source in sources {
        let (name, value) = match source {
            TokenSource::Header { .. } => ("Authorization", format!("Bearer {other}")),
            TokenSource::Cookie(name) => ("Cookie", format!("{name}={other}")),
        };
        let more = headers.iter().copied().chain([(name, value.as_str())]);
        assert_eq!(
            token_from(sources, more),
            Err(TokenError::AmbiguousCredentials)
        );
    }
}

/// In how many places something stands where a token could.
fn count(sources: &[TokenSource], headers: &[(&str, &str)]) -> usize {
    let values = |name: &'static str| {
        let named = headers
            .iter()
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name));
        named.map(|(_, value)| *value)
    };
    let places = sources.iter().map(|source| match source {
        TokenSource::Header { .. } => values("authorization").count(),
        TokenSource::Cookie(name) => values("cookie")
            .flat_map(|value| value.split(';'))
            .filter(|pair| pair.trim_matches(' ').starts_with(&format!("{name}=")))
            .count(),
    });
    places.sum()
}
