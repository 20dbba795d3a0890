//! A token's form: split, decoding, JSON and header.

use roundel_token::json::JsonError;
use roundel_token::{NativeVerifier, Part, Policy, TokenError, TypRule, verify};

use crate::signing::{ED25519, ISSUER, NOW, OTHER_RSA, P256, RSA, SUB, claims, encode};
use crate::{Keys, check, check_at, header, keys, load, payload, policy};

#[test]
fn row_00_a_good_token_of_every_algorithm_is_taken() {
    for (signer, kid) in [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")] {
        let claims = check(signer.good(kid)).unwrap();
        assert_eq!(claims.subject(), SUB);
        assert_eq!(claims.issuer(), ISSUER);
        assert_eq!(
            claims
                .get("username")
                .and_then(|name| name.as_str())
                .as_deref(),
            Some("andrew")
        );
    }
}

#[test]
fn row_00_claims_come_back_whole() {
    let text = claims(r#","n":1e400,"list":[1.50,null,{"a":"\u00e9"}]"#);
    assert_eq!(
        payload(&text).unwrap().to_json(),
        text.replace(r"\u00e9", "é")
    );
}

#[test]
fn row_01_alg_none() {
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        let head = encode(format!(r#"{{"alg":"{alg}","kid":"r"}}"#).as_bytes());
        let unsigned = format!("{head}.{}.", encode(claims("").as_bytes()));
        assert_eq!(check(unsigned), Err(TokenError::AlgNotAllowed), "{alg}");
        let signed = RSA.token(format!(r#"{{"alg":"{alg}","kid":"r"}}"#), claims(""));
        assert_eq!(check(signed), Err(TokenError::AlgNotAllowed), "{alg}");
    }
}

#[test]
fn row_01_alg_is_case_sensitive_and_a_string() {
    for alg in [
        r#""rs256""#,
        r#""RS256 ""#,
        r#""RS384""#,
        r#""PS256""#,
        r#""ES384""#,
        r#""Ed25519""#,
        "null",
        "256",
        r#"["RS256"]"#,
    ] {
        assert_eq!(
            header(format!(r#"{{"alg":{alg},"kid":"r"}}"#)),
            TokenError::AlgNotAllowed,
            "{alg}"
        );
    }
    assert_eq!(header(r#"{"kid":"r"}"#), TokenError::AlgNotAllowed);
}

#[test]
fn row_01_an_empty_signature() {
    for (signer, kid) in [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")] {
        let token = signer.good(kid);
        let unsigned = &token[..=token.rfind('.').unwrap()];
        assert_eq!(check(unsigned), Err(TokenError::BadSignature));
    }
}

#[test]
fn row_01_the_key_binds_the_algorithm() {
    let kids = [("RS256", "r"), ("ES256", "p"), ("EdDSA", "e")];
    for (alg, own) in kids {
        for (_, kid) in kids.iter().filter(|(_, kid)| *kid != own) {
            let text = format!(r#"{{"alg":"{alg}","kid":"{kid}"}}"#);
            assert_eq!(header(text), TokenError::AlgKeyMismatch, "{alg} {kid}");
        }
    }
}

#[test]
fn row_02_hs256_with_the_rsa_key_as_secret() {
    use aws_lc_rs::hmac;
    let input = format!(
        "{}.{}",
        encode(br#"{"alg":"HS256","kid":"r"}"#),
        encode(claims("").as_bytes())
    );
    let secret = hmac::Key::new(hmac::HMAC_SHA256, RSA.members().as_bytes());
    let tag = hmac::sign(&secret, input.as_bytes());
    assert_eq!(
        check(format!("{input}.{}", encode(tag.as_ref()))),
        Err(TokenError::AlgNotAllowed)
    );
}

#[test]
fn row_03_a_strange_kid_is_unknown() {
    for kid in [
        "../../x",
        "' OR 1=1 --",
        "__proto__",
        "constructor",
        r"a\u0000b",
        "R",
        "r ",
        "",
    ] {
        assert_eq!(
            header(format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#)),
            TokenError::UnknownKid,
            "{kid}"
        );
    }
}

#[test]
fn row_03_a_kid_is_a_string_of_128_bytes_at_most() {
    for kid in ["1", "null", "[\"r\"]", "{}", "true"] {
        assert_eq!(
            header(format!(r#"{{"alg":"RS256","kid":{kid}}}"#)),
            TokenError::KidInvalid,
            "{kid}"
        );
    }
    let with = |length: usize| {
        header(format!(
            r#"{{"alg":"RS256","kid":"{}"}}"#,
            "k".repeat(length)
        ))
    };
    assert_eq!(with(128), TokenError::UnknownKid);
    assert_eq!(with(129), TokenError::KidInvalid);
    assert_eq!(with(2_048), TokenError::HeaderTooLong);
}

#[test]
fn row_04_a_missing_kid() {
    let token = RSA.token(r#"{"alg":"RS256"}"#, claims(""));
    let lenient = policy().allowing_missing_kid();
    let one = load(&[RSA.jwk("r")]);
    let without_id = load(&[format!("{{{}}}", RSA.members())]);
    let check =
        |keys: &Keys, policy: &Policy| verify(token.as_bytes(), keys, policy, NOW, &NativeVerifier);
    assert_eq!(check(&one, &policy()), Err(TokenError::KidMissing));
    assert!(check(&one, &lenient).is_ok());
    assert!(check(&without_id, &lenient).is_ok());
    assert_eq!(check(&keys(), &lenient), Err(TokenError::KidMissing));
    assert_eq!(check(&load(&[]), &lenient), Err(TokenError::KidMissing));
    // A kid that is there must be right, even where it could be left out.
    let named = RSA.good("x");
    let answer = verify(
        named.as_bytes(),
        &without_id,
        &lenient,
        NOW,
        &NativeVerifier,
    );
    assert_eq!(answer, Err(TokenError::UnknownKid));
}

#[test]
fn row_05_a_token_brings_no_keys_of_its_own() {
    let own_key = OTHER_RSA.jwk("r");
    for (name, value) in [
        ("jku", r#""https://evil.example/jwks.json""#.to_owned()),
        ("x5u", r#""https://evil.example/cert""#.to_owned()),
        ("x5c", r#"["MIIB"]"#.to_owned()),
        ("jwk", own_key),
    ] {
        let text = format!(r#"{{"alg":"RS256","kid":"r","{name}":{value}}}"#);
        let refused = check(OTHER_RSA.token(text, claims(""))).unwrap_err();
        let expected = match name {
            // An embedded key fills the header.
            "jwk" => matches!(
                refused,
                TokenError::HeaderMemberNotAllowed("jwk") | TokenError::HeaderTooLong
            ),
            _ => refused == TokenError::HeaderMemberNotAllowed(name),
        };
        assert!(expected, "{name}: {refused:?}");
    }
    assert_eq!(
        header(r#"{"alg":"RS256","kid":"r","jwk":{}}"#),
        TokenError::HeaderMemberNotAllowed("jwk")
    );
}

#[test]
fn row_11_duplicate_members() {
    let twice = JsonError::DuplicateMember;
    assert_eq!(
        header(r#"{"alg":"RS256","kid":"r","kid":"r"}"#),
        TokenError::Header(twice)
    );
    assert_eq!(
        header(r#"{"alg":"none","\u0061lg":"RS256","kid":"r"}"#),
        TokenError::Header(twice)
    );
    assert_eq!(
        payload(claims(&format!(r#","sub":"{SUB}""#))),
        Err(TokenError::Payload(twice))
    );
    assert_eq!(
        payload(claims(r#","\u0073ub":"x""#)),
        Err(TokenError::Payload(twice))
    );
    assert_eq!(
        payload(claims(r#","a":{"b":1,"b":2}"#)),
        Err(TokenError::Payload(twice))
    );
}

#[test]
fn row_12_base64url_has_one_spelling() {
    let token = P256.good("p");
    assert!(check(&token).is_ok());
    let parts: Vec<&str> = token.split('.').collect();
    for at in 0..3 {
        for suffix in [
            "=", "==", " ", "\n", "\r\n", "+", "/", "A", "%3D", "\0", "é",
        ] {
            let mut changed = parts.clone();
            let part = format!("{}{suffix}", changed[at]);
            changed[at] = &part;
            assert!(check(changed.join(".")).is_err(), "{at} {suffix:?}");
        }
    }
    // 64 bytes leave four spare bits in the last character: all but one of its spellings are refused.
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = *token.as_bytes().last().unwrap();
    let value = alphabet.iter().position(|byte| *byte == last).unwrap();
    for spare in 1..16 {
        let mut other = token.clone().into_bytes();
        *other.last_mut().unwrap() = alphabet[value + spare];
        assert_eq!(check(other), Err(TokenError::NotBase64Url(Part::Signature)));
    }
}

#[test]
fn row_12_what_is_not_base64url_at_all() {
    let head = encode(RSA.header("r").as_bytes());
    for (rest, part) in [
        ("a.b.c", Part::Header),
        ("e30=.e30.AA", Part::Header),
        ("e3 0.e30.AA", Part::Header),
        ("e3+.e30.AA", Part::Header),
        ("e3/.e30.AA", Part::Header),
        ("HEAD.e\u{a0}30.AA", Part::Payload),
        ("HEAD.e30=.AA", Part::Payload),
        ("HEAD.e31.AA", Part::Payload),
        ("HEAD.e30.A", Part::Signature),
        ("HEAD.e30.AB", Part::Signature),
        ("HEAD.e30.AA\n", Part::Signature),
    ] {
        let token = rest.replace("HEAD", &head);
        assert_eq!(check(&token), Err(TokenError::NotBase64Url(part)), "{rest}");
    }
}

#[test]
fn row_12_a_policy_may_allow_padding_alone() {
    let pad = |part: &str| part.to_owned() + &"=".repeat((4 - part.len() % 4) % 4);
    let input = format!(
        "{}.{}",
        pad(&encode(P256.header("p").as_bytes())),
        pad(&encode(claims("").as_bytes()))
    );
    let signature = encode(&P256.sign(input.as_bytes()));
    let padded = format!("{input}.{}", pad(&signature));
    let lenient = policy().allowing_padding();
    assert!(check_at(&padded, &lenient, NOW).is_ok());
    assert!(check_at(P256.good("p"), &lenient, NOW).is_ok());
    assert_eq!(
        check_at(&padded, &policy(), NOW),
        Err(TokenError::NotBase64Url(Part::Header))
    );
    for wrong in [
        format!("{input}.{signature}="),
        format!("{padded}="),
        format!("{padded}===="),
        format!("{input}.="),
    ] {
        assert_eq!(
            check_at(&wrong, &lenient, NOW),
            Err(TokenError::NotBase64Url(Part::Signature)),
            "{wrong}"
        );
    }
}

#[test]
fn row_13_text_that_is_not_plain_utf8() {
    let bom = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert_eq!(
        header(bom(&RSA.header("r"))),
        TokenError::Header(JsonError::ByteOrderMark)
    );
    assert_eq!(
        payload(bom(&claims(""))),
        Err(TokenError::Payload(JsonError::ByteOrderMark))
    );
    let invalid = [br#"{"alg":"RS256","kid":"r","x":""#, &b"\xff\"}"[..]].concat();
    assert_eq!(header(invalid), TokenError::Header(JsonError::InvalidUtf8));
    let refused = |more: &str| payload(claims(more)).unwrap_err();
    assert_eq!(
        refused(r#","x":"\ud800""#),
        TokenError::Payload(JsonError::LoneSurrogate)
    );
    assert_eq!(
        refused(r#","x":"\udfff\ud800""#),
        TokenError::Payload(JsonError::LoneSurrogate)
    );
    assert_eq!(
        refused(",\"x\":\"a\u{1}b\""),
        TokenError::Payload(JsonError::ControlCharacter)
    );
    assert_eq!(
        refused(",\"x\":\"a\nb\""),
        TokenError::Payload(JsonError::ControlCharacter)
    );
}

#[test]
fn row_14_the_token_is_bounded() {
    let padding = |length: usize| claims(&format!(r#","x":"{}""#, "a".repeat(length)));
    let mut length = 5_000;
    while RSA.token(RSA.header("r"), padding(length)).len() < 8_192 {
        length += 1;
    }
    let largest = RSA.token(RSA.header("r"), padding(length));
    assert_eq!(largest.len(), 8_192);
    assert!(check(&largest).is_ok());
    assert_eq!(
        check(RSA.token(RSA.header("r"), padding(length + 1))),
        Err(TokenError::TooLong)
    );
    assert_eq!(check("x".repeat(1_000_000)), Err(TokenError::TooLong));
}

#[test]
fn row_14_the_header_is_bounded() {
    let text = |length: usize| {
        let open = r#"{"alg":"RS256","kid":"r","x":""#;
        format!("{open}{}\"}}", "a".repeat(length - open.len() - 2))
    };
    assert!(check(RSA.token(text(1_024), claims(""))).is_ok());
    assert_eq!(header(text(1_025)), TokenError::HeaderTooLong);
}

#[test]
fn row_14_depth_members_and_numbers_are_bounded() {
    let nested = |depth: usize| {
        claims(&format!(
            r#","x":{}{}"#,
            "[".repeat(depth),
            "]".repeat(depth)
        ))
    };
    assert!(payload(nested(15)).is_ok());
    assert_eq!(
        payload(nested(16)),
        Err(TokenError::Payload(JsonError::TooDeep))
    );
    assert_eq!(
        payload(nested(2_000)),
        Err(TokenError::Payload(JsonError::TooDeep))
    );
    let members = |count: usize| {
        claims(
            &(0..count)
                .map(|n| format!(r#","m{n}":0"#))
                .collect::<String>(),
        )
    };
    assert!(payload(members(256 - 9)).is_ok());
    assert_eq!(
        payload(members(257 - 9)),
        Err(TokenError::Payload(JsonError::TooManyMembers))
    );
    let number = |length: usize| claims(&format!(r#","x":{}"#, "1".repeat(length)));
    assert!(payload(number(32)).is_ok());
    assert_eq!(
        payload(number(33)),
        Err(TokenError::Payload(JsonError::NumberTooLong))
    );
}

#[test]
fn row_15_exactly_two_dots() {
    let good = RSA.good("r");
    let jwe = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d";
    let json = r#"{"payload":"e30","protected":"e30","signature":"AA"}"#;
    for token in [
        "",
        ".",
        "a",
        "a.b",
        jwe,
        json,
        &format!("{good}."),
        &format!("{good}.{good}"),
    ] {
        assert_eq!(check(token), Err(TokenError::NotThreeParts), "{token}");
    }
    assert!(matches!(check(".."), Err(TokenError::Header(_))));
    assert!(check(format!(".{good}")).is_err());
    assert_eq!(
        header(r#"{"alg":"RS256","kid":"r","enc":"A256GCM"}"#),
        TokenError::HeaderMemberNotAllowed("enc")
    );
}

#[test]
fn row_15_both_parts_are_objects() {
    for text in ["[]", "null", r#""x""#, "1", "true"] {
        assert_eq!(
            header(text),
            TokenError::Header(JsonError::NotAnObject),
            "{text}"
        );
        assert_eq!(
            payload(text),
            Err(TokenError::Payload(JsonError::NotAnObject)),
            "{text}"
        );
    }
}

#[test]
fn row_19_crit_b64_zip_cty() {
    for value in [r#"["exp"]"#, "[]", r#""exp""#, "null", r#"["b64"]"#, "{}"] {
        let text = format!(r#"{{"alg":"RS256","kid":"r","crit":{value}}}"#);
        assert_eq!(
            header(text),
            TokenError::HeaderMemberNotAllowed("crit"),
            "{value}"
        );
    }
    for value in ["false", "null", "\"false\""] {
        let text = format!(r#"{{"alg":"RS256","kid":"r","b64":{value}}}"#);
        assert_eq!(
            header(text),
            TokenError::HeaderMemberNotAllowed("b64"),
            "{value}"
        );
    }
    let both = r#"{"alg":"RS256","kid":"r","b64":false,"crit":["b64"]}"#;
    assert_eq!(header(both), TokenError::HeaderMemberNotAllowed("crit"));
    assert_eq!(
        header(r#"{"alg":"RS256","kid":"r","zip":"DEF"}"#),
        TokenError::HeaderMemberNotAllowed("zip")
    );
    assert_eq!(
        header(r#"{"alg":"RS256","kid":"r","cty":"JWT"}"#),
        TokenError::HeaderMemberNotAllowed("cty")
    );
}

#[test]
fn row_20_typ() {
    let with = |typ: &str| {
        check(RSA.token(
            format!(r#"{{"alg":"RS256","kid":"r","typ":{typ}}}"#),
            claims(""),
        ))
    };
    for typ in ["\"JWT\"", "\"at+jwt\""] {
        assert!(with(typ).is_ok(), "{typ}");
    }
    for typ in [
        "\"jwt\"",
        "\"JOSE\"",
        "\"dpop+jwt\"",
        "\"\"",
        "null",
        "[\"JWT\"]",
        "\"AT+JWT\"",
    ] {
        assert_eq!(with(typ), Err(TokenError::TypNotAllowed), "{typ}");
    }
    let strict = policy().with_typ(TypRule::AccessTokenOnly);
    assert_eq!(
        check_at(RSA.good("r"), &strict, NOW),
        Err(TokenError::TypNotAllowed)
    );
}
