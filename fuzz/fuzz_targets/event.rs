//! Any strings as a viewer request, decided by the edge with keys and a primitive that says yes.
//!
//! Whatever it is: the answer is JSON, tells nothing of the token, lets nobody through to another's pictures, and puts
//! nothing under our names that we did not say ourselves.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roundel_edge::{Answer, Changes, Config, Edge, Response, ViewerRequest};
use roundel_fuzz::{Anything, CLIENT, ISSUER, NOW, Trailer, key_set, within};

const BUDGET: u64 = 4 << 20;

fuzz_target!(|input: &[u8]| {
    let Some((text, choice)) = Trailer::split(input) else {
        return;
    };
    let text = String::from_utf8_lossy(text);
    let text = text.trim_end_matches('\n');
    let lines = text.split('\n').count();
    let count = if choice.byte(0) & 15 == 15 {
        lines
            .wrapping_add(usize::from(choice.byte(1)))
            .wrapping_sub(128)
    } else {
        lines
    };
    let mut edge = Edge::new(config(choice), Anything, NOW).expect("an edge");
    edge.keys_loaded(ISSUER, key_set().as_bytes(), NOW)
        .expect("a key set");
    let answer = within(BUDGET, || edge.decide(text, count, NOW));
    let json = answer.to_json();
    serde_json::from_str::<serde_json::Value>(&json).expect("an answer is JSON");
    let again = edge.decide(text, count, NOW);
    assert_eq!(answer, again, "the same request, the same answer");
    match (&answer, ViewerRequest::read(text, count)) {
        (Answer::Forward { changes, .. }, Ok(request)) => check_forward(changes, &request),
        (Answer::Respond { response, .. }, _) => check_response(response),
        (Answer::FetchKeys(keys), _) => assert_eq!(keys.issuer, ISSUER),
        (_, Err(refused)) => panic!("a request that is none goes on: {refused:?}"),
    }
});

fn config(choice: Trailer) -> Config {
    let sign_in = if choice.flag(2) {
        r#","signIn":{"url":"https://www.example.com/sign-in","returnParameter":"return_to","returnOrigin":"https://assets.example.com"}"#
    } else {
        ""
    };
    let text = format!(
        r#"{{"issuers":["{ISSUER}"],"clientIds":["{CLIENT}"],"tokenUse":"access","tokenSources":["header","cookie"],
        "cookieName":"roundel_token","rawHeader":{},"corsOrigins":["https://www.example.com"],"defaultAvatar":"/avatars/default",
        "rules":[{{"path":"/avatars/*","access":"public"}},
        {{"path":"/members/*","access":"signed-in","origin":"/avatars/*"}},
        {{"path":"/staff/*","access":"group:staff","origin":"/avatars/*"}},
        {{"path":"/owner/*","access":"owner","origin":"/avatars/*"}}]{sign_in}}}"#,
        choice.flag(3)
    );
    Config::parse(text.as_bytes()).expect("a configuration")
}

fn check_forward(changes: &Changes, request: &ViewerRequest) {
    assert!(matches!(request.method(), "GET" | "HEAD"));
    let known = ["/avatars/", "/members/", "/staff/", "/owner/"];
    assert!(known.iter().any(|prefix| request.uri().starts_with(prefix)));
    let uri = &changes.uri;
    assert!(
        uri.starts_with("/avatars/") && !uri.contains("..") && !uri.contains("//"),
        "{uri}"
    );
    assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()));
    let is_removed = |name: &str| {
        let change = changes
            .headers
            .iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name));
        change.is_some_and(|(_, value)| value.is_none())
    };
    let is_ours = |name: &str| name.to_ascii_lowercase().starts_with("x-roundel-");
    for (name, _) in request.headers() {
        let is_credential =
            name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("cookie");
        assert!(
            !is_credential || is_removed(name),
            "{name} reaches the origin"
        );
        let is_set = changes
            .headers
            .iter()
            .any(|(own, _)| own.eq_ignore_ascii_case(name));
        assert!(!is_ours(name) || is_set, "{name} is the viewer's own");
    }
    let said: Vec<_> = changes
        .headers
        .iter()
        .filter(|(_, value)| value.is_some())
        .collect();
    if request.uri().starts_with("/avatars/") {
        assert!(said.is_empty(), "nobody is known on a public path");
    }
    for (name, value) in said {
        assert!(is_ours(name));
        let value = value.as_deref().unwrap_or_default();
        assert!(!value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    if let Some(path) = request.uri().strip_prefix("/owner/") {
        let owner = changes
            .headers
            .iter()
            .find(|(name, _)| name == "x-roundel-public-id");
        let id = owner
            .and_then(|(_, value)| value.as_deref())
            .expect("an owner");
        assert_eq!(path.split('/').next(), Some(id), "another's pictures");
    }
}

fn check_response(response: &Response) {
    let known = ["204", "302", "400", "401", "403", "404", "405", "503"];
    assert!(known.contains(&response.status), "{}", response.status);
    for (name, value) in &response.headers {
        assert!(
            value.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
            "{name}: {value:?}"
        );
    }
    let location = response
        .headers
        .iter()
        .find(|(name, _)| *name == "location");
    assert_eq!(location.is_some(), response.status == "302");
    if let Some((_, target)) = location {
        assert!(
            target.starts_with("https://www.example.com/sign-in?"),
            "{target}"
        );
    }
}
