//! A path that means the same to every reader: to our rules, to the cache and to the bucket.

use roundel_avatar::Refusal;

/// Encoded characters whose decoding would change what the path is: control characters, `.`, `/`, `\` and `%` itself.
const CHANGES_MEANING: [u8; 5] = [b'.', b'/', b'\\', b'%', 0x7f];

/// Lets a path through that begins with `/`, has no empty, `.` or `..` segment inside, no backslash, no control
/// character, nothing beyond ASCII, and no escape that would bring one of these.
pub(crate) fn check(uri: &str) -> Result<(), Refusal> {
    let path = uri.strip_prefix('/').ok_or_else(bad_path)?;
    // an address may end with a slash; none may stand where a name is missing
    let named = path.strip_suffix('/').unwrap_or(path);
    let is_name = |segment: &str| !matches!(segment, "" | "." | "..");
    let is_clear = (path.is_empty() || named.split('/').all(is_name))
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && escapes_are_harmless(path.as_bytes());
    match is_clear {
        true => Ok(()),
        false => Err(bad_path()),
    }
}

fn bad_path() -> Refusal {
    Refusal::new(400, "bad_path", "This address is malformed.")
}

fn escapes_are_harmless(uri: &[u8]) -> bool {
    let mut rest = uri;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let harms = |byte: u8| byte < b' ' || CHANGES_MEANING.contains(&byte);
        if *first == b'%' && escaped(after).is_none_or(harms) {
            return false;
        }
    }
    true
}

fn escaped(after_percent: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (high, low) = (*after_percent.first()?, *after_percent.get(1)?);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn plain_paths_pass() {
        for uri in [
            "/",
            "/a",
            "/a/",
            "/avatars/x/current/512.webp",
            "/a%20b/%C3%A9",
            "/a..b/c",
        ] {
            assert!(check(uri).is_ok(), "{uri}");
        }
    }

    #[test]
    fn a_path_with_two_meanings_is_refused() {
        for uri in [
            "",
            "a",
            "*",
            "//a",
            "/a//b",
            "/a//",
            "/..",
            "/a/../b",
            "/a/./b",
            "/a/..",
            "/%2e%2e/a",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a\\b",
            "/a%00",
            "/a%0a",
            "/a\n",
            "/a b",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%252fb",
            "/\u{e9}",
            "/a\u{7f}",
        ] {
            assert_eq!(
                check(uri).map_err(|refusal| refusal.status),
                Err(400),
                "{uri:?}"
            );
        }
    }
}
