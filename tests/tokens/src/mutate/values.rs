//! What members are set to.

use fastrand::Rng;

use crate::claims::NOW;

fn one_of(random: &mut Rng, values: &[&str]) -> String {
    random
        .choice(values)
        .copied()
        .unwrap_or_default()
        .to_owned()
}

pub(super) fn algorithm(random: &mut Rng) -> String {
    one_of(
        random,
        &[
            "\"RS256\"",
            "\"ES256\"",
            "\"EdDSA\"",
            "\"none\"",
            "\"None\"",
            "\"HS256\"",
            "\"RS384\"",
            "\"PS256\"",
            "\"ES384\"",
            "\"Ed25519\"",
            "\"rs256\"",
            "\"\\u0052S256\"",
            "\"ES256 \"",
            "\"\"",
            "null",
            "1",
            "[\"ES256\"]",
        ],
    )
}

pub(super) fn key_id(random: &mut Rng) -> String {
    one_of(
        random,
        &[
            "\"r\"",
            "\"p\"",
            "\"e\"",
            "\"\\u0070\"",
            "\"P\"",
            "\"\"",
            "\"__proto__\"",
            "\"oct\"",
            "\"rsa-e3\"",
            "\"small-order\"",
            "\"private\"",
            "\"twice\"",
            "\"use-enc\"",
            "\"off-curve\"",
            "null",
            "1",
            "[\"p\"]",
            "{\"p\":1}",
        ],
    )
}

pub(super) fn type_name(random: &mut Rng) -> String {
    one_of(
        random,
        &[
            "\"JWT\"",
            "\"at+jwt\"",
            "\"jwt\"",
            "\"AT+JWT\"",
            "\"JOSE\"",
            "\"application/at+jwt\"",
            "\"dpop+jwt\"",
            "\"\"",
            "null",
            "1",
            "[\"JWT\"]",
        ],
    )
}

pub(super) fn name_of_header_member(random: &mut Rng) -> &'static str {
    const NAMES: [&str; 16] = [
        "crit",
        "b64",
        "zip",
        "cty",
        "jku",
        "jwk",
        "x5u",
        "x5c",
        "x5t",
        "x5t#S256",
        "enc",
        "iv",
        "nonce",
        "url",
        "x",
        "__proto__",
    ];
    random.choice(&NAMES).copied().unwrap_or("x")
}

pub(super) fn name_of_claim(random: &mut Rng) -> &'static str {
    const NAMES: [&str; 20] = [
        "iss",
        "sub",
        "aud",
        "exp",
        "nbf",
        "iat",
        "jti",
        "client_id",
        "token_use",
        "scope",
        "sid",
        "cognito:groups",
        "username",
        "version",
        "auth_time",
        "origin_jti",
        "device_key",
        "__proto__",
        "constructor",
        "x",
    ];
    random.choice(&NAMES).copied().unwrap_or("x")
}

/// Times that are good in most cases, at the edges in others, and no times at all.
pub(super) fn time(random: &mut Rng) -> String {
    let near = |random: &mut Rng, span: i64| (NOW as i64 + random.i64(-span..=span)).to_string();
    match random.u8(..12) {
        0 => near(random, 2),
        1 => near(random, 10),
        2 => near(random, 4_000),
        3 => near(random, 100_000),
        4 => format!("{}.{}", near(random, 1), random.u16(..)),
        5 => format!("{}e{}", random.u16(1..), random.u8(..12)),
        6 => (NOW * 1_000).to_string(),
        7 => random.u64(..).to_string(),
        8 => format!("\"{}\"", near(random, 4_000)),
        _ => one_of(
            random,
            &[
                "0",
                "-0",
                "-1",
                "1e400",
                "-1e400",
                "1e-400",
                "9007199254740991",
                "9007199254740992",
                "9223372036854775807",
                "1.7950036e9",
                "1795003600.0",
                "17950036E2",
                "1795003600e0",
                "null",
                "true",
                "[]",
                "{}",
                "\"\"",
                "1795000000.0000000000000001",
                "179500360000000000e-8",
            ],
        ),
    }
}

/// A string with a letter more, less or other, in another form, or inside something.
pub(super) fn close_to(value: &str, random: &mut Rng) -> String {
    let text = value.trim_matches('"');
    let at = random.usize(..=text.len().min(64));
    let at = (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let (before, after) = text.split_at(at);
    match random.u8(..14) {
        0 => format!("\"{before}x{after}\""),
        1 => format!("\"{text}/\""),
        2 => format!("\"{}\"", text.to_uppercase()),
        3 => format!("\" {text}\""),
        4 => format!("[\"{text}\"]"),
        5 => format!("{{\"{text}\":1}}"),
        6 => format!("\"{before}\\u0000{after}\""),
        7 => format!("\"{before}..{after}\""),
        8 => format!("\"{before}\""),
        9 => format!("\"{before}\\/{after}\""),
        10 => format!("\"{before}é{after}\""),
        11 => format!("\"{before}\\u{:04x}{after}\"", random.u16(..)),
        12 => "null".to_owned(),
        _ => format!(
            "\"{before}\\u{:04x}{after}\"",
            u32::from('a') + random.u32(..26)
        ),
    }
}

/// Any JSON, and sometimes what is none.
pub(super) fn any_json(random: &mut Rng, depth: usize) -> String {
    if depth > 3 && random.u8(..8) > 0 {
        let inner = any_json(random, depth - 1);
        return if random.bool() {
            format!("[{inner}]")
        } else {
            format!("{{\"a\":{inner}}}")
        };
    }
    match random.u8(..10) {
        0 | 1 => number(random),
        2..=4 => string(random),
        5 => one_of(random, &["true", "false", "null"]),
        6 | 7 if depth > 0 => {
            let items: Vec<String> = (0..random.usize(..4))
                .map(|_| any_json(random, depth - 1))
                .collect();
            format!("[{}]", items.join(","))
        }
        8 if depth > 0 => {
            let names = ["a", "b", "a", "\\u0061", "__proto__", "é"];
            let members = (0..random.usize(..4)).map(|_| {
                let name = one_of(random, &names);
                format!("\"{name}\":{}", any_json(random, depth - 1))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        _ => one_of(
            random,
            &[
                "1",
                "\"x\"",
                "[\"a\",\"b\"]",
                "{}",
                "[]",
                "\"\"",
                "NaN",
                "undefined",
                "'x'",
                "01",
                "1.",
                ".5",
                "+1",
                "0x1",
            ],
        ),
    }
}

fn number(random: &mut Rng) -> String {
    match random.u8(..5) {
        0 => random.i32(..).to_string(),
        1 => random.u64(..).to_string(),
        2 => format!(
            "{}.{}e{}",
            random.u8(..),
            random.u16(..),
            random.i16(-400..400)
        ),
        3 => "1".repeat(random.usize(1..40)),
        _ => "0".to_owned(),
    }
}

fn string(random: &mut Rng) -> String {
    const PIECES: [&str; 22] = [
        "a",
        "B",
        "0",
        " ",
        "é",
        "😀",
        "/",
        "..",
        "\\n",
        "\\u0000",
        "\\ud800",
        "\\ud83d\\ude00",
        "\\\"",
        "\\\\",
        "\u{7f}",
        "\u{2028}",
        "openid",
        "avatars/write",
        "staff",
        "web",
        "https://a.example",
        "\t",
    ];
    let text: String = (0..random.usize(..5))
        .map(|_| *random.choice(&PIECES).unwrap_or(&""))
        .collect();
    format!("\"{text}\"")
}
