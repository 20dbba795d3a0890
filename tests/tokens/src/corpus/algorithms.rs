//! Row 1: algorithms by other names, and by the wrong key.

use super::{Table, with_header};
use crate::base64url::encode;
use crate::claims::claims;
use crate::signer::{ED25519, P256, RSA};

pub(super) fn add(table: &mut Table) {
    table.row(1);
    none(table);
    other_algorithms(table);
    unsigned(table);
    another_keys_algorithm(table);
}

fn none(table: &mut Table) {
    for alg in ["none", "None", "NONE", "nOnE", "none ", ""] {
        let header = format!(r#"{{"alg":"{alg}","kid":"r"}}"#);
        let unsigned = format!("{}.{}.", encode(&header), encode(claims("")));
        table.refuse(
            "alg_not_allowed",
            format!("alg \"{alg}\", no signature"),
            unsigned,
        );
        table.refuse(
            "alg_not_allowed",
            format!("alg \"{alg}\", signed"),
            with_header(header),
        );
    }
    let nameless = format!("{}.{}.", encode(r#"{"alg":"none"}"#), encode(claims("")));
    table.refuse(
        "alg_not_allowed",
        "alg \"none\", no kid, no signature",
        nameless,
    );
}

fn other_algorithms(table: &mut Table) {
    for alg in [
        "rs256",
        "RS256 ",
        "RS384",
        "RS512",
        "PS256",
        "PS384",
        "PS512",
        "ES256K",
        "ES384",
        "ES512",
        "HS256",
        "Ed25519",
        "Ed448",
        "eddsa",
        "RSA1_5",
        "RS256\\u0000",
    ] {
        let token = with_header(format!(r#"{{"alg":"{alg}","kid":"r"}}"#));
        table.refuse("alg_not_allowed", format!("alg \"{alg}\""), token);
    }
    for alg in ["null", "256", "true", r#"["RS256"]"#, r#"{"RS256":1}"#] {
        let token = with_header(format!(r#"{{"alg":{alg},"kid":"r"}}"#));
        table.refuse("alg_not_allowed", format!("alg {alg}"), token);
    }
    table.refuse("alg_not_allowed", "no alg", with_header(r#"{"kid":"r"}"#));
    table.refuse(
        "alg_not_allowed",
        "Alg",
        with_header(r#"{"Alg":"RS256","kid":"r"}"#),
    );
}

fn unsigned(table: &mut Table) {
    for (signer, kid) in [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")] {
        let token = format!("{}.{}.", encode(signer.header(kid)), encode(claims("")));
        table.refuse(
            "bad_signature",
            format!("{} with an empty signature", signer.alg()),
            token,
        );
    }
}

fn another_keys_algorithm(table: &mut Table) {
    let own = [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")];
    for (signer, kid) in own {
        for (_, other) in own.iter().filter(|(_, other)| *other != kid) {
            let header = format!(r#"{{"alg":"{}","kid":"{other}"}}"#, signer.alg());
            let token = signer.token(header, claims(""));
            table.refuse(
                "alg_key_mismatch",
                format!("{} by the key \"{other}\"", signer.alg()),
                token,
            );
        }
    }
}
