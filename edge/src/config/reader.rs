//! From the file's JSON to a configuration, past every problem on the way.

use roundel_avatar::AllowedOrigins;
use roundel_token::json::Value;
use roundel_token::{Groups, KeySource, Policy, Recipient, Scopes, TokenSource, TokenUse};

use super::Config;
use crate::access::{Access, Rule};

/// All members of the file.
const MEMBERS: [&str; 13] = [
    "issuers",
    "audience",
    "clientIds",
    "tokenUse",
    "clockTolerance",
    "tokenSources",
    "cookieName",
    "rawHeader",
    "corsOrigins",
    "rules",
    "defaultAvatar",
    "keys",
    "development",
];

/// The configuration, or everything that is wrong with it.
pub(super) fn read(file: &Value) -> Result<Config, Vec<String>> {
    let problems = Vec::new();
    let mut reader = Reader { file, problems };
    let config = reader.config();
    match config {
        Some(config) if reader.problems.is_empty() => Ok(config),
        _ => Err(reader.problems),
    }
}

/// Reads on after a problem, so that all are found.
struct Reader<'a> {
    file: &'a Value,
    problems: Vec<String>,
}

impl Reader<'_> {
    fn config(&mut self) -> Option<Config> {
        self.refuse_unknown_members();
        let issuers = self.strings("issuers");
        let policy = self.policy(&issuers);
        let key_sources = self.key_sources(&issuers);
        let bundled_keys = self.bundled_keys(&issuers);
        let token_sources = self.token_sources();
        let origins = self.origins();
        let rules = self.rules();
        let default_avatar = self.default_avatar();
        Some(Config {
            policy: policy?,
            key_sources,
            bundled_keys,
            token_sources,
            origins: origins?,
            rules,
            default_avatar: default_avatar?,
        })
    }

    fn refuse_unknown_members(&mut self) {
        let Some(members) = self.file.as_object() else {
            return self.problem("not an object");
        };
        for (name, _) in members {
            if !MEMBERS.contains(&name.as_str()) {
                self.problem(format!("unknown member {name:?}"));
            }
        }
    }

    fn policy(&mut self, issuers: &[String]) -> Option<Policy> {
        let recipient = match (self.file.get("audience"), self.file.get("clientIds")) {
            (Some(_), None) => Recipient::Audience(self.strings("audience")),
            (None, Some(_)) => Recipient::ClientId(self.strings("clientIds")),
            _ => {
                self.problem("give either audience or clientIds");
                return None;
            }
        };
        let token_use = self.string("tokenUse")?;
        let tolerance = self.clock_tolerance()?;
        let policy = Policy::new(
            issuers.to_vec(),
            recipient,
            TokenUse::Is(token_use),
            Scopes::Any,
            Groups::Any,
        )
        .and_then(|policy| policy.with_clock_tolerance(tolerance));
        policy.map_err(|cause| self.problem(cause.to_string())).ok()
    }

    fn clock_tolerance(&mut self) -> Option<u64> {
        match self.file.get("clockTolerance") {
            None => Some(0),
            Some(Value::Number(text)) if text.parse::<u64>().is_ok() => text.parse().ok(),
            Some(_) => {
                self.problem("clockTolerance is not a whole number of seconds");
                None
            }
        }
    }

    fn key_sources(&mut self, issuers: &[String]) -> Vec<KeySource> {
        let make = match self.flag("development") {
            true => KeySource::of_development_issuer,
            false => KeySource::of_issuer,
        };
        let mut sources = Vec::new();
        for (at, issuer) in issuers.iter().enumerate() {
            if issuers[..at].contains(issuer) {
                self.problem(format!("issuer {issuer:?} is listed twice"));
            }
            match make(issuer.clone()) {
                Ok(source) => sources.push(source),
                Err(cause) => self.problem(format!("issuer {issuer:?}: {cause}")),
            }
        }
        sources
    }

    fn bundled_keys(&mut self, issuers: &[String]) -> Vec<(String, String)> {
        let sets = self.file.get("keys").map(Value::as_object);
        let Some(sets) = sets.unwrap_or(Some(&[])) else {
            self.problem("keys is not an object from issuer to key set");
            return Vec::new();
        };
        for (issuer, _) in sets {
            if !issuers.contains(issuer) {
                self.problem(format!("keys of {issuer:?}, which is not in issuers"));
            }
        }
        sets.iter()
            .map(|(issuer, set)| (issuer.clone(), set.to_string()))
            .collect()
    }

    fn token_sources(&mut self) -> Vec<TokenSource> {
        let names = self.strings("tokenSources");
        let mut sources = Vec::new();
        for name in &names {
            match name.as_str() {
                "header" => sources.push(TokenSource::Header {
                    raw: self.flag("rawHeader"),
                }),
                "cookie" => sources.extend(self.string("cookieName").map(TokenSource::Cookie)),
                _ => self.problem(format!(
                    "token source {name:?} is neither header nor cookie"
                )),
            }
        }
        sources
    }

    fn origins(&mut self) -> Option<AllowedOrigins> {
        let list = self.file.get("corsOrigins").and_then(Value::as_array);
        let names =
            list.and_then(|items| items.iter().map(Value::as_str).collect::<Option<Vec<_>>>());
        let Some(names) = names else {
            self.problem("corsOrigins is not an array of strings");
            return None;
        };
        match AllowedOrigins::parse(&names.join(",")) {
            Ok(origins) => Some(origins),
            Err(wrong) => {
                self.problem(format!("not an origin: {}", wrong.join(", ")));
                None
            }
        }
    }

    fn rules(&mut self) -> Vec<Rule> {
        let entries = self
            .file
            .get("rules")
            .and_then(Value::as_array)
            .unwrap_or_default();
        if entries.is_empty() {
            self.problem("rules is not a list with at least one rule");
        }
        let mut rules = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match rule(entry) {
                Some(rule) => rules.push(rule),
                None => self.problem(format!(
                    "rule {at} is not {{\"path\":\"/../*\",\"access\":\"public|signed-in|owner\",\"origin\"?:\"/../*\"}}"
                )),
            }
        }
        rules
    }

    fn default_avatar(&mut self) -> Option<String> {
        let folder = self.string("defaultAvatar")?;
        let is_good = folder.starts_with("/avatars/")
            && !folder.ends_with('/')
            && crate::path::check(&folder).is_ok();
        if !is_good {
            self.problem("defaultAvatar is not a folder below /avatars/");
        }
        is_good.then_some(folder)
    }

    fn string(&mut self, name: &str) -> Option<String> {
        let text = self
            .file
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty());
        if text.is_none() {
            self.problem(format!("{name} is not a string with something in it"));
        }
        text.map(str::to_owned)
    }

    /// A list with at least one string.
    fn strings(&mut self, name: &str) -> Vec<String> {
        let items = self
            .file
            .get(name)
            .and_then(Value::as_array)
            .unwrap_or_default();
        let strings: Vec<String> = items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        if strings.is_empty() || strings.len() != items.len() || strings.contains(&String::new()) {
            self.problem(format!("{name} is not a list of at least one string"));
        }
        strings
    }

    /// `false` where it is absent.
    fn flag(&mut self, name: &str) -> bool {
        let flag = self.file.get(name).map(Value::as_bool);
        if flag == Some(None) {
            self.problem(format!("{name} is neither true nor false"));
        }
        flag.flatten().unwrap_or_default()
    }

    fn problem(&mut self, problem: impl Into<String>) {
        let problem = problem.into();
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

fn rule(entry: &Value) -> Option<Rule> {
    let members = entry.as_object()?;
    let is_known = |name: &str| matches!(name, "path" | "access" | "origin");
    if !members.iter().all(|(name, _)| is_known(name)) {
        return None;
    }
    let prefix = prefix(entry.get("path")?)?;
    Some(Rule {
        access: Access::from_name(entry.get("access")?.as_str()?)?,
        origin_prefix: entry
            .get("origin")
            .map_or(Some(prefix.clone()), self::prefix)?,
        prefix,
    })
}

/// `/members/*` is everything below `/members/`.
fn prefix(pattern: &Value) -> Option<String> {
    let prefix = pattern.as_str()?.strip_suffix('*')?;
    let is_good =
        prefix.ends_with('/') && !prefix.contains('*') && crate::path::check(prefix).is_ok();
    is_good.then(|| prefix.to_owned())
}
