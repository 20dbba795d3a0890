//! The rows of the token rules, and the tests that are named after them.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// What each row is about, the first being row 1.
pub const ROWS: [&str; 29] = [
    "`alg` none in any case, empty signature: the allow-list is case-sensitive, the key's type binds the algorithm",
    "HS256 with a public key as secret, symmetric keys in a key set",
    "`kid` that is a path, SQL, `__proto__`, no string, or long",
    "`kid` absent",
    "`jku`, `x5u`, `x5c`, `jwk`",
    "ECDSA and Ed25519 signatures out of range, in DER, of another length; points of small order",
    "RSA signatures out of range, of another length, in another encoding; exponent 3",
    "RSA keys below 2,048 or over 4,096 bits, even, weak, of another exponent",
    "keys for another use, operation, algorithm or curve; private; of an id used twice",
    "key sets that are too large, too many keys, no JSON, redirected, not over https",
    "duplicate members, also through escapes",
    "base64url of another spelling",
    "byte order marks, invalid UTF-8, lone surrogates, control characters",
    "over 8,192 bytes, header over 1 KB, depth, members, numbers",
    "not two dots; JWE; JSON serialisation",
    "times that are none",
    "expiry to the second, tolerance, longest lifetime",
    "`iat` and `nbf` in the future, times out of order",
    "`crit`, `b64`, `zip`, `cty`",
    "`typ`",
    "`iss` byte for byte",
    "`aud`, `client_id`, `token_use`, scopes and groups byte for byte; off only by name",
    "`sub` that could not stand in an object key",
    "one source, one value: several headers, cookies, spaces",
    "logout: the deny list",
    "a flood of unknown key ids",
    "keys that are gone, soft and hard age",
    "the memo: bounded, by the whole token, checked on every hit",
    "what is forwarded to the origin",
];

/// Where tests are named `row_NN_...`, from the repository's root.
const FOLDERS: [&str; 2] = ["crates/token/tests/rules", "edge/tests"];

/// Tests that are not Rust's: row, file, and the name as it stands there.
pub const OTHERS: [(u8, &str, &str); 6] = [
    (
        10,
        "edge/handler.test.mjs",
        "keys that cannot be had are a 503, and a redirect is not followed",
    ),
    (
        9,
        "edge/handler.test.mjs",
        "a key set with weak and foreign keys keeps its good ones",
    ),
    (
        24,
        "edge/handler.test.mjs",
        "header and cookie that disagree are refused",
    ),
    (
        26,
        "edge/handler.test.mjs",
        "a flood of random key ids makes few fetches and stops nobody",
    ),
    (
        27,
        "edge/handler.test.mjs",
        "a rotated key is fetched once and used",
    ),
    (
        29,
        "edge/handler.test.mjs",
        "inbound headers of our name are stripped",
    ),
];

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The names of Rust's tests by their rows, sorted.
///
/// # Errors
/// Where a folder of tests cannot be read.
pub fn named_tests() -> io::Result<BTreeMap<u8, Vec<String>>> {
    let mut tests: BTreeMap<u8, Vec<String>> = BTreeMap::new();
    for folder in FOLDERS {
        for entry in std::fs::read_dir(root().join(folder))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                collect(&std::fs::read_to_string(path)?, &mut tests);
            }
        }
    }
    tests.values_mut().for_each(|names| names.sort());
    Ok(tests)
}

fn collect(source: &str, tests: &mut BTreeMap<u8, Vec<String>>) {
    for line in source.lines() {
        let name = line
            .strip_prefix("fn row_")
            .and_then(|rest| rest.split('(').next());
        let Some((row, _)) = name.and_then(|name| name.split_once('_')) else {
            continue;
        };
        if let (Ok(row), Some(name)) = (row.parse(), name) {
            tests.entry(row).or_default().push(format!("row_{name}"));
        }
    }
}
