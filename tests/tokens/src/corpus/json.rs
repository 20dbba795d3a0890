//! Rows 11, 13 and 15: texts with two meanings, texts that are no text, and other serialisations.

use super::{Table, with_header, with_payload};
use crate::base64url::encode;
use crate::claims::{SUB, claims};
use crate::signer::RSA;

pub(super) fn add(table: &mut Table) {
    table.row(11);
    duplicates(table);
    table.row(13);
    bytes(table);
    characters(table);
    table.row(15);
    other_forms(table);
    not_objects(table);
    broken(table);
}

fn duplicates(table: &mut Table) {
    for header in [
        r#"{"alg":"RS256","kid":"r","kid":"r"}"#,
        r#"{"alg":"none","alg":"RS256","kid":"r"}"#,
        r#"{"alg":"none","\u0061lg":"RS256","kid":"r"}"#,
        r#"{"alg":"RS256","kid":"x","k\u0069d":"r"}"#,
        r#"{"alg":"RS256","kid":"r","x":{"y":1,"y":1}}"#,
    ] {
        table.refuse(
            "duplicate_member",
            format!("header {header}"),
            with_header(header),
        );
    }
    for more in [
        &format!(r#","sub":"{SUB}""#),
        r#","sub":"admin""#,
        r#","\u0073ub":"admin""#,
        r#","exp":1795003600"#,
        r#","\u0065xp":9007199254740991"#,
        r#","a":{"b":1,"b":2}"#,
        r#","a":[{"é":1,"\u00e9":2}]"#,
        r#","😀":1,"\ud83d\ude00":2"#,
        r#","":1,"":2"#,
        r#","__proto__":1,"__proto__":2"#,
    ] {
        table.refuse(
            "duplicate_member",
            format!("claims and {}", &more[1..]),
            with_payload(claims(more)),
        );
    }
}

/// Bytes that are not UTF-8 (RFC 3629 §3), in a claim and in the header.
fn bytes(table: &mut Table) {
    for (name, bytes) in [
        ("0xff", &b"\xff"[..]),
        ("a byte that continues nothing", b"\x80"),
        ("an overlong slash", b"\xc0\xaf"),
        ("an encoded surrogate", b"\xed\xa0\x80"),
        ("half of a pair, encoded", b"\xed\xbf\xbf"),
        ("beyond U+10FFFF", b"\xf4\x90\x80\x80"),
        ("a sequence cut short", b"\xe2\x82"),
        ("Latin-1", b"Zo\xeb"),
    ] {
        let payload = spliced(&claims(r#","x":"@""#), bytes);
        table.refuse(
            "invalid_utf8",
            format!("claims with {name}"),
            with_payload(payload),
        );
    }
    let header = spliced(r#"{"alg":"RS256","kid":"r","x":"@"}"#, b"\xff");
    table.refuse("invalid_utf8", "header with 0xff", with_header(header));
    let marked = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    table.refuse(
        "byte_order_mark",
        "header behind a byte order mark",
        with_header(marked(&RSA.header("r"))),
    );
    table.refuse(
        "byte_order_mark",
        "claims behind a byte order mark",
        with_payload(marked(&claims(""))),
    );
    let utf16: Vec<u8> = claims("")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    table.refuse("malformed_json", "claims in UTF-16", with_payload(utf16));
}

fn spliced(text: &str, bytes: &[u8]) -> Vec<u8> {
    let at = text.find('@').unwrap_or_default();
    [&text.as_bytes()[..at], bytes, &text.as_bytes()[at + 1..]].concat()
}

fn characters(table: &mut Table) {
    for text in [
        r"\ud800",
        r"\udc00",
        r"\ud800\ud800",
        r"\udfff\ud800",
        r"\ud83dx",
        r"\ud800\u0041",
    ] {
        let token = with_payload(claims(&format!(r#","x":"{text}""#)));
        table.refuse("lone_surrogate", format!("claims with {text}"), token);
    }
    let header = r#"{"alg":"RS256","kid":"r","x":"\udead"}"#;
    table.refuse("lone_surrogate", r"header with \udead", with_header(header));
    for character in ['\0', '\u{1}', '\t', '\n', '\r', '\u{1f}'] {
        let name = format!("claims with U+{:04X} as it is", u32::from(character));
        let token = with_payload(claims(&format!(r#","x":"a{character}b""#)));
        table.refuse("control_character", name, token);
    }
    let header = "{\"alg\":\"RS256\",\"kid\":\"r\n\"}";
    table.refuse(
        "control_character",
        "header with a line feed in a string",
        with_header(header),
    );
}

fn other_forms(table: &mut Table) {
    let good = RSA.good("r");
    let parts: Vec<&str> = good.split('.').collect();
    let [head, payload, signature] = parts[..] else {
        return;
    };
    let flattened =
        format!(r#"{{"payload":"{payload}","protected":"{head}","signature":"{signature}"}}"#);
    let general = format!(
        r#"{{"payload":"{payload}","signatures":[{{"protected":"{head}","signature":"{signature}"}}]}}"#
    );
    for (name, token) in [
        ("nothing", String::new()),
        ("one dot", ".".to_owned()),
        ("one part", head.to_owned()),
        ("two parts", format!("{head}.{payload}")),
        ("a dot behind", format!("{good}.")),
        ("a fourth part", format!("{good}.AA")),
        ("a dot before", format!(".{good}")),
        ("twice the token", format!("{good}.{good}")),
        (
            "a JWE",
            "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d".to_owned(),
        ),
        ("JSON, flattened", flattened),
        ("JSON, general", general),
    ] {
        table.refuse("not_three_parts", name, token);
    }
    // split at dots JSON may have three parts, too
    let three = format!(r#"{{"a.b.":"{head}"}}"#);
    table.refuse("not_base64url", "JSON of three parts", three);
    table.refuse("malformed_json", "two dots", "..");
    table.refuse(
        "malformed_json",
        "no header",
        format!(".{payload}.{signature}"),
    );
    table.refuse(
        "malformed_json",
        "no payload",
        RSA.signed(&format!("{head}.")),
    );
    let detached = format!("{head}..{signature}");
    table.refuse("malformed_json", "a payload that is detached", detached);
}

fn not_objects(table: &mut Table) {
    for text in [
        "[]",
        "null",
        r#""x""#,
        "1",
        "true",
        r#"[{"alg":"RS256","kid":"r"}]"#,
    ] {
        table.refuse("not_an_object", format!("header {text}"), with_header(text));
    }
    for text in ["[]", "null", r#""x""#, "1", "true"] {
        table.refuse(
            "not_an_object",
            format!("claims {text}"),
            with_payload(text),
        );
    }
    table.refuse(
        "not_an_object",
        "claims in an array",
        with_payload(format!("[{}]", claims(""))),
    );
}

fn broken(table: &mut Table) {
    let good = claims("");
    let open = &good[..good.len() - 1];
    for (name, text) in [
        ("not closed", open.to_owned()),
        ("a comma at the end", format!("{open},}}")),
        ("two values", format!("{good}{good}")),
        ("text behind", format!("{good}x")),
        ("a zero byte behind", format!("{good}\0")),
        ("a comment", format!("/**/{good}")),
        ("single quotes", good.replace('"', "'")),
        ("names without quotes", good.replace("\"sub\"", "sub")),
        ("NaN", claims(r#","x":NaN"#)),
        ("a number in hexadecimal", claims(r#","x":0x10"#)),
        ("a leading zero", claims(r#","x":01"#)),
        ("an escape that is none", claims(r#","x":"\x41""#)),
        ("no-break space between", good.replace(',', ",\u{a0}")),
        ("URL-encoded", good.replace('"', "%22")),
        ("form-encoded", "sub=admin&exp=1795003600".to_owned()),
    ] {
        table.refuse(
            "malformed_json",
            format!("claims, {name}"),
            with_payload(text),
        );
    }
    let header = format!("{}x", RSA.header("r"));
    table.refuse("malformed_json", "header, text behind", with_header(header));
    let hs = format!("{}.{}.AA", encode("not json"), encode(claims("")));
    table.refuse("malformed_json", "header, no JSON", hs);
}
