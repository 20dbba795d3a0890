//! Row 2: a public key taken for a secret, and a secret among public keys.

use aws_lc_rs::hmac;

use super::Table;
use crate::base64url::encode;
use crate::claims::claims;
use crate::jwks::OCT_SECRET;
use crate::signer::{ED25519, P256, RSA, Signer};

pub(super) fn add(table: &mut Table) {
    table.row(2);
    for (signer, kid) in [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")] {
        for (form, secret) in forms(signer, kid) {
            let name = format!("HS256 with {form} of the key \"{kid}\" as secret");
            table.refuse("alg_not_allowed", name, symmetric("HS256", kid, &secret));
        }
    }
    table.refuse(
        "alg_not_allowed",
        "HS256 with an empty secret",
        symmetric("HS256", "r", b""),
    );
    table.refuse(
        "alg_not_allowed",
        "HS256 by the set's own secret",
        symmetric("HS256", "oct", &OCT_SECRET),
    );
    for alg in ["RS256", "ES256", "EdDSA"] {
        let name = format!("{alg} by the set's own secret");
        table.refuse("unknown_kid", name, symmetric(alg, "oct", &OCT_SECRET));
    }
}

/// What a careless program would have as the text or bytes of a public key.
fn forms(signer: &Signer, kid: &str) -> [(&'static str, Vec<u8>); 3] {
    let jwk = signer.jwk(kid);
    [
        ("the JWK", jwk.clone().into_bytes()),
        (
            "the members",
            format!("{{{}}}", signer.members()).into_bytes(),
        ),
        ("the first number", first_number(signer)),
    ]
}

/// The modulus, or a coordinate.
fn first_number(signer: &Signer) -> Vec<u8> {
    match signer {
        Signer::Rsa(key) => key.modulus(),
        Signer::P256(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
        Signer::Ed25519(key) => key.verifying_key().as_bytes().to_vec(),
    }
}

fn symmetric(alg: &str, kid: &str, secret: &[u8]) -> String {
    let header = format!(r#"{{"alg":"{alg}","kid":"{kid}"}}"#);
    let input = format!("{}.{}", encode(header), encode(claims("")));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    format!("{input}.{}", encode(hmac::sign(&key, input.as_bytes())))
}
