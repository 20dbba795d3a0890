//! What the token has of what a check asks for.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::content::{Content, Opened};
use super::moment;
use crate::check::Check;
use crate::json::Value;
use crate::policy::{Policy, Recipient};

/// How many characters of a value are shown.
const MAX_SHOWN: usize = 120;

pub(super) fn text(
    check: Check,
    token: &[u8],
    opened: &Opened,
    policy: &Policy,
    now: u64,
) -> String {
    let Opened { header, claims } = opened;
    match check {
        Check::Length => format!("{} bytes", token.len()),
        Check::Parts => parts(token),
        Check::HeaderLength => format!("{} characters", first_part(token).len()),
        Check::HeaderEncoding => encoding(header).to_owned(),
        Check::HeaderJson => form(header),
        Check::SignatureEncoding => last_part(token),
        Check::Payload => form(claims),
        Check::Algorithm => members(header, &["alg"]),
        Check::HeaderMembers => names(header),
        Check::Type => members(header, &["typ"]),
        Check::KeyId | Check::Key => members(header, &["kid"]),
        Check::KeyAlgorithm => members(header, &["alg", "kid"]),
        Check::Signature => members(header, &["kid"]),
        Check::Claims => names(claims),
        Check::Issuer => members(claims, &["iss"]),
        Check::Recipient => members(claims, recipient_claims(policy.recipient())),
        Check::TokenUse => members(claims, &["token_use"]),
        Check::Scopes => members(claims, &["scope"]),
        Check::Groups => members(
            claims,
            &[policy.groups().claim().unwrap_or(crate::COGNITO_GROUPS)],
        ),
        Check::Expiry | Check::Lifetime => times(claims, &["exp"], now),
        Check::NotBefore => times(claims, &["nbf"], now),
        Check::IssuedAt => times(claims, &["iat"], now),
        Check::OrderOfTimes => times(claims, &["iat", "nbf", "exp"], now),
    }
}

fn parts(token: &[u8]) -> String {
    let dots = token.iter().filter(|byte| **byte == b'.').count();
    format!("{} parts", dots + 1)
}

fn first_part(token: &[u8]) -> &[u8] {
    token.split(|byte| *byte == b'.').next().unwrap_or_default()
}

fn encoding(content: &Content) -> &'static str {
    match content {
        Content::Unreadable => "nothing that can be decoded",
        _ => "decodes",
    }
}

fn last_part(token: &[u8]) -> String {
    let last = token.rsplit(|byte| *byte == b'.').next();
    format!("{} characters", last.map_or(0, <[u8]>::len))
}

fn form(content: &Content) -> String {
    match content {
        Content::Json(value) => {
            let members = value.as_object().map_or(0, <[_]>::len);
            format!("an object of {members} members")
        }
        Content::Text(_) => "text that is not the JSON asked for".to_owned(),
        Content::Unreadable => encoding(content).to_owned(),
    }
}

fn names(content: &Content) -> String {
    let Content::Json(value) = content else {
        return form(content);
    };
    let members = value.as_object().unwrap_or_default();
    let names: Vec<String> = members.iter().map(|(name, _)| shown(name)).collect();
    cut(names.join(", "))
}

fn members(content: &Content, names: &[&str]) -> String {
    each(content, names, |value| cut(value.to_string()))
}

fn times(content: &Content, names: &[&str], now: u64) -> String {
    each(content, names, |value| match value {
        Value::Number(_) => moment::text(value, now),
        other => cut(other.to_string()),
    })
}

fn each(content: &Content, names: &[&str], show: impl Fn(&Value) -> String) -> String {
    let member = |name: &&str| {
        let value = content.get(name).map(&show);
        format!("{} {}", shown(name), value.as_deref().unwrap_or("absent"))
    };
    names.iter().map(member).collect::<Vec<_>>().join(", ")
}

fn recipient_claims(recipient: &Recipient) -> &'static [&'static str] {
    match recipient {
        Recipient::Audience(_) => &["aud"],
        Recipient::ClientId(_) => &["client_id"],
        Recipient::Any => &["aud", "client_id"],
    }
}

/// A name without the quotes that its JSON has.
fn shown(name: &str) -> String {
    let quoted = Value::from(name).to_string();
    quoted.trim_matches('"').to_owned()
}

fn cut(text: String) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
