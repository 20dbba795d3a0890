//! Row 14: the last that is taken, and the first that is not.

use super::{Table, with_header, with_payload};
use crate::base64url::encode;
use crate::claims::claims;
use crate::signer::RSA;

pub(super) fn add(table: &mut Table) {
    table.row(14);
    let fill = filling();
    table.allow("8,192 bytes", with_filling(fill));
    table.refuse(
        "token_too_long",
        "8,193 bytes or one more",
        with_filling(fill + 1),
    );
    table.refuse("token_too_long", "a megabyte", "x".repeat(1 << 20));
    table.refuse("token_too_long", "9,000 dots", ".".repeat(9_000));
    table.allow("a header of 1,024 bytes", with_header(header_of(1_024)));
    table.refuse(
        "header_too_long",
        "a header of 1,025 bytes",
        with_header(header_of(1_025)),
    );
    depth(table);
    members(table);
    numbers(table);
}

fn with_filling(length: usize) -> String {
    with_payload(claims(&format!(r#","x":"{}""#, "a".repeat(length))))
}

/// The most that a claim can hold.
fn filling() -> usize {
    let signature = encode([0; 256]).len();
    let fits = |length: &usize| {
        let payload = claims(&format!(r#","x":"{}""#, "a".repeat(*length)));
        encode(RSA.header("r")).len() + encode(payload).len() + signature + 2 <= 8_192
    };
    (5_000..8_192).take_while(fits).last().unwrap_or_default()
}

fn header_of(length: usize) -> String {
    let open = r#"{"alg":"RS256","kid":"r","x":""#;
    format!("{open}{}\"}}", "a".repeat(length - open.len() - 2))
}

fn depth(table: &mut Table) {
    let arrays = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth: usize| format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
    let in_claims = |value: String| with_payload(claims(&format!(r#","x":{value}"#)));
    table.allow("16 deep", in_claims(arrays(15)));
    table.refuse("too_deep", "17 deep, arrays", in_claims(arrays(16)));
    table.refuse("too_deep", "17 deep, objects", in_claims(objects(16)));
    table.refuse("too_deep", "2,001 deep", in_claims(arrays(2_000)));
    table.refuse(
        "too_deep",
        "4,000 open brackets",
        with_payload("[".repeat(4_000)),
    );
    let header = format!(r#"{{"alg":"RS256","kid":"r","x":{}}}"#, arrays(16));
    table.refuse("too_deep", "a header 17 deep", with_header(header));
}

fn members(table: &mut Table) {
    let own = 6;
    let many = |count: usize| {
        let more: String = (own..count).map(|n| format!(r#","{n}":0"#)).collect();
        with_payload(claims(&more))
    };
    table.allow("256 members", many(256));
    table.refuse("too_many_members", "257 members", many(257));
    let nested = vec![r#"{"a":1,"b":2}"#; 126].join(",");
    let nested = with_payload(claims(&format!(r#","x":[{nested}]"#)));
    table.refuse("too_many_members", "259 members, nested", nested);
}

fn numbers(table: &mut Table) {
    let number = |text: &str| with_payload(claims(&format!(r#","x":{text}"#)));
    table.allow("a number of 32 digits", number(&"1".repeat(32)));
    table.refuse(
        "number_too_long",
        "a number of 33 digits",
        number(&"1".repeat(33)),
    );
    table.refuse(
        "number_too_long",
        "33 characters of fraction",
        number(&format!("0.{}", "1".repeat(31))),
    );
    table.refuse(
        "number_too_long",
        "33 characters of exponent",
        number(&format!("1e{}", "0".repeat(31))),
    );
    table.refuse(
        "number_too_long",
        "exp of 33 digits",
        super::with_claim("exp", &format!("1795003600.{}", "0".repeat(22))),
    );
}
