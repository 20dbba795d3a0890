//! What each check asks for, in words.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::moment::length;
use crate::check::Check;
use crate::policy::{Groups, Memberships, Policy, Recipient, Scopes, TokenUse, TypRule};

/// Whether the policy has the check off, by its word `Any`.
pub(super) fn is_off(check: Check, policy: &Policy) -> bool {
    match check {
        Check::Recipient => *policy.recipient() == Recipient::Any,
        Check::TokenUse => *policy.token_use() == TokenUse::Any,
        Check::Scopes => *policy.scopes() == Scopes::Any,
        Check::Groups => *policy.groups() == Groups::Any,
        _ => false,
    }
}

pub(super) fn text(check: Check, policy: &Policy) -> String {
    match check {
        Check::Type => match policy.typ_rule() {
            TypRule::Usual => "typ absent, JWT or at+jwt".to_owned(),
            TypRule::AccessTokenOnly => "typ at+jwt".to_owned(),
        },
        Check::HeaderEncoding | Check::SignatureEncoding => match policy.padding_is_allowed() {
            true => "base64url to the last bit, `=` at the end allowed".to_owned(),
            false => "base64url without `=`, to the last bit".to_owned(),
        },
        Check::Key => match policy.missing_kid_is_allowed() {
            true => "the kid of a usable key, or none where there is one key".to_owned(),
            false => "the kid of a usable key".to_owned(),
        },
        Check::Issuer => format!("iss {}", one_of(policy.issuers())),
        Check::Recipient => recipient(policy.recipient()),
        Check::TokenUse => match policy.token_use() {
            TokenUse::Is(name) => format!("token_use {}", quoted(name)),
            TokenUse::Any => "any token_use".to_owned(),
        },
        Check::Scopes => match policy.scopes() {
            Scopes::AllOf(names) => format!("scope with {}", all_of(names)),
            Scopes::OneOf(names) => format!("scope with {}", one_of(names)),
            Scopes::Any => "any scope".to_owned(),
        },
        Check::Groups => groups(policy.groups()),
        Check::Expiry => format!("now before exp{}", tolerance(policy.clock_tolerance())),
        Check::Lifetime => format!("exp within {}", length(policy.longest_lifetime())),
        Check::NotBefore => format!("now not before nbf{}", tolerance(policy.clock_tolerance())),
        Check::IssuedAt => format!("iat not in the future{}", tolerance(policy.iat_tolerance())),
        _ => always(check).to_owned(),
    }
}

/// What no policy changes.
fn always(check: Check) -> &'static str {
    match check {
        Check::Length => "at most 8192 bytes",
        Check::Parts => "header.payload.signature",
        Check::HeaderLength => "a header of at most 1024 bytes",
        Check::HeaderJson | Check::Payload => {
            "a JSON object, no member twice, at most 16 deep, 256 members"
        }
        Check::Algorithm => "alg RS256, ES256 or EdDSA",
        Check::HeaderMembers => "no jku, x5u, x5c, jwk, crit, zip, cty, enc, nor b64 false",
        Check::KeyId => "kid a string of at most 128 bytes",
        Check::KeyAlgorithm => "the alg of the key",
        Check::Signature => "the key's signature over header and payload",
        Check::Claims => "iss, sub, exp; every claim of its type; sub without /, .. and controls",
        Check::OrderOfTimes => "iat and nbf not after exp",
        _ => "",
    }
}

fn recipient(recipient: &Recipient) -> String {
    match recipient {
        Recipient::Audience(names) => format!("aud {}", one_of(names)),
        Recipient::ClientId(names) => format!("client_id {}", one_of(names)),
        Recipient::Any => "any recipient".to_owned(),
    }
}

fn groups(groups: &Groups) -> String {
    let of = |Memberships { claim, names }: &Memberships, list: fn(&[String]) -> String| {
        format!("{} with {}", quoted(claim).trim_matches('"'), list(names))
    };
    match groups {
        Groups::AllOf(groups) => of(groups, all_of),
        Groups::OneOf(groups) => of(groups, one_of),
        Groups::Any => "any group".to_owned(),
    }
}

fn tolerance(seconds: u64) -> String {
    match seconds {
        0 => String::new(),
        _ => format!(", {} tolerated", length(seconds)),
    }
}

fn one_of(names: &[String]) -> String {
    list(names, " or ")
}

fn all_of(names: &[String]) -> String {
    list(names, " and ")
}

fn list(names: &[String], between: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    names.join(between)
}

fn quoted(name: &str) -> String {
    crate::json::Value::from(name).to_string()
}
