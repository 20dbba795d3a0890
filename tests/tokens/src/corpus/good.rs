//! Tokens that break no rule: a verifier that refuses everything is no verifier.

use super::{Table, with_claim, with_header, with_payload};
use crate::claims::{CLIENT, ISSUER, SUB, claims, claims_with};
use crate::jwks::LONGEST_KID;
use crate::signer::{ED25519, P256, RSA};

pub(super) fn add(table: &mut Table) {
    table.row(0);
    for (signer, kid) in [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")] {
        table.allow(
            format!("a good token of {}", signer.alg()),
            signer.good(kid),
        );
    }
    table.allow("without iat", with_payload(claims_with("iat", None)));
    table.allow(
        "an unknown member of the header",
        with_header(r#"{"alg":"RS256","kid":"r","x5t":"AA"}"#),
    );
    table.allow("space between the tokens of JSON", spaced());
    table.allow("escapes that stand for plain letters", escaped());
    table.allow("claims of every kind of JSON", with_payload(claims(
        r#","list":[1.50,null,{"a":"é"}],"flag":true,"n":1e400,"empty":{},"_":"😀","__proto__":1"#,
    )));
    table.allow(
        "a list of recipients beside the client",
        with_claim("aud", r#"["a","b"]"#),
    );
    table.allow(
        "jti and sid",
        with_payload(claims(r#","jti":"j-1","sid":"s-1","origin_jti":"o-1""#)),
    );
    table.allow(
        "scopes that nobody asks for",
        with_claim("scope", r#""openid avatars/write""#),
    );
    table.allow(
        "b64 true, which changes nothing",
        with_header(r#"{"alg":"RS256","kid":"r","b64":true}"#),
    );
    table.allow("the longest key id", RSA.good(&LONGEST_KID));
}

fn spaced() -> String {
    let header = "\t{ \"alg\" : \"RS256\" ,\r\n \"kid\" : \"r\" } ";
    RSA.token(header, claims("").replace(',', " , ").replace('{', "\n{"))
}

fn escaped() -> String {
    let header = r#"{"\u0061lg":"RS25\u0036","kid":"\u0072"}"#;
    let payload = format!(
        r#"{{"iss":"{}","client_id":"{CLIENT}","token_use":"access","s\u0075b":"{SUB}","exp":{}}}"#,
        ISSUER.replace('/', r"\/"),
        crate::NOW + 60
    );
    RSA.token(header, payload)
}
