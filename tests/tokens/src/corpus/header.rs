//! Rows 3 to 5, 19 and 20: what a header may not say.

use super::{Table, with_header};
use crate::base64url::encode;
use crate::claims::{claims, claims_with};
use crate::signer::{OTHER_RSA, P256, RSA};

pub(super) fn add(table: &mut Table) {
    table.row(3);
    strange_kids(table);
    table.row(4);
    missing_kid(table);
    table.row(5);
    keys_of_its_own(table);
    table.row(19);
    changed_rules(table);
    table.row(20);
    types(table);
}

fn strange_kids(table: &mut Table) {
    for kid in [
        "../../x",
        "/dev/null",
        "' OR 1=1 --",
        "__proto__",
        "constructor",
        "toString",
        r"r\u0000",
        r"r\n",
        "R",
        "r ",
        " r",
        "",
        "0",
    ] {
        let token = with_header(format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#));
        table.refuse("unknown_kid", format!("kid \"{kid}\""), token);
    }
    for kid in ["1", "0", "null", "true", r#"["r"]"#, r#"{"r":1}"#] {
        let token = with_header(format!(r#"{{"alg":"RS256","kid":{kid}}}"#));
        table.refuse("kid_invalid", format!("kid {kid}"), token);
    }
    let long = |length: usize| {
        with_header(format!(
            r#"{{"alg":"RS256","kid":"{}"}}"#,
            "k".repeat(length)
        ))
    };
    table.refuse("kid_invalid", "kid of 129 bytes", long(129));
    table.refuse("header_too_long", "kid of 2,048 bytes", long(2_048));
}

fn missing_kid(table: &mut Table) {
    let token = with_header(r#"{"alg":"RS256"}"#);
    table.refuse("kid_missing", "no kid", token.clone());
    for (profile, name) in [
        ("any kid", "no kid, allowed, but many keys"),
        ("no keys", "no kid and no keys"),
    ] {
        table.against(profile);
        table.refuse("kid_missing", name, token.clone());
    }
    table.refuse("unknown_kid", "a kid and no keys", RSA.good("r"));
    table.against("any kid, one key");
    table.allow("no kid, allowed, one key", token.clone());
    table.refuse(
        "unknown_kid",
        "another kid where none is needed",
        RSA.good("x"),
    );
    table.refuse(
        "alg_key_mismatch",
        "no kid, and another algorithm than the one key's",
        P256.token(r#"{"alg":"ES256"}"#, claims("")),
    );
    table.refuse(
        "bad_signature",
        "no kid, and another's signature",
        OTHER_RSA.token(r#"{"alg":"RS256"}"#, claims("")),
    );
    table.against("any kid, nameless key");
    table.allow("no kid, allowed, one key without a name", token);
    table.refuse(
        "unknown_kid",
        "a kid where the one key has no name",
        RSA.good("r"),
    );
}

fn keys_of_its_own(table: &mut Table) {
    let members = OTHER_RSA.members();
    for (what, name, value) in [
        (
            "jku",
            "jku",
            r#""https://evil.example/jwks.json""#.to_owned(),
        ),
        (
            "jku of this machine",
            "jku",
            r#""http://127.0.0.1/jwks.json""#.to_owned(),
        ),
        (
            "x5u",
            "x5u",
            r#""https://evil.example/cert.pem""#.to_owned(),
        ),
        ("x5c", "x5c", r#"["MIIBszCCAVmgAwIBAgIU"]"#.to_owned()),
        ("jwk", "jwk", format!("{{{members}}}")),
        (
            "jwk of the same kid",
            "jwk",
            format!("{{{members},\"kid\":\"r\"}}"),
        ),
        ("jwk {}", "jwk", "{}".to_owned()),
        ("jwk null", "jwk", "null".to_owned()),
    ] {
        let header = format!(r#"{{"alg":"RS256","kid":"r","{name}":{value}}}"#);
        for (signer, whose) in [(&*OTHER_RSA, "another key"), (&*RSA, "the issuer's key")] {
            let token = signer.token(&header, claims(""));
            table.refuse(
                "header_member_not_allowed",
                format!("{what}, signed by {whose}"),
                token,
            );
        }
    }
    let x5t = r#"{"alg":"RS256","kid":"r","x5t":"AA"}"#;
    table.refuse(
        "bad_signature",
        "x5t of the key it is signed by",
        OTHER_RSA.token(x5t, claims("")),
    );
}

fn changed_rules(table: &mut Table) {
    for (name, value) in [
        ("crit", r#"["exp"]"#),
        ("crit", r#"["b64"]"#),
        ("crit", r#"["http://example.com/x"]"#),
        ("crit", "[]"),
        ("crit", "[1]"),
        ("crit", r#""exp""#),
        ("crit", "null"),
        ("crit", "{}"),
        ("crit", "false"),
        ("b64", "false"),
        ("b64", "null"),
        ("b64", "\"false\""),
        ("b64", "0"),
        ("zip", "\"DEF\""),
        ("zip", "null"),
        ("cty", "\"JWT\""),
        ("cty", "\"json\""),
        ("enc", "\"A256GCM\""),
    ] {
        let token = with_header(format!(r#"{{"alg":"RS256","kid":"r","{name}":{value}}}"#));
        table.refuse(
            "header_member_not_allowed",
            format!("{name} {value}"),
            token,
        );
    }
    let both = r#"{"alg":"RS256","kid":"r","b64":false,"crit":["b64"]}"#;
    table.refuse(
        "header_member_not_allowed",
        "b64 false, marked critical",
        with_header(both),
    );
    // RFC 7797 §5.2: the payload stands there as it is
    let input = format!("{}.{}", encode(both), "unencoded");
    table.refuse(
        "header_member_not_allowed",
        "b64 false, and a payload that is not encoded",
        RSA.signed(&input),
    );
    let nested = RSA.token(r#"{"alg":"RS256","kid":"r","cty":"JWT"}"#, RSA.good("r"));
    table.refuse("header_member_not_allowed", "a token in a token", nested);
}

fn types(table: &mut Table) {
    for typ in ["JWT", "at+jwt"] {
        table.allow(format!("typ \"{typ}\""), with_typ(&format!("\"{typ}\"")));
    }
    for typ in [
        "\"jwt\"",
        "\"JOSE\"",
        "\"JOSE+JSON\"",
        "\"dpop+jwt\"",
        "\"logout+jwt\"",
        "\"application/at+jwt\"",
        "\"AT+JWT\"",
        "\"\"",
        "\"JWT \"",
        "null",
        "1",
        "true",
        "[\"JWT\"]",
        "{}",
    ] {
        table.refuse("typ_not_allowed", format!("typ {typ}"), with_typ(typ));
    }
    table.against("at+jwt only");
    table.allow(
        "typ \"at+jwt\" where only that is taken",
        with_typ("\"at+jwt\""),
    );
    table.refuse(
        "typ_not_allowed",
        "typ \"JWT\" where only at+jwt is taken",
        with_typ("\"JWT\""),
    );
    table.refuse(
        "typ_not_allowed",
        "no typ where only at+jwt is taken",
        RSA.token(RSA.header("r"), claims_with("iat", None)),
    );
}

fn with_typ(typ: &str) -> String {
    with_header(format!(r#"{{"alg":"RS256","kid":"r","typ":{typ}}}"#))
}
