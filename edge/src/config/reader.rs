//! From the file's JSON to a configuration, up to the first member that is wrong.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;

use roundel_token::json::{Json, Text};
use roundel_token::{
    COGNITO_GROUPS, Groups, KeySource, KeysUrl, Policy, Recipient, Scopes, TokenSource, TokenUse,
};

use super::{Config, ConfigError};
use crate::access::{Access, Rule};
use crate::path;
use crate::sign_in::SignIn;

type Read<T> = Result<T, ConfigError>;

/// All members of the file. One that is unknown may be a check that was misspelt.
const MEMBERS: &[&str] = &[
    "$schema",
    "issuers",
    "keysUrls",
    "audience",
    "clientIds",
    "tokenUse",
    "scopes",
    "groupsClaim",
    "clockTolerance",
    "tokenSources",
    "cookieName",
    "rawHeader",
    "corsOrigins",
    "rules",
    "defaultAvatar",
    "clientHints",
    "signIn",
    "keys",
    "development",
];

pub(super) fn read(file: Json<'_>) -> Read<Config> {
    let is_known = |name: Text<'_>| MEMBERS.iter().any(|own| name.is(own));
    let mut members = file.as_object().ok_or(ConfigError("json"))?;
    if !members.all(|(name, _)| is_known(name)) {
        return Err(ConfigError("unknown member"));
    }
    let file = File(file);
    let issuers = file.strings("issuers")?;
    let is_listed_once = |issuer| issuers.iter().filter(|other| *other == issuer).count() == 1;
    if !issuers.iter().all(is_listed_once) {
        return Err(ConfigError("issuers"));
    }
    Ok(Config {
        policy: policy(file, &issuers)?,
        key_sources: key_sources(file, &issuers)?,
        bundled_keys: bundled_keys(file, &issuers)?,
        token_sources: token_sources(file)?,
        groups_claim: groups_claim(file)?,
        cors_origins: file.list("corsOrigins")?,
        rules: rules(file)?,
        default_avatar: default_avatar(file)?,
        client_hints: file.flag("clientHints")?,
        sign_in: sign_in(file)?,
    })
}

fn policy(file: File<'_>, issuers: &[String]) -> Read<Policy> {
    let recipient = match (file.has("audience"), file.has("clientIds")) {
        (true, false) => Recipient::Audience(file.strings("audience")?),
        (false, _) => Recipient::ClientId(file.strings("clientIds")?),
        (true, true) => return Err(ConfigError("audience")),
    };
    let token_use = match file.string("tokenUse")? {
        name if name == "any" => TokenUse::Any,
        name => TokenUse::Is(name),
    };
    let scopes = match file.has("scopes") {
        true => Scopes::AllOf(file.strings("scopes")?),
        false => Scopes::Any,
    };
    let policy = Policy::new(issuers.to_vec(), recipient, token_use, scopes, Groups::Any);
    let policy = policy.map_err(|_| ConfigError("policy"))?;
    let policy = policy.with_clock_tolerance(clock_tolerance(file)?);
    policy.map_err(|_| ConfigError("clockTolerance"))
}

/// Whole seconds, of which three digits are more than enough.
fn clock_tolerance(file: File<'_>) -> Read<u64> {
    let Some(value) = file.get("clockTolerance") else {
        return Ok(0);
    };
    let digits = value.as_number().unwrap_or_default().bytes();
    if !matches!(digits.len(), 1..=3) || !digits.clone().all(|byte| byte.is_ascii_digit()) {
        return Err(ConfigError("clockTolerance"));
    }
    Ok(digits.fold(0, |value, digit| value * 10 + u64::from(digit - b'0')))
}

fn key_sources(file: File<'_>, issuers: &[String]) -> Read<Vec<KeySource>> {
    let make = match file.flag("development")? {
        true => KeySource::of_development_issuer,
        false => KeySource::of_issuer,
    };
    let urls = file.by_issuer("keysUrls", issuers)?;
    let source = |issuer: &String| {
        let Some((_, url)) = urls.iter().find(|(own, _)| own == issuer) else {
            return make(issuer.clone()).map_err(|_| ConfigError("issuers"));
        };
        let url = url.as_str().and_then(|url| KeysUrl::parse(&url).ok());
        let url = url.ok_or(ConfigError("keysUrls"))?;
        Ok(KeySource::at(issuer.clone(), url))
    };
    issuers.iter().map(source).collect()
}

fn bundled_keys(file: File<'_>, issuers: &[String]) -> Read<Vec<(String, String)>> {
    let sets = file.by_issuer("keys", issuers)?.into_iter();
    Ok(sets
        .map(|(issuer, set)| (issuer, set.source().to_owned()))
        .collect())
}

fn token_sources(file: File<'_>) -> Read<Vec<TokenSource>> {
    let raw = file.flag("rawHeader")?;
    let source = |name: &String| match name.as_str() {
        "header" => Ok(TokenSource::Header { raw }),
        "cookie" => file.string("cookieName").map(TokenSource::Cookie),
        _ => Err(ConfigError("tokenSources")),
    };
    file.strings("tokenSources")?.iter().map(source).collect()
}

fn groups_claim(file: File<'_>) -> Read<String> {
    match file.has("groupsClaim") {
        true => file.string("groupsClaim"),
        false => Ok(COGNITO_GROUPS.to_owned()),
    }
}

fn rules(file: File<'_>) -> Read<Vec<Rule>> {
    let entries = file.get("rules").and_then(Json::as_array);
    let rules = entries.and_then(|entries| entries.map(rule).collect::<Option<Vec<Rule>>>());
    rules
        .filter(|rules| !rules.is_empty())
        .ok_or(ConfigError("rules"))
}

fn rule(entry: Json<'_>) -> Option<Rule> {
    let known = ["path", "access", "origin"];
    let is_known = |(name, _): (Text<'_>, Json<'_>)| known.iter().any(|own| name.is(own));
    if !entry.as_object()?.all(is_known) {
        return None;
    }
    let path = entry.get("path")?;
    Some(Rule {
        prefix: prefix(path)?,
        access: Access::from_name(&entry.get("access")?.as_str()?)?,
        origin_prefix: prefix(entry.get("origin").unwrap_or(path))?,
    })
}

/// `/members/*` is everything below `/members/`.
fn prefix(pattern: Json<'_>) -> Option<String> {
    let pattern = pattern.as_str()?;
    let prefix = pattern.strip_suffix('*')?;
    let is_good = prefix.ends_with('/') && !prefix.contains('*') && path::check(prefix).is_ok();
    is_good.then(|| prefix.to_owned())
}

fn default_avatar(file: File<'_>) -> Read<String> {
    let folder = file.string("defaultAvatar")?;
    let is_good =
        folder.starts_with("/avatars/") && !folder.ends_with('/') && path::check(&folder).is_ok();
    match is_good {
        true => Ok(folder),
        false => Err(ConfigError("defaultAvatar")),
    }
}

fn sign_in(file: File<'_>) -> Read<Option<SignIn>> {
    let Some(entry) = file.get("signIn") else {
        return Ok(None);
    };
    let text = |name, is_good: fn(&str) -> bool| {
        let text = entry.get(name)?.as_str().filter(|text| is_good(text));
        text.map(Cow::into_owned)
    };
    let sign_in = || {
        Some(SignIn {
            url: text("url", is_https)?,
            return_parameter: text("returnParameter", is_word)?,
            return_origin: text("returnOrigin", is_https_origin)?,
        })
    };
    sign_in().map(Some).ok_or(ConfigError("signIn"))
}

/// An address that can stand in a header and has room for one more parameter.
fn is_https(url: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"#\\\"<>".contains(&byte);
    let rest = url.strip_prefix("https://").unwrap_or_default();
    !rest.is_empty() && rest.bytes().all(is_plain)
}

fn is_https_origin(origin: &str) -> bool {
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
    let host = origin.strip_prefix("https://").unwrap_or_default();
    !host.is_empty() && host.bytes().all(is_host)
}

fn is_word(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !name.is_empty() && name.bytes().all(is_plain)
}

/// The file's object, whose members are asked for by name.
#[derive(Clone, Copy)]
struct File<'a>(Json<'a>);

impl<'a> File<'a> {
    fn get(self, name: &str) -> Option<Json<'a>> {
        self.0.get(name)
    }

    fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A string that is not empty.
    fn string(self, name: &'static str) -> Read<String> {
        let text = self.get(name).and_then(text);
        text.ok_or(ConfigError(name))
    }

    /// Strings that are not empty.
    fn list(self, name: &'static str) -> Read<Vec<String>> {
        let items = self.get(name).and_then(Json::as_array);
        let strings = items.and_then(|items| items.map(text).collect::<Option<_>>());
        strings.ok_or(ConfigError(name))
    }

    /// At least one string.
    fn strings(self, name: &'static str) -> Read<Vec<String>> {
        let strings = self.list(name)?;
        match strings.is_empty() {
            true => Err(ConfigError(name)),
            false => Ok(strings),
        }
    }

    /// Members named by issuers; none where it is absent.
    fn by_issuer(self, name: &'static str, issuers: &[String]) -> Read<Vec<(String, Json<'a>)>> {
        let Some(value) = self.get(name) else {
            return Ok(Vec::new());
        };
        let member = |(name, value): (Text<'a>, Json<'a>)| {
            let issuer = issuers.iter().find(|issuer| name.is(issuer))?;
            Some((issuer.clone(), value))
        };
        let members = value.as_object();
        let members = members.and_then(|members| members.map(member).collect::<Option<_>>());
        members.ok_or(ConfigError(name))
    }

    /// `false` where it is absent.
    fn flag(self, name: &'static str) -> Read<bool> {
        match self.get(name) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or(ConfigError(name)),
        }
    }
}

fn text(value: Json<'_>) -> Option<String> {
    let text = value.as_str().filter(|text| !text.is_empty());
    text.map(Cow::into_owned)
}
