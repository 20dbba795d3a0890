//! Row 23: a subject that could not stand in an object key.

use super::{Table, with_claim, with_payload};
use crate::claims::claims_with;

pub(super) fn add(table: &mut Table) {
    table.row(23);
    table.refuse(
        "claim_missing",
        "no sub",
        with_payload(claims_with("sub", None)),
    );
    for value in ["1", "null", "true", r#"["a"]"#, "{}"] {
        table.refuse(
            "claim_invalid",
            format!("sub {value}"),
            with_claim("sub", value),
        );
    }
    let sub = |text: &str| with_claim("sub", &format!("\"{text}\""));
    for text in [
        "",
        "a/b",
        "/",
        "..",
        "a..b",
        "../admin",
        r"a\u0000b",
        r"a\nb",
        r"\t",
        r"a\u007f",
        r"\u0085",
        r"\/",
    ] {
        table.refuse("subject_invalid", format!("sub \"{text}\""), sub(text));
    }
    table.refuse("subject_invalid", "sub of 129 bytes", sub(&"x".repeat(129)));
    table.refuse(
        "subject_invalid",
        "sub of 65 letters and 130 bytes",
        sub(&"é".repeat(65)),
    );
    for text in [
        "a",
        "auth0|5f7c",
        "a.b",
        "google-oauth2|1",
        "Ünïcode",
        "a b",
    ] {
        table.allow(format!("sub \"{text}\""), sub(text));
    }
    table.allow("sub of 128 bytes", sub(&"x".repeat(128)));
    for (name, value) in [("jti", "1"), ("sid", "[]"), ("jti", "null")] {
        table.refuse(
            "claim_invalid",
            format!("{name} {value}"),
            with_claim(name, value),
        );
    }
}
