//! The handle that a first sign-in gives.

use roundel_avatar::PublicId;

/// What the database takes at most.
const LONGEST: usize = 50;

/// Long enough for a person to be found by, and no secret.
const ID_LETTERS: usize = 8;

/// Handles for a newcomer, the nicest first; one is taken that nobody has. The token's `username` is used only where it
/// was made for eyes: an address, a UUID or the name of an account elsewhere (`google_1234567890`) stays private.
pub fn candidates(username: Option<&str>, id: PublicId) -> impl Iterator<Item = String> {
    let id = id.as_str();
    let nickname = username.filter(|name| is_nickname(name));
    let beside = nickname.map(|name| {
        let kept = LONGEST - ID_LETTERS - 1;
        format!("{}_{}", &name[..name.len().min(kept)], &id[..ID_LETTERS])
    });
    let fitting = nickname.filter(|name| name.len() <= LONGEST);
    let own = [ID_LETTERS, id.len()].map(|letters| format!("member_{}", &id[..letters]));
    fitting
        .map(str::to_owned)
        .into_iter()
        .chain(beside)
        .chain(own)
}

/// ASCII letters, digits, `_`, `.` and `-`, beginning with a letter, and no part of it an id.
fn is_nickname(name: &str) -> bool {
    let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b"_.-".contains(&b);
    let mut parts = name.split(['_', '.', '-']);
    name.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
        && name.bytes().all(is_allowed)
        && !parts.any(is_id)
}

/// A long number, a part of a UUID, or as many letters and digits as nobody gives themselves.
fn is_id(part: &str) -> bool {
    let all = |is: fn(&u8) -> bool| part.as_bytes().iter().all(is);
    let shortest = match () {
        () if all(u8::is_ascii_digit) => 6,
        () if all(u8::is_ascii_hexdigit) => 8,
        () => 12,
    };
    part.len() >= shortest && part.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use roundel_avatar::PublicId;

    use super::{LONGEST, candidates};

    fn of(username: &str) -> Vec<String> {
        candidates(Some(username), PublicId::from_sub("abc")).collect()
    }

    #[test]
    fn a_nickname_is_taken_as_it_is_while_it_is_free() {
        let expected = [
            "andrew",
            "andrew_xj4bnp4p",
            "member_xj4bnp4p",
            "member_xj4bnp4pahh6uqkbidpf3lrceo",
        ];
        assert_eq!(of("andrew"), expected);
        for nickname in ["A.Bayko-2", "londo_mollari", "facade", "decade2", "x"] {
            assert_eq!(of(nickname)[0], nickname);
        }
    }

    #[test]
    fn what_was_not_made_for_eyes_stays_private() {
        for username in [
            "",
            "andrew@example.com",
            "2b9f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01",
            "ab9f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01",
            "google_112233445566778899",
            "signinwithapple_001234.5f",
            "loginwithamazon_amzn1.account.AGM6YWZTHAEHKU3K",
            "+491701234567",
            "a b",
            "\u{430}ndrew",
        ] {
            let handles = of(username);
            assert!(
                handles.iter().all(|handle| handle.starts_with("member_")),
                "{username}: {handles:?}"
            );
        }
        assert_eq!(candidates(None, PublicId::from_sub("abc")).count(), 2);
    }

    #[test]
    fn none_is_longer_than_the_database_takes() {
        for length in [1, 41, 42, 50, 51, 128] {
            let handles = of(&"x".repeat(length));
            assert!(
                handles.iter().all(|handle| handle.len() <= LONGEST),
                "{length}"
            );
        }
    }
}
