//! Tokens that were verified before: what a hit saves, and what it never does.

use std::cell::Cell;
use std::rc::Rc;

use roundel_token::{
    Decision, DenyList, KeySource, MemoLimits, NativeVerifier, Policy, PublicKey, TokenError,
    Verifier, VerifySignature,
};

use crate::policy;
use crate::signing::{
    ED25519, ISSUER, NOW, OTHER_RSA, P256, RSA, Signer, claims, claims_with, key_set,
};

/// aws-lc, and how many signatures it was asked for.
#[derive(Clone, Default)]
struct Counting(Rc<Cell<usize>>);

impl VerifySignature for Counting {
    type Key = <NativeVerifier as VerifySignature>::Key;

    fn prepare(&self, key: &PublicKey) -> Option<Self::Key> {
        NativeVerifier.prepare(key)
    }

    fn verify(&self, key: &Self::Key, signing_input: &[u8], signature: &[u8]) -> bool {
        self.0.set(self.0.get() + 1);
        NativeVerifier.verify(key, signing_input, signature)
    }
}

struct Remembering {
    verifier: Verifier<Counting>,
    counting: Counting,
}

impl Remembering {
    fn new(limits: MemoLimits, keys: &[String]) -> Self {
        Self::with(policy(), limits, keys)
    }

    fn with(policy: Policy, limits: MemoLimits, keys: &[String]) -> Self {
        let counting = Counting::default();
        let source = KeySource::of_issuer(ISSUER).unwrap();
        let verifier = Verifier::new(policy, [source], counting.clone()).unwrap();
        let verifier = verifier.with_memo(limits, 0x5eed);
        let mut remembering = Self { verifier, counting };
        remembering.load(keys, NOW);
        remembering
    }

    fn load(&mut self, keys: &[String], now: u64) {
        let dropped = self.verifier.keys_loaded(ISSUER, &key_set(keys), now);
        assert_eq!(dropped, Ok(vec![]));
    }

    /// The answer, and how many signatures it took.
    fn check(&mut self, token: &str, now: u64) -> (Result<(), TokenError>, usize) {
        let before = self.counting.0.get();
        let answer = match self.verifier.check(token.as_bytes(), now) {
            Decision::Allow { .. } => Ok(()),
            Decision::Deny(reason) => Err(reason),
            Decision::FetchKeys(_) => Err(TokenError::KeysUnavailable),
        };
        (answer, self.counting.0.get() - before)
    }
}

fn usual(keys: &[String]) -> Remembering {
    Remembering::new(MemoLimits::default(), keys)
}

#[test]
fn row_28_a_token_seen_before_costs_no_signature() {
    let mut memo = usual(&[RSA.jwk("r"), P256.jwk("p"), ED25519.jwk("e")]);
    for (signer, kid) in [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")] {
        let token = signer.good(kid);
        assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
        for later in 0..3 {
            assert_eq!(memo.check(&token, NOW + later), (Ok(()), 0));
        }
    }
}

#[test]
fn row_28_a_hit_gives_the_same_claims() {
    let mut memo = usual(&[RSA.jwk("r")]);
    let token = RSA.good("r");
    let [first, again] = [0, 1].map(|_| memo.verifier.check(token.as_bytes(), NOW));
    assert!(matches!(first, Decision::Allow { .. }));
    assert_eq!(first, again);
}

#[test]
fn row_28_without_a_memo_every_signature_is_verified() {
    for (entries, bytes) in [(0, 1 << 20), (3, 1 << 20), (1_024, 0)] {
        let mut memo = Remembering::new(MemoLimits { entries, bytes }, &[RSA.jwk("r")]);
        for _ in 0..3 {
            assert_eq!(memo.check(&RSA.good("r"), NOW), (Ok(()), 1));
        }
    }
}

#[test]
fn row_28_the_whole_token_is_the_key() {
    let mut memo = usual(&[RSA.jwk("r")]);
    let token = RSA.good("r");
    assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
    for at in 0..token.len() {
        let mut other = token.clone().into_bytes();
        other[at] ^= 1;
        let other = String::from_utf8(other).unwrap();
        assert!(memo.check(&other, NOW).0.is_err(), "{at}");
    }
    for other in [&token[1..], &token[..token.len() - 1], &format!("{token}A")] {
        assert!(memo.check(other, NOW).0.is_err());
    }
    assert_eq!(memo.check(&token, NOW), (Ok(()), 0));
}

#[test]
fn row_28_a_refusal_is_not_remembered() {
    let mut memo = usual(&[RSA.jwk("r")]);
    let forged = within_any_modulus(&OTHER_RSA);
    for _ in 0..2 {
        assert_eq!(memo.check(&forged, NOW), (Err(TokenError::BadSignature), 1));
    }
}

#[test]
fn row_28_times_are_checked_on_every_hit() {
    let mut memo = usual(&[RSA.jwk("r")]);
    let text = claims_with("nbf", Some(&(NOW - 10).to_string()));
    let token = RSA.token(RSA.header("r"), text);
    for (now, expected) in [
        (NOW + 3_600, TokenError::Expired),
        (NOW - 11, TokenError::NotYetValid),
        (NOW - 9, TokenError::IssuedInFuture),
        (NOW - 30 * 3_600, TokenError::LifetimeTooLong),
    ] {
        assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
        assert_eq!(memo.check(&token, NOW + 3_599), (Ok(()), 0));
        assert_eq!(memo.check(&token, now), (Err(expected), 0));
    }
}

/// A token of key `r` whose signature begins with a bit that is zero, as no modulus of its length does: above another key's
/// modulus a signature is refused before the primitive is asked.
fn within_any_modulus(signer: &Signer) -> String {
    let numbered = |number: u32| {
        let payload = claims_with("jti", Some(&format!("\"{number}\"")));
        signer.token(signer.header("r"), payload)
    };
    let begins_with_zero = |token: &String| {
        let signature = token.rsplit('.').next().unwrap_or_default();
        signature.starts_with(|first| matches!(first, 'A'..='Z' | 'a'..='f'))
    };
    (0..).map(numbered).find(begins_with_zero).unwrap()
}

#[test]
fn row_28_the_key_is_checked_on_every_hit() {
    let token = within_any_modulus(&RSA);
    let replaced = [OTHER_RSA.jwk("r")];
    let renamed = [RSA.jwk("other")];
    for (keys, expected) in [
        (&replaced, (Err(TokenError::BadSignature), 1)),
        (&renamed, (Err(TokenError::KeysUnavailable), 0)),
    ] {
        let mut memo = usual(&[RSA.jwk("r")]);
        assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
        memo.load(keys, NOW);
        assert_eq!(memo.check(&token, NOW), expected);
    }
}

#[test]
fn row_28_a_token_without_a_kid_is_good_while_there_is_one_key() {
    let policy = policy().allowing_missing_kid();
    let mut memo = Remembering::with(policy, MemoLimits::default(), &[RSA.jwk("r")]);
    let token = RSA.token(r#"{"alg":"RS256"}"#, claims(""));
    assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
    assert_eq!(memo.check(&token, NOW), (Ok(()), 0));
    memo.load(&[RSA.jwk("r"), P256.jwk("p")], NOW);
    assert_eq!(memo.check(&token, NOW), (Err(TokenError::KidMissing), 0));
}

#[test]
fn row_27_the_memo_is_flushed_when_a_key_leaves_the_set() {
    let both = [RSA.jwk("r"), OTHER_RSA.jwk("o")];
    let mut memo = usual(&both);
    let (stays, goes) = (RSA.good("r"), OTHER_RSA.good("o"));
    let check_both = |memo: &mut Remembering| [&stays, &goes].map(|token| memo.check(token, NOW));
    assert_eq!(check_both(&mut memo), [(Ok(()), 1), (Ok(()), 1)]);
    // the same keys again, and one more: nothing has to be forgotten
    memo.load(&both, NOW + 1);
    memo.load(&[P256.jwk("p"), both[1].clone(), both[0].clone()], NOW + 2);
    assert_eq!(check_both(&mut memo), [(Ok(()), 0), (Ok(()), 0)]);
    memo.load(&both[..1], NOW + 3);
    let [kept, gone] = check_both(&mut memo);
    assert_eq!(kept, (Ok(()), 1));
    assert_eq!(gone, (Err(TokenError::KeysUnavailable), 0));
    // and it does not come back with the key
    memo.load(&both, NOW + 4);
    assert_eq!(memo.check(&goes, NOW), (Ok(()), 1));
}

#[test]
fn row_27_a_hit_ends_at_the_hard_age_and_asks_for_a_refresh_at_the_soft_age() {
    let mut memo = usual(&[RSA.jwk("r")]);
    let exp = (NOW + 25 * 3_600).to_string();
    let token = RSA.token(RSA.header("r"), claims_with("exp", Some(&exp)));
    let mut refresh = |now| match memo.verifier.check(token.as_bytes(), now) {
        Decision::Allow { refresh, .. } => Some(refresh.is_some()),
        _ => None,
    };
    assert_eq!(refresh(NOW), Some(false));
    assert_eq!(refresh(NOW + 3_599), Some(false));
    assert_eq!(refresh(NOW + 3_600), Some(true));
    assert_eq!(refresh(NOW + 24 * 3_600 - 1), Some(true));
    assert_eq!(refresh(NOW + 24 * 3_600), None);
    assert_eq!(memo.counting.0.get(), 1);
}

#[test]
fn row_25_a_remembered_token_ends_with_its_session() {
    let mut memo = usual(&[RSA.jwk("r")]);
    let token = RSA.token(
        RSA.header("r"),
        claims(r#","sid":"s-1","origin_jti":"o-1""#),
    );
    assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
    for id in ["j-1", "s-1", "o-1"] {
        let list = ["z", id, "a"].into_iter().collect();
        memo.verifier.replace_deny_list(list);
        assert_eq!(memo.check(&token, NOW).0, Err(TokenError::Revoked), "{id}");
    }
}

#[test]
fn row_25_the_memo_is_flushed_when_the_deny_list_changes() {
    let mut memo = usual(&[RSA.jwk("r")]);
    let token = RSA.good("r");
    assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
    let list: DenyList = ["somebody else"].into_iter().collect();
    memo.verifier.replace_deny_list(list);
    assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
    assert_eq!(memo.check(&token, NOW), (Ok(()), 0));
    memo.verifier.replace_deny_list(DenyList::default());
    assert_eq!(memo.check(&token, NOW), (Ok(()), 1));
}

fn numbered(signer: &Signer, count: usize) -> Vec<String> {
    let token = |n| signer.token(signer.header("e"), claims(&format!(r#","n":{n}"#)));
    (0..count).map(token).collect()
}

/// How many of these are remembered.
fn remembered(memo: &mut Remembering, tokens: &[String]) -> usize {
    let hits = tokens.iter().rev().filter(|token| {
        let (answer, signatures) = memo.check(token, NOW);
        assert_eq!(answer, Ok(()));
        signatures == 0
    });
    hits.count()
}

#[test]
fn row_28_entries_are_bounded() {
    let tokens = numbered(&ED25519, 1_000);
    let bytes = 1 << 30;
    for (entries, most) in [(4, 4), (64, 64), (100, 64)] {
        let mut memo = Remembering::new(MemoLimits { entries, bytes }, &[ED25519.jwk("e")]);
        tokens.iter().for_each(|token| drop(memo.check(token, NOW)));
        let hits = remembered(&mut memo, &tokens);
        assert!((1..=most).contains(&hits), "{hits} of {entries}");
    }
}

#[test]
fn row_28_bytes_are_bounded() {
    let tokens = numbered(&ED25519, 200);
    let each = tokens[0].len();
    // who is cleared depends on hashes: about half of a share stays, and of many nearly always more than a quarter
    for share in [1, 30, 50] {
        let (entries, bytes) = (1_024, share * each * 2);
        let mut memo = Remembering::new(MemoLimits { entries, bytes }, &[ED25519.jwk("e")]);
        tokens.iter().for_each(|token| drop(memo.check(token, NOW)));
        let hits = remembered(&mut memo, &tokens);
        // a token and its payload are between 1.75 and 2 times the token, and what is beside them counts too
        assert!(hits <= share, "{hits} of {share}");
        assert!(share == 1 || hits > share / 4, "{hits} of {share}");
    }
}

#[test]
fn row_28_what_is_used_stays() {
    let tokens = numbered(&ED25519, 500);
    let (entries, bytes) = (4, 1 << 20);
    let mut memo = Remembering::new(MemoLimits { entries, bytes }, &[ED25519.jwk("e")]);
    let favourite = RSA.good("r");
    memo.load(&[ED25519.jwk("e"), RSA.jwk("r")], NOW);
    assert_eq!(memo.check(&favourite, NOW), (Ok(()), 1));
    for token in &tokens {
        assert_eq!(memo.check(token, NOW), (Ok(()), 1));
        assert_eq!(memo.check(&favourite, NOW), (Ok(()), 0));
    }
}
