//! Rows 8 and 9: tokens that are rightly signed by keys that must not be used.

use super::Table;
use crate::base64url::encode;
use crate::claims::claims;
use crate::jwks::{RSA_1024, RSA_4096, RSA_4608, RSA_E1, RSA_E3, RSA_EVEN, RSA_PLAIN};
use crate::rsa::RsaKey;
use crate::signer::{ED25519, OTHER_RSA, P256, RSA};

pub(super) fn add(table: &mut Table) {
    table.row(8);
    table.allow("4,096 bits", by(&RSA_4096, "rsa-4096"));
    for (name, key, kid) in [
        ("1,024 bits", &*RSA_1024, "rsa-1024"),
        ("4,608 bits", &*RSA_4608, "rsa-4608"),
        ("exponent 3", &*RSA_E3, "rsa-e3"),
        ("exponent 1", &*RSA_E1, "rsa-e1"),
        ("an even modulus", &*RSA_EVEN, "rsa-even"),
        (
            "a modulus spelt with a leading zero",
            &*RSA_PLAIN,
            "rsa-leading-zero",
        ),
    ] {
        table.refuse("unknown_kid", format!("a key of {name}"), by(key, kid));
    }
    table.row(9);
    for (name, kid) in [
        ("for encryption", "use-enc"),
        ("for signing alone", "ops-sign"),
        ("for nothing", "ops-none"),
        ("for RS512", "alg-rs512"),
        ("for ES256, though of RSA", "alg-es256"),
        ("whose private exponent is published", "private"),
        ("whose id another key has too", "twice"),
    ] {
        table.refuse("unknown_kid", format!("a key {name}"), RSA.good(kid));
    }
    table.refuse(
        "unknown_kid",
        "the other key of the id",
        OTHER_RSA.good("twice"),
    );
    table.refuse(
        "unknown_kid",
        "ES256 by a key said to be on P-384",
        P256.good("p-384"),
    );
    table.refuse(
        "unknown_kid",
        "ES256 by a point off the curve",
        P256.good("off-curve"),
    );
    table.refuse(
        "unknown_kid",
        "EdDSA by a key for X25519",
        ED25519.good("x25519"),
    );
    for kid in ["small-order", "not-canonical"] {
        table.refuse(
            "unknown_kid",
            format!("EdDSA by the neutral point, {kid}"),
            by_nobody(kid),
        );
    }
}

fn by(key: &RsaKey, kid: &str) -> String {
    let header = format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#);
    let input = format!("{}.{}", encode(header), encode(claims("")));
    format!("{input}.{}", encode(key.sign(input.as_bytes())))
}

/// With the neutral point for a key, `s` times the base point is R whatever the message: here s is one.
fn by_nobody(kid: &str) -> String {
    let mut base_point = [0x66; 32];
    base_point[0] = 0x58;
    let mut one = [0; 32];
    one[0] = 1;
    let input = format!("{}.{}", encode(ED25519.header(kid)), encode(claims("")));
    format!("{input}.{}", encode([base_point, one].concat()))
}
