//! An issuer for targets that look behind signatures: the primitive says yes to all that is in range.

use roundel_token::{
    Groups, Memberships, Policy, PublicKey, Recipient, Scopes, TokenUse, TypRule, VerifySignature,
};

use crate::Trailer;

/// Whose tokens are taken: the corpus's issuer, whose tokens are the seeds.
pub const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE";
/// Whom they are for.
pub const CLIENT: &str = "3n4b5urk1ft4fl3mg5e62d9ado";
/// When, in seconds since 1970.
pub const NOW: u64 = 1_795_000_000;

/// Takes every key and every signature, so that what stands behind a signature is reached without one.
#[derive(Clone, Copy)]
pub struct Anything;

impl VerifySignature for Anything {
    type Key = ();

    fn prepare(&self, _: &PublicKey) -> Option<()> {
        Some(())
    }

    fn verify(&self, (): &(), _: &[u8], _: &[u8]) -> bool {
        true
    }
}

/// Keys of all three algorithms, `r`, `p` and `e`: those of RFC 7515 A.2.1, A.3.1 and RFC 8037 A.2.
pub fn key_set() -> &'static str {
    r#"{"keys":[
    {"kty":"RSA","kid":"r","use":"sig","alg":"RS256","e":"AQAB","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"},
    {"kty":"EC","kid":"p","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
    {"kty":"OKP","kid":"e","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#
}

/// A policy: the strict one where all bytes are even, and whatever they choose otherwise.
pub fn policy(choice: Trailer) -> Policy {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let recipient = match choice.below(1, 3) {
        0 => Recipient::ClientId(words(&[CLIENT])),
        1 => Recipient::Audience(words(&["web", "app"])),
        _ => Recipient::Any,
    };
    let token_use = if choice.flag(2) {
        TokenUse::Any
    } else {
        TokenUse::Is("access".to_owned())
    };
    let scopes = match choice.below(3, 3) {
        0 => Scopes::Any,
        1 => Scopes::AllOf(words(&["openid", "avatars/write"])),
        _ => Scopes::OneOf(words(&["openid", "avatars/write"])),
    };
    let groups = || Memberships {
        claim: "cognito:groups".to_owned(),
        names: words(&["staff", "admins"]),
    };
    let groups = match choice.below(4, 3) {
        0 => Groups::Any,
        1 => Groups::AllOf(groups()),
        _ => Groups::OneOf(groups()),
    };
    let policy = Policy::new([ISSUER], recipient, token_use, scopes, groups).expect("a policy");
    let tolerant = policy.with_clock_tolerance(u64::from(choice.byte(5)) & 0xff);
    let mut policy = tolerant.expect("below 300 seconds");
    if choice.flag(6) {
        policy = policy.allowing_missing_kid();
    }
    if choice.flag(7) {
        policy = policy.allowing_padding();
    }
    if choice.flag(8) {
        policy = policy.with_typ(TypRule::AccessTokenOnly);
    }
    policy
}
