//! Claims against policy and clock.

use roundel_token::json::JsonError;
use roundel_token::{
    COGNITO_GROUPS, Groups, Memberships, Policy, PolicyError, Recipient, Scopes, TokenError,
    TokenUse,
};

use crate::signing::{CLIENT, ISSUER, NOW, RSA, claims, claims_with};
use crate::{check_at, payload, policy};

#[test]
fn row_16_times_are_numbers_in_range() {
    assert_eq!(
        payload(claims_with("exp", None)),
        Err(TokenError::ClaimMissing("exp"))
    );
    let wrong = [
        "\"1795003600\"",
        "null",
        "true",
        "[1795003600]",
        "{}",
        "-1",
        "0",
        "-0",
        "0.0",
        "1e400",
        "1e-400",
        "-1e400",
        "9007199254740992",
        "9223372036854775808",
        "1e16",
    ];
    for name in ["exp", "nbf", "iat"] {
        for value in wrong {
            let refused = payload(claims_with(name, Some(value)));
            assert_eq!(
                refused,
                Err(TokenError::ClaimInvalid(name)),
                "{name} {value}"
            );
        }
        for value in ["NaN", "Infinity", "0x10", "01", ".5", "1."] {
            let refused = payload(claims_with(name, Some(value)));
            assert_eq!(
                refused,
                Err(TokenError::Payload(JsonError::Malformed)),
                "{name} {value}"
            );
        }
    }
    assert!(payload(claims_with("exp", Some("1795000000.5"))).is_ok());
    assert!(payload(claims_with("exp", Some("1.7950001e9"))).is_ok());
}

#[test]
fn row_17_exp_is_the_first_moment_of_no() {
    let token = RSA.token(RSA.header("r"), claims(""));
    let exp = NOW + 3_600;
    assert!(check_at(&token, &policy(), exp - 1).is_ok());
    assert_eq!(check_at(&token, &policy(), exp), Err(TokenError::Expired));
    assert_eq!(
        check_at(&token, &policy(), u64::MAX),
        Err(TokenError::Expired)
    );
    let tolerant = policy().with_clock_tolerance(300).unwrap();
    assert!(check_at(&token, &tolerant, exp + 299).is_ok());
    assert_eq!(
        check_at(&token, &tolerant, exp + 300),
        Err(TokenError::Expired)
    );
    assert_eq!(
        policy().with_clock_tolerance(301),
        Err(PolicyError::ToleranceTooLarge)
    );
}

#[test]
fn row_17_a_fraction_counts() {
    let token = RSA.token(
        RSA.header("r"),
        claims_with("exp", Some(&format!("{NOW}.5"))),
    );
    assert!(check_at(&token, &policy(), NOW).is_ok());
    assert_eq!(
        check_at(&token, &policy(), NOW + 1),
        Err(TokenError::Expired)
    );
}

#[test]
fn row_17_the_longest_lifetime() {
    let until = |exp: u64| payload(claims_with("exp", Some(&exp.to_string())));
    assert!(until(NOW + 25 * 3_600).is_ok());
    assert_eq!(
        until(NOW + 25 * 3_600 + 1),
        Err(TokenError::LifetimeTooLong)
    );
    let short = policy().with_longest_lifetime(600);
    assert_eq!(
        check_at(RSA.good("r"), &short, NOW),
        Err(TokenError::LifetimeTooLong)
    );
}

#[test]
fn row_18_iat_and_nbf() {
    let iat = |time: u64| payload(claims_with("iat", Some(&time.to_string())));
    assert!(iat(NOW + 5).is_ok());
    assert_eq!(iat(NOW + 6), Err(TokenError::IssuedInFuture));
    let nbf = |time: u64| payload(claims_with("nbf", Some(&time.to_string())));
    assert!(nbf(NOW).is_ok());
    assert_eq!(nbf(NOW + 1), Err(TokenError::NotYetValid));
    let tolerant = policy().with_clock_tolerance(60).unwrap();
    let token = RSA.token(
        RSA.header("r"),
        claims_with("nbf", Some(&(NOW + 60).to_string())),
    );
    assert!(check_at(token, &tolerant, NOW).is_ok());
}

#[test]
fn row_18_times_are_in_order() {
    let tolerant = policy().with_clock_tolerance(60).unwrap();
    for name in ["iat", "nbf"] {
        let (late, exp) = ((NOW + 4).to_string(), format!("\"exp\":{}", NOW + 3));
        let text =
            claims_with(name, Some(&late)).replace(&format!("\"exp\":{}", NOW + 3_600), &exp);
        let refused = check_at(RSA.token(RSA.header("r"), text), &tolerant, NOW);
        assert_eq!(refused, Err(TokenError::TimesOutOfOrder), "{name}");
    }
}

#[test]
fn row_21_iss_is_equal_to_the_byte() {
    assert_eq!(
        payload(claims_with("iss", None)),
        Err(TokenError::ClaimMissing("iss"))
    );
    for iss in [
        format!("{ISSUER}/"),
        ISSUER.to_uppercase(),
        ISSUER.replace("EXAMPLE", "OTHER"),
        ISSUER.replace("https", "http"),
        format!(" {ISSUER}"),
        String::new(),
    ] {
        let refused = payload(claims_with("iss", Some(&format!("\"{iss}\""))));
        assert_eq!(refused, Err(TokenError::IssuerMismatch), "{iss}");
    }
    for value in [format!("[\"{ISSUER}\"]"), "null".into(), "1".into()] {
        let refused = payload(claims_with("iss", Some(&value)));
        assert_eq!(refused, Err(TokenError::ClaimInvalid("iss")), "{value}");
    }
}

#[test]
fn row_22_client_id() {
    assert_eq!(
        payload(claims_with("client_id", None)),
        Err(TokenError::ClientIdMismatch)
    );
    for value in [
        format!("{CLIENT}x"),
        CLIENT[1..].to_owned(),
        CLIENT.to_uppercase(),
        String::new(),
    ] {
        let refused = payload(claims_with("client_id", Some(&format!("\"{value}\""))));
        assert_eq!(refused, Err(TokenError::ClientIdMismatch), "{value}");
    }
    let listed = payload(claims_with("client_id", Some(&format!("[\"{CLIENT}\"]"))));
    assert_eq!(listed, Err(TokenError::ClaimInvalid("client_id")));
    let as_audience = payload(
        claims_with("client_id", None).replace("\"sub\"", &format!("\"aud\":\"{CLIENT}\",\"sub\"")),
    );
    assert_eq!(as_audience, Err(TokenError::ClientIdMismatch));
}

#[test]
fn row_22_aud() {
    let policy = Policy::new(
        [ISSUER],
        Recipient::Audience(vec!["web".into()]),
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    )
    .unwrap();
    let aud = |value: &str| {
        check_at(
            RSA.token(RSA.header("r"), claims_with("aud", Some(value))),
            &policy,
            NOW,
        )
    };
    for value in [r#""web""#, r#"["web"]"#, r#"["other","web"]"#] {
        assert!(aud(value).is_ok(), "{value}");
    }
    for value in [
        r#""webx""#,
        r#""we""#,
        r#""WEB""#,
        r#"["w"]"#,
        "[]",
        r#""""#,
    ] {
        assert_eq!(aud(value), Err(TokenError::AudienceMismatch), "{value}");
    }
    for value in [
        r#"{"web":1}"#,
        r#"["web",1]"#,
        r#"["web",null]"#,
        r#"[["web"]]"#,
        "null",
        "1",
    ] {
        assert_eq!(aud(value), Err(TokenError::ClaimInvalid("aud")), "{value}");
    }
    assert_eq!(
        check_at(RSA.good("r"), &policy, NOW),
        Err(TokenError::AudienceMismatch)
    );
}

#[test]
fn row_22_token_use() {
    assert_eq!(
        payload(claims_with("token_use", None)),
        Err(TokenError::TokenUseMismatch)
    );
    for value in ["id", "Access", "acces", "access "] {
        let refused = payload(claims_with("token_use", Some(&format!("\"{value}\""))));
        assert_eq!(refused, Err(TokenError::TokenUseMismatch), "{value}");
    }
    let listed = payload(claims_with("token_use", Some(r#"["access"]"#)));
    assert_eq!(listed, Err(TokenError::ClaimInvalid("token_use")));
}

fn with_scopes(scopes: Scopes) -> Policy {
    Policy::new([ISSUER], Recipient::Any, TokenUse::Any, scopes, Groups::Any).unwrap()
}

#[test]
fn row_22_scopes() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let all = with_scopes(Scopes::AllOf(words(&["openid", "avatars/write"])));
    let one = with_scopes(Scopes::OneOf(words(&["openid", "avatars/write"])));
    let answer = |value: Option<&str>, policy: &Policy| {
        let claims = claims_with("scope", value);
        check_at(RSA.token(RSA.header("r"), claims), policy, NOW).map(|_| ())
    };
    for (value, has_all, has_one) in [
        (r#""openid avatars/write""#, true, true),
        (r#""avatars/write x openid""#, true, true),
        (r#""openid""#, false, true),
        (r#""avatars/write""#, false, true),
        (r#""Openid avatars""#, false, false),
        (r#""openidavatars/write""#, false, false),
        (r#""openid\tavatars/write""#, false, false),
        (r#""openid,avatars/write""#, false, false),
        (r#""""#, false, false),
        (r#"" ""#, false, false),
    ] {
        for (policy, is_enough) in [(&all, has_all), (&one, has_one)] {
            let expected = match is_enough {
                true => Ok(()),
                false => Err(TokenError::ScopeMismatch),
            };
            assert_eq!(answer(Some(value), policy), expected, "{value}");
        }
    }
    assert_eq!(answer(None, &all), Err(TokenError::ScopeMismatch));
    for value in [r#"["openid","avatars/write"]"#, "null", "1", "{}"] {
        let refused = answer(Some(value), &all);
        assert_eq!(refused, Err(TokenError::ClaimInvalid("scope")), "{value}");
        // RFC 9068 §2.2.3: wrong where no scope is asked for, too, and aws-jwt-verify says the same
        let unasked = answer(Some(value), &with_scopes(Scopes::Any));
        assert_eq!(unasked, Err(TokenError::ClaimInvalid("scope")), "{value}");
    }
}

fn with_groups(of: impl Fn(Memberships) -> Groups, claim: &str) -> Policy {
    let names = vec!["staff".to_owned(), "admins".to_owned()];
    let claim = claim.to_owned();
    let groups = of(Memberships { claim, names });
    Policy::new([ISSUER], Recipient::Any, TokenUse::Any, Scopes::Any, groups).unwrap()
}

#[test]
fn row_22_groups() {
    let all = with_groups(Groups::AllOf, COGNITO_GROUPS);
    let one = with_groups(Groups::OneOf, COGNITO_GROUPS);
    let answer = |value: Option<&str>, policy: &Policy| {
        let claims = claims_with(COGNITO_GROUPS, value);
        check_at(RSA.token(RSA.header("r"), claims), policy, NOW).map(|_| ())
    };
    for (value, is_in_all, is_in_one) in [
        (r#"["staff","admins"]"#, true, true),
        (r#"["admins","x","st\u0061ff"]"#, true, true),
        (r#"["staff"]"#, false, true),
        (r#"["Staff","admin","admins "]"#, false, false),
        ("[]", false, false),
    ] {
        for (policy, is_enough) in [(&all, is_in_all), (&one, is_in_one)] {
            let expected = match is_enough {
                true => Ok(()),
                false => Err(TokenError::GroupMismatch),
            };
            assert_eq!(answer(Some(value), policy), expected, "{value}");
        }
    }
    assert_eq!(answer(None, &one), Err(TokenError::GroupMismatch));
    for value in [r#""staff""#, "null", r#"["staff",1]"#, r#"{"staff":true}"#] {
        let refused = answer(Some(value), &one);
        assert_eq!(refused, Err(TokenError::ClaimInvalid("groups")), "{value}");
    }
}

#[test]
fn row_22_groups_of_another_claim() {
    let policy = with_groups(Groups::OneOf, "roles");
    let answer = |name: &str| {
        let claims = claims_with(name, Some(r#"["staff"]"#));
        check_at(RSA.token(RSA.header("r"), claims), &policy, NOW).map(|_| ())
    };
    assert_eq!(answer("roles"), Ok(()));
    assert_eq!(answer(COGNITO_GROUPS), Err(TokenError::GroupMismatch));
}

#[test]
fn row_22_a_check_is_off_only_by_name() {
    let open = Policy::new(
        [ISSUER],
        Recipient::Any,
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    )
    .unwrap();
    let bare = RSA.token(RSA.header("r"), claims_with("client_id", None));
    assert!(check_at(bare, &open, NOW).is_ok());
    let nobody = Policy::new(
        [ISSUER],
        Recipient::Audience(vec![]),
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    );
    assert_eq!(nobody, Err(PolicyError::NoRecipient));
}

#[test]
fn row_23_sub_can_stand_in_an_object_key() {
    assert_eq!(
        payload(claims_with("sub", None)),
        Err(TokenError::ClaimMissing("sub"))
    );
    for value in ["1", "null", "[\"a\"]", "{}", "true"] {
        assert_eq!(
            payload(claims_with("sub", Some(value))),
            Err(TokenError::ClaimInvalid("sub")),
            "{value}"
        );
    }
    let sub = |text: &str| payload(claims_with("sub", Some(&format!("\"{text}\""))));
    for text in [
        "",
        "a/b",
        "/",
        "..",
        "a..b",
        r"a\u0000b",
        r"a\nb",
        r"a\u007f",
        r"\u0085",
        &"x".repeat(129),
    ] {
        assert_eq!(sub(text), Err(TokenError::SubjectInvalid), "{text}");
    }
    for text in ["a", "auth0|5f7c", "a.b", "Ünïcode", &"x".repeat(128)] {
        assert!(sub(text).is_ok(), "{text}");
    }
}
