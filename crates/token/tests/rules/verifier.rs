//! A verifier that keeps keys.

use roundel_token::json::JsonError;
use roundel_token::{
    Decision, DenyList, Groups, JwksError, KeySource, NativeVerifier, Policy, Recipient, Scopes,
    TokenError, TokenUse, Verifier, VerifierError,
};

use crate::policy;
use crate::signing::{ISSUER, NOW, OTHER_RSA, RSA, Signer, claims, claims_with, encode, key_set};

fn empty_verifier() -> Verifier<NativeVerifier> {
    Verifier::new(
        policy(),
        [KeySource::of_issuer(ISSUER).unwrap()],
        NativeVerifier,
    )
    .unwrap()
}

fn verifier_with(keys: &[String]) -> Verifier<NativeVerifier> {
    let mut verifier = empty_verifier();
    assert_eq!(
        verifier.keys_loaded(ISSUER, &key_set(keys), NOW),
        Ok(vec![])
    );
    verifier
}

fn is_allowed(decision: &Decision) -> bool {
    matches!(decision, Decision::Allow { .. })
}

#[test]
fn row_10_the_last_good_set_is_kept() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let refused = verifier.keys_loaded(ISSUER, b"<html>", NOW + 1);
    assert_eq!(
        refused,
        Err(VerifierError::Keys(JwksError::Json(JsonError::Malformed)))
    );
    verifier.keys_failed(ISSUER, NOW + 2);
    assert!(is_allowed(
        &verifier.check(RSA.good("r").as_bytes(), NOW + 3)
    ));
}

#[test]
fn row_25_logout() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let token = RSA.good("r");
    assert!(is_allowed(&verifier.check(token.as_bytes(), NOW)));
    for id in ["j-1", "s-1", "o-1"] {
        let token = RSA.token(
            RSA.header("r"),
            claims(r#","sid":"s-1","origin_jti":"o-1""#),
        );
        verifier.replace_deny_list([id].into_iter().collect());
        assert_eq!(
            verifier.check(token.as_bytes(), NOW),
            Decision::Deny(TokenError::Revoked),
            "{id}"
        );
    }
    verifier.replace_deny_list(DenyList::default());
    assert!(is_allowed(&verifier.check(token.as_bytes(), NOW)));
}

#[test]
fn row_26_the_first_token_asks_for_keys() {
    let mut verifier = empty_verifier();
    let token = RSA.good("r");
    let Decision::FetchKeys(request) = verifier.check(token.as_bytes(), NOW) else {
        panic!("no keys yet");
    };
    assert_eq!(request.issuer, ISSUER);
    assert_eq!(
        request.url.as_str(),
        format!("{ISSUER}/.well-known/jwks.json")
    );
    verifier
        .keys_loaded(&request.issuer, &key_set(&[RSA.jwk("r")]), NOW)
        .unwrap();
    assert!(is_allowed(&verifier.check(token.as_bytes(), NOW)));
}

#[test]
fn row_26_garbage_never_asks_for_keys() {
    let mut verifier = empty_verifier();
    for token in ["", "a.b.c", "e30.e30.AA", &"x".repeat(9_000)] {
        assert!(
            matches!(verifier.check(token.as_bytes(), NOW), Decision::Deny(_)),
            "{token}"
        );
    }
}

#[test]
fn row_26_an_unknown_kid_is_asked_for_once_a_minute() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let token = OTHER_RSA.good("gone");
    let mut fetches = Vec::new();
    for now in NOW..NOW + 150 {
        if let Decision::FetchKeys(request) = verifier.check(token.as_bytes(), now) {
            fetches.push(now - NOW);
            verifier
                .keys_loaded(&request.issuer, &key_set(&[RSA.jwk("r")]), now)
                .unwrap();
            assert_eq!(
                verifier.check(token.as_bytes(), now),
                Decision::Deny(TokenError::UnknownKid)
            );
        }
    }
    assert_eq!(fetches, [0, 60, 120]);
}

#[test]
fn row_26_a_flood_in_one_second_costs_one_fetch_and_a_new_key_another() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let (payload, signature) = (encode(claims("").as_bytes()), encode(&[0; 256]));
    let mut fetches = 0;
    for n in 0..10_000 {
        let header = encode(RSA.header(&format!("k{n}")).as_bytes());
        let forged = format!("{header}.{payload}.{signature}");
        if let Decision::FetchKeys(request) = verifier.check(forged.as_bytes(), NOW) {
            fetches += 1;
            let keys = key_set(&[RSA.jwk("r")]);
            verifier.keys_loaded(&request.issuer, &keys, NOW).unwrap();
        }
    }
    assert_eq!(fetches, 1);
    // The new key is published after that fetch, and the flood goes on.
    let new = OTHER_RSA.good("new");
    let request = match verifier.check(new.as_bytes(), NOW + 1) {
        Decision::FetchKeys(request) => request,
        other => panic!("{other:?}"),
    };
    let keys = key_set(&[RSA.jwk("r"), OTHER_RSA.jwk("new")]);
    verifier
        .keys_loaded(&request.issuer, &keys, NOW + 1)
        .unwrap();
    assert!(is_allowed(&verifier.check(new.as_bytes(), NOW + 1)));
}

#[test]
fn row_26_a_flood_of_random_kids() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let (payload, signature) = (encode(claims("").as_bytes()), encode(&[0; 256]));
    let new = OTHER_RSA.good("new");
    let (mut fetches, mut fetches_after_rotation, mut first_use) = (0, 0, None);
    // 10,000 in 100 s; the issuer's new key is published in the middle of it.
    for n in 0..10_000_u64 {
        let now = NOW + n / 100;
        let is_rotated = n >= 5_000;
        let set = match is_rotated {
            true => key_set(&[RSA.jwk("r"), OTHER_RSA.jwk("new")]),
            false => key_set(&[RSA.jwk("r")]),
        };
        let forged = format!(
            "{}.{payload}.{signature}",
            encode(format!(r#"{{"alg":"RS256","kid":"k{n}"}}"#).as_bytes())
        );
        if let Decision::FetchKeys(request) = verifier.check(forged.as_bytes(), now) {
            fetches += 1;
            fetches_after_rotation += u64::from(is_rotated && first_use.is_none());
            verifier.keys_loaded(&request.issuer, &set, now).unwrap();
        }
        if n % 100 == 99
            && is_rotated
            && first_use.is_none()
            && is_allowed(&verifier.check(new.as_bytes(), now))
        {
            first_use = Some(now - NOW);
        }
        // A key that is known works all the time.
        if n % 1_000 == 0 {
            assert!(is_allowed(&verifier.check(RSA.good("r").as_bytes(), now)));
        }
    }
    assert!(fetches_after_rotation <= 1, "{fetches_after_rotation}");
    assert!(first_use.is_some_and(|after| after <= 51), "{first_use:?}");
    assert!(fetches <= 100, "one a second: {fetches}");
}

#[test]
fn row_26_a_failed_fetch_denies_and_pauses() {
    let mut verifier = empty_verifier();
    let token = RSA.good("r");
    assert!(matches!(
        verifier.check(token.as_bytes(), NOW),
        Decision::FetchKeys(_)
    ));
    verifier.keys_failed(ISSUER, NOW);
    assert_eq!(
        verifier.check(token.as_bytes(), NOW),
        Decision::Deny(TokenError::KeysUnavailable)
    );
    assert!(matches!(
        verifier.check(token.as_bytes(), NOW + 5),
        Decision::FetchKeys(_)
    ));
}

#[test]
fn row_26_whoever_comes_during_a_fetch_waits_for_the_same_one() {
    let mut verifier = empty_verifier();
    let token = RSA.good("r");
    for _ in 0..100 {
        assert!(matches!(
            verifier.check(token.as_bytes(), NOW),
            Decision::FetchKeys(_)
        ));
    }
    verifier.keys_failed(ISSUER, NOW);
    // The hundred cost one fetch, and what comes after it in the same second costs none.
    verifier
        .keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW + 5)
        .unwrap();
    let ask = |verifier: &mut Verifier<NativeVerifier>, n: u64| {
        let unknown = RSA.good(&format!("k{n}"));
        let asked = matches!(
            verifier.check(unknown.as_bytes(), NOW + 5),
            Decision::FetchKeys(_)
        );
        verifier
            .keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW + 5)
            .unwrap();
        asked
    };
    let asked: Vec<bool> = (0..3).map(|n| ask(&mut verifier, n)).collect();
    assert_eq!(asked, [true, false, false]);
}

#[test]
fn row_27_a_key_that_is_gone_is_gone() {
    let mut verifier = verifier_with(&[RSA.jwk("r"), OTHER_RSA.jwk("old")]);
    let token = OTHER_RSA.good("old");
    assert!(is_allowed(&verifier.check(token.as_bytes(), NOW)));
    verifier
        .keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW + 1)
        .unwrap();
    assert!(!is_allowed(&verifier.check(token.as_bytes(), NOW + 1)));
}

#[test]
fn row_27_soft_age_asks_for_a_refresh_and_allows() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let refresh = |verifier: &mut Verifier<NativeVerifier>, now: u64| {
        let token = RSA.token(
            RSA.header("r"),
            claims_with("exp", Some(&(now + 60).to_string())),
        );
        match verifier.check(token.as_bytes(), now) {
            Decision::Allow { refresh, .. } => refresh.is_some(),
            other => panic!("{other:?}"),
        }
    };
    assert!(!refresh(&mut verifier, NOW + 3_599));
    assert!(refresh(&mut verifier, NOW + 3_600));
    verifier.keys_failed(ISSUER, NOW + 3_600);
    assert!(!refresh(&mut verifier, NOW + 3_601));
    assert!(refresh(&mut verifier, NOW + 3_605));
    verifier
        .keys_loaded(ISSUER, &key_set(&[RSA.jwk("r")]), NOW + 3_606)
        .unwrap();
    assert!(!refresh(&mut verifier, NOW + 3_607));
}

#[test]
fn row_27_hard_age_fails_closed() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let now = NOW + 24 * 3_600;
    let token = RSA.token(
        RSA.header("r"),
        claims_with("exp", Some(&(now + 60).to_string())),
    );
    assert!(is_allowed(&verifier.check(token.as_bytes(), now - 1)));
    assert!(matches!(
        verifier.check(token.as_bytes(), now),
        Decision::FetchKeys(_)
    ));
    verifier.keys_failed(ISSUER, now);
    assert_eq!(
        verifier.check(token.as_bytes(), now),
        Decision::Deny(TokenError::KeysUnavailable)
    );
}

#[test]
fn row_27_bundled_keys_are_refreshed_at_once() {
    let mut verifier = empty_verifier();
    verifier
        .keys_bundled(ISSUER, &key_set(&[RSA.jwk("r")]), NOW)
        .unwrap();
    let decision = verifier.check(RSA.good("r").as_bytes(), NOW);
    assert!(matches!(
        decision,
        Decision::Allow {
            refresh: Some(_),
            ..
        }
    ));
}

#[test]
fn row_28_nothing_is_remembered_of_an_earlier_yes() {
    let mut verifier = verifier_with(&[RSA.jwk("r")]);
    let token = RSA.good("r");
    assert!(is_allowed(&verifier.check(token.as_bytes(), NOW)));
    assert_eq!(
        verifier.check(token.as_bytes(), NOW + 3_600),
        Decision::Deny(TokenError::Expired)
    );
    verifier
        .keys_loaded(ISSUER, &key_set(&[OTHER_RSA.jwk("r")]), NOW)
        .unwrap();
    assert_eq!(
        verifier.check(token.as_bytes(), NOW),
        Decision::Deny(TokenError::BadSignature)
    );
}

#[test]
fn several_issuers_check_their_own_tokens_only() {
    let other = "https://other.example";
    let policy = Policy::new(
        [ISSUER, other],
        Recipient::Any,
        TokenUse::Any,
        Scopes::Any,
        Groups::Any,
    )
    .unwrap();
    let sources = [ISSUER, other].map(|issuer| KeySource::of_issuer(issuer).unwrap());
    let mut verifier = Verifier::new(policy, sources, NativeVerifier).unwrap();
    verifier
        .keys_loaded(ISSUER, &key_set(&[RSA.jwk("k")]), NOW)
        .unwrap();
    verifier
        .keys_loaded(other, &key_set(&[OTHER_RSA.jwk("k")]), NOW)
        .unwrap();
    let of = |signer: &Signer, issuer: &str| {
        signer.token(
            signer.header("k"),
            claims_with("iss", Some(&format!("\"{issuer}\""))),
        )
    };
    assert!(is_allowed(
        &verifier.check(of(&RSA, ISSUER).as_bytes(), NOW)
    ));
    assert!(is_allowed(
        &verifier.check(of(&OTHER_RSA, other).as_bytes(), NOW)
    ));
    for (signer, issuer, expected) in [
        (&*RSA, other, TokenError::BadSignature),
        (&*OTHER_RSA, ISSUER, TokenError::BadSignature),
        (&*RSA, "https://third.example", TokenError::IssuerMismatch),
    ] {
        let decision = verifier.check(of(signer, issuer).as_bytes(), NOW);
        assert_eq!(decision, Decision::Deny(expected));
    }
}

#[test]
fn a_verifier_has_one_source_for_every_issuer() {
    let source = |issuer| KeySource::of_issuer(issuer).unwrap();
    for sources in [
        vec![],
        vec![source("https://other.example")],
        vec![source(ISSUER), source(ISSUER)],
    ] {
        let made = Verifier::new(policy(), sources, NativeVerifier);
        assert_eq!(made.err(), Some(VerifierError::SourcesMismatch));
    }
}
