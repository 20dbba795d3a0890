//! Every check by its name, and what is told of a token.

use roundel_token::{
    COGNITO_GROUPS, Check, Content, Groups, Memberships, NativeVerifier, Policy, Recipient, Report,
    Scopes, TokenUse, TypRule, Verdict, explain,
};

use crate::signing::{
    CLIENT, ISSUER, NOW, OTHER_RSA, P256, RSA, Signer, claims, claims_with, encode,
};
use crate::{keys, policy};

fn strict() -> Policy {
    let groups = Memberships {
        claim: COGNITO_GROUPS.into(),
        names: vec!["staff".into()],
    };
    Policy::new(
        [ISSUER],
        Recipient::ClientId(vec![CLIENT.into()]),
        TokenUse::Is("access".into()),
        Scopes::AllOf(vec!["openid".into()]),
        Groups::OneOf(groups),
    )
    .unwrap()
}

fn report(token: &str) -> Report {
    explain(token.as_bytes(), &keys(), &strict(), NOW, &NativeVerifier)
}

/// Claims that the strict policy takes, with one changed.
fn changed(name: &str, value: Option<&str>) -> String {
    let with = |name: &str, value: Option<&str>| claims_with(name, value);
    let base = with(name, value);
    let add = |text: String, own: &str, value: &str| match own == name {
        true => text,
        false => format!("{},\"{own}\":{value}}}", &text[..text.len() - 1]),
    };
    let base = add(base, "scope", r#""openid""#);
    add(base, COGNITO_GROUPS, r#"["staff"]"#)
}

fn signed(name: &str, value: Option<&str>) -> String {
    RSA.token(RSA.header("r"), changed(name, value))
}

fn with_header(signer: &Signer, header: &str) -> String {
    signer.token(header, changed("x", None))
}

#[test]
fn each_check_fails_by_its_name_with_all_before_it_passed_and_none_after_it_reached() {
    let good = signed("x", None);
    let parts: Vec<&str> = good.split('.').collect();
    let (head, body, signature) = (parts[0], parts[1], parts[2]);
    let late = (NOW + 3_601).to_string();
    let cases = [
        (Check::Length, "x".repeat(8_193), "token_too_long"),
        (Check::Parts, format!("{head}.{body}"), "not_three_parts"),
        (
            Check::HeaderLength,
            format!("{}.{body}.{signature}", "A".repeat(1_400)),
            "header_too_long",
        ),
        (
            Check::HeaderEncoding,
            format!("{head}=.{body}.{signature}"),
            "not_base64url",
        ),
        (
            Check::HeaderJson,
            RSA.token("[]", changed("x", None)),
            "not_an_object",
        ),
        (
            Check::Algorithm,
            with_header(&RSA, r#"{"alg":"none","kid":"r"}"#),
            "alg_not_allowed",
        ),
        (
            Check::HeaderMembers,
            with_header(&RSA, r#"{"alg":"RS256","kid":"r","crit":[]}"#),
            "header_member_not_allowed",
        ),
        (
            Check::Type,
            with_header(&RSA, r#"{"alg":"RS256","kid":"r","typ":"jwt"}"#),
            "typ_not_allowed",
        ),
        (
            Check::KeyId,
            with_header(&RSA, r#"{"alg":"RS256","kid":7}"#),
            "kid_invalid",
        ),
        (
            Check::SignatureEncoding,
            format!("{head}.{body}.{signature}="),
            "not_base64url",
        ),
        (
            Check::Payload,
            RSA.token(RSA.header("r"), r#"{"a":1,"a":1}"#),
            "duplicate_member",
        ),
        (
            Check::Key,
            with_header(&RSA, r#"{"alg":"RS256","kid":"x"}"#),
            "unknown_kid",
        ),
        (
            Check::KeyAlgorithm,
            with_header(&P256, r#"{"alg":"ES256","kid":"r"}"#),
            "alg_key_mismatch",
        ),
        (
            Check::Signature,
            with_header(&OTHER_RSA, r#"{"alg":"RS256","kid":"r"}"#),
            "bad_signature",
        ),
        (
            Check::Claims,
            signed("sub", Some("\"a/b\"")),
            "subject_invalid",
        ),
        (Check::Claims, signed("exp", None), "claim_missing"),
        (Check::Claims, signed("scope", Some("[]")), "claim_invalid"),
        (
            Check::Issuer,
            signed("iss", Some("\"i\"")),
            "issuer_mismatch",
        ),
        (
            Check::Recipient,
            signed("client_id", None),
            "client_id_mismatch",
        ),
        (
            Check::TokenUse,
            signed("token_use", Some("\"id\"")),
            "token_use_mismatch",
        ),
        (
            Check::Scopes,
            signed("scope", Some("\"x\"")),
            "scope_mismatch",
        ),
        (
            Check::Groups,
            signed(COGNITO_GROUPS, Some("[\"x\"]")),
            "group_mismatch",
        ),
        (Check::Expiry, signed("exp", Some("5")), "expired"),
        (
            Check::Lifetime,
            signed("exp", Some("9e9")),
            "lifetime_too_long",
        ),
        (
            Check::NotBefore,
            signed("nbf", Some(&late)),
            "not_yet_valid",
        ),
        (
            Check::IssuedAt,
            signed("iat", Some(&late)),
            "issued_in_future",
        ),
    ];
    for (check, token, code) in cases {
        let report = report(&token);
        assert_eq!(report.refused().map(|why| why.code()), Some(code));
        for line in report.lines() {
            let expected = match line.check.cmp(&check) {
                std::cmp::Ordering::Less => Verdict::Passed,
                std::cmp::Ordering::Equal => Verdict::Failed(code),
                std::cmp::Ordering::Greater => Verdict::NotReached,
            };
            assert_eq!(line.verdict, expected, "{code}: {:?}", line.check);
            assert_eq!(line.found.is_some(), line.verdict != Verdict::NotReached);
            assert!(!line.asked.is_empty(), "{:?}", line.check);
        }
    }
}

#[test]
fn the_order_of_times_is_the_last_check() {
    let tolerant = strict().with_clock_tolerance(60).unwrap();
    let text = changed("iat", Some(&(NOW + 4).to_string())).replace(
        &format!("\"exp\":{}", NOW + 3_600),
        &format!("\"exp\":{}", NOW + 3),
    );
    let token = RSA.token(RSA.header("r"), text);
    let report = explain(token.as_bytes(), &keys(), &tolerant, NOW, &NativeVerifier);
    let last = report.lines().last().unwrap();
    assert_eq!(last.check, Check::OrderOfTimes);
    assert_eq!(last.verdict, Verdict::Failed("times_out_of_order"));
}

#[test]
fn a_good_token_passes_every_check_and_any_is_told() {
    let report = report(&signed("x", None));
    assert_eq!(report.refused(), None);
    assert!(
        report
            .lines()
            .iter()
            .all(|line| line.verdict == Verdict::Passed)
    );
    let checks: Vec<Check> = report.lines().iter().map(|line| line.check).collect();
    assert_eq!(checks, Check::ALL);
    let open = Policy::new(
        [ISSUER],
        Recipient::Any,
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    );
    let open = explain(
        RSA.good("r").as_bytes(),
        &keys(),
        &open.unwrap(),
        NOW,
        &NativeVerifier,
    );
    let off = open
        .lines()
        .iter()
        .filter(|line| line.verdict == Verdict::Off);
    let off: Vec<Check> = off.map(|line| line.check).collect();
    assert_eq!(
        off,
        [
            Check::Recipient,
            Check::TokenUse,
            Check::Scopes,
            Check::Groups
        ]
    );
}

#[test]
fn what_is_asked_is_the_policys() {
    let at_only = strict()
        .with_typ(TypRule::AccessTokenOnly)
        .allowing_padding()
        .allowing_missing_kid();
    let report = explain(b"", &keys(), &at_only, NOW, &NativeVerifier);
    let asked = |check| {
        let line = report.lines().iter().find(|line| line.check == check);
        line.unwrap().asked.clone()
    };
    assert_eq!(asked(Check::Type), "typ at+jwt");
    assert_eq!(asked(Check::Issuer), format!("iss \"{ISSUER}\""));
    assert_eq!(asked(Check::Groups), r#"cognito:groups with "staff""#);
    assert_eq!(asked(Check::Lifetime), "exp within 25 h");
    assert!(asked(Check::HeaderEncoding).contains("allowed"));
    assert!(asked(Check::Key).contains("none"));
}

#[test]
fn the_signature_is_in_no_report() {
    for token in [
        signed("x", None),
        with_header(&OTHER_RSA, r#"{"alg":"RS256","kid":"r"}"#),
    ] {
        let signature = token.rsplit('.').next().unwrap();
        let json = report(&token).to_json();
        for at in 0..signature.len() - 12 {
            assert!(!json.contains(&signature[at..at + 12]), "{json}");
        }
    }
}

#[test]
fn what_cannot_be_believed_can_be_seen_and_cannot_act() {
    let text = "{\"a\":1,\"a\":2,\"\u{202e}\u{7}\":\"\u{85}\u{200b}\"";
    let token = format!(
        "{}.{}.AA",
        encode(RSA.header("r").as_bytes()),
        encode(text.as_bytes())
    );
    let report = report(&token);
    assert_eq!(*report.claims(), Content::Text(text.into()));
    let json = report.to_json();
    for character in ['\u{202e}', '\u{7}', '\u{85}', '\u{200b}'] {
        assert!(!json.contains(character), "{json}");
    }
    assert!(json.contains(r"\u202e\u0007"));
    let jwe = explain(
        b"e30.e30.e30.e30.e30",
        &keys(),
        &policy(),
        NOW,
        &NativeVerifier,
    );
    assert_eq!(*jwe.claims(), Content::Unreadable);
}

#[test]
fn times_are_told_in_words() {
    let report = report(&signed("exp", Some(&(NOW - 600).to_string())));
    let expiry = report
        .lines()
        .iter()
        .find(|line| line.check == Check::Expiry);
    let found = expiry.and_then(|line| line.found.as_deref());
    assert_eq!(found, Some("exp 2026-11-18T10:56:40Z (10 min ago)"));
}

#[test]
fn a_report_is_json_of_one_shape() {
    let token = RSA.token(r#"{"alg":"RS256","kid":"x"}"#, claims(""));
    let json = report(&token).to_json();
    let start = r#"{"allowed":false,"code":"unknown_kid","message":"the key id is unknown","checks":[{"name":"length","verdict":"passed","asked":"at most 8192 bytes","found":""#;
    assert!(json.starts_with(start), "{json}");
    assert!(json.contains(r#"{"name":"key","verdict":"failed","code":"unknown_kid","asked":"the kid of a usable key","found":"kid \"x\""},{"name":"key_algorithm","verdict":"not_reached","asked":"the alg of the key"}"#), "{json}");
    assert!(
        json.contains(r#""header":{"alg":"RS256","kid":"x"},"claims":{"iss":"#),
        "{json}"
    );
}
