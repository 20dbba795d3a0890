//! Mutated tokens without any peer: nothing panics, and who checks the signature makes no difference.
#![allow(clippy::unwrap_used, reason = "a test's own helpers may fail the test")]

use std::collections::{BTreeMap, BTreeSet};

use roundel_token::{JwkSet, NativeVerifier, explain, verify};
use roundel_token_portable::PortableVerifier;
use roundel_token_web::Settings;
use roundel_tokens::{Mutator, NOW, jwks, profiles};

const COUNT: u64 = 20_000;

#[test]
fn nothing_panics_and_both_primitives_agree() {
    let strict = &profiles()[0];
    let Settings {
        policy,
        keys: portable,
        ..
    } = Settings::parse(&strict.settings.to_string()).unwrap();
    let (native, _) = JwkSet::load(jwks().as_bytes(), &NativeVerifier).unwrap();
    let mutator = Mutator::new(1);
    let mut answers: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..COUNT {
        let mutation = mutator.mutation(number);
        let token = mutation.token.as_bytes();
        let answer = verify(token, &native, &policy, NOW, &NativeVerifier);
        let code = answer
            .as_ref()
            .map_or_else(|refused| refused.code(), |_| "taken");
        *answers.entry(code).or_default() += 1;
        if number % 8 == 0 {
            let report = explain(token, &portable, &policy, NOW, &PortableVerifier);
            assert_eq!(
                report.refused(),
                answer.as_ref().err(),
                "{number}: {mutation:?}"
            );
            assert!(!report.to_json().is_empty());
        }
    }
    println!("{answers:?}");
    let taken = answers["taken"];
    assert!(
        (COUNT / 20..COUNT / 2).contains(&(taken as u64)),
        "{taken} are taken"
    );
    assert!(answers.len() > 25, "few reasons to refuse: {answers:?}");
}

#[test]
fn a_number_makes_the_same_token_each_time_and_another_seed_another() {
    let tokens = |seed| {
        (0..200)
            .map(|number| Mutator::new(seed).mutation(number).token)
            .collect::<Vec<_>>()
    };
    assert_eq!(tokens(1), tokens(1));
    let both: BTreeSet<String> = tokens(1).into_iter().chain(tokens(2)).collect();
    assert!(both.len() > 300, "{}", both.len());
}
