//! The corpus, natively: aws-lc, RustCrypto, and the module of the demo page as a library.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use roundel_token::{JwkSet, NativeVerifier, Policy, verify};
use roundel_token_portable::PortableVerifier;
use roundel_token_web::Settings;
use roundel_tokens::{Case, NOW, Profile, corpus, profiles};

static CORPUS: LazyLock<Vec<Case>> = LazyLock::new(corpus);

/// What each case is answered, by one verifier.
fn answers(answer: impl Fn(&Profile) -> Box<dyn Fn(&Case) -> Option<String>>) {
    let profiles = profiles();
    let by_name: BTreeMap<_, _> = profiles
        .iter()
        .map(|profile| (profile.name, answer(profile)))
        .collect();
    let wrong: Vec<String> = CORPUS
        .iter()
        .filter_map(|case| {
            let code = by_name[case.profile](case);
            let is_right = code.as_deref() == case.code;
            (!is_right).then(|| {
                format!(
                    "row {:02} {}: {code:?} instead of {:?}",
                    case.row, case.name, case.code
                )
            })
        })
        .collect();
    assert_eq!(wrong, Vec::<String>::new());
}

fn policy(profile: &Profile) -> Policy {
    Settings::parse(&profile.settings.to_string())
        .unwrap()
        .policy
}

fn key_set(profile: &Profile) -> Vec<u8> {
    let jwks = &profile.settings["jwks"];
    match jwks.as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => jwks.to_string().into_bytes(),
    }
}

#[test]
fn every_token_is_answered_by_aws_lc() {
    answers(|profile| {
        let (policy, (keys, _)) = (
            policy(profile),
            JwkSet::load(&key_set(profile), &NativeVerifier).unwrap(),
        );
        Box::new(move |case| {
            let refused = verify(case.token.as_bytes(), &keys, &policy, NOW, &NativeVerifier).err();
            refused.map(|error| error.code().to_owned())
        })
    });
}

#[test]
fn every_token_is_answered_by_rust_crypto() {
    answers(|profile| {
        let (policy, (keys, _)) = (
            policy(profile),
            JwkSet::load(&key_set(profile), &PortableVerifier).unwrap(),
        );
        Box::new(move |case| {
            let refused = verify(
                case.token.as_bytes(),
                &keys,
                &policy,
                NOW,
                &PortableVerifier,
            )
            .err();
            refused.map(|error| error.code().to_owned())
        })
    });
}

#[test]
fn every_token_is_explained() {
    answers(|profile| {
        let settings = profile.settings.to_string();
        Box::new(move |case| {
            let report = roundel_token_web::explain(&case.token, &settings).unwrap();
            match report.strip_prefix(r#"{"allowed":false,"code":""#) {
                Some(rest) => rest.split('"').next().map(str::to_owned),
                None => {
                    assert!(report.starts_with(r#"{"allowed":true,"code":null,"#));
                    None
                }
            }
        })
    });
}

#[test]
fn the_corpus_is_as_large_as_it_is_said_to_be() {
    let corpus = &*CORPUS;
    let refused = corpus.iter().filter(|case| case.code.is_some()).count();
    assert!(corpus.len() >= 250, "{}", corpus.len());
    assert!(refused >= 230, "{refused}");
    assert!(corpus.len() - refused >= 20);
    let mut names = BTreeSet::new();
    let mut tokens = BTreeSet::new();
    for case in corpus {
        assert!(
            names.insert((case.row, &case.name)),
            "two cases of row {} are {}",
            case.row,
            case.name
        );
        assert!(
            tokens.insert((case.profile, &case.token)),
            "row {}, {}: the token is there already",
            case.row,
            case.name
        );
    }
    println!("{} tokens, {refused} to refuse", corpus.len());
}

#[test]
fn every_row_about_tokens_has_cases() {
    let rows: BTreeSet<u8> = CORPUS.iter().map(|case| case.row).collect();
    // 10 is about key sets, 24 and on about requests, time passing and what is forwarded
    let expected = (0..=9).chain(11..=23).collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_corpus_is_the_same_each_time() {
    let again = corpus();
    let pairs = CORPUS.iter().zip(&again);
    assert!(
        pairs
            .into_iter()
            .all(|(one, other)| one.token == other.token)
    );
}

#[test]
fn each_key_that_is_dropped_is_dropped_for_its_own_reason() {
    let (keys, dropped) = JwkSet::load(roundel_tokens::jwks().as_bytes(), &NativeVerifier).unwrap();
    assert_eq!(keys.iter().count(), 5);
    let reasons: Vec<_> = dropped
        .iter()
        .map(|key| (key.kid.as_deref().unwrap_or_default(), key.reason.code()))
        .collect();
    assert_eq!(
        reasons,
        [
            ("rsa-1024", "size_out_of_range"),
            ("rsa-4608", "size_out_of_range"),
            ("rsa-e3", "weak_rsa"),
            ("rsa-e1", "weak_rsa"),
            ("rsa-even", "weak_rsa"),
            ("rsa-leading-zero", "malformed"),
            ("oct", "symmetric"),
            ("use-enc", "wrong_use"),
            ("ops-sign", "wrong_operations"),
            ("ops-none", "wrong_operations"),
            ("alg-rs512", "alg_mismatch"),
            ("alg-es256", "alg_mismatch"),
            ("private", "private"),
            ("twice", "duplicate_kid"),
            ("twice", "duplicate_kid"),
            ("p-384", "wrong_curve"),
            ("off-curve", "refused_by_primitive"),
            ("x25519", "wrong_curve"),
            ("small-order", "invalid_point"),
            ("not-canonical", "invalid_point"),
        ]
    );
}
