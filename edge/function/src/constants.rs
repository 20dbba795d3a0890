//! What `function.js` uses and does not say itself.

use std::fmt;

use roundel_avatar::{VARIANT_SIZES, VariantFormat};
use roundel_edge::{Access, Config, Rule, SignIn};
use roundel_token::TokenSource;
use serde_json::{Map, Value, json};

/// `PublicId` and `Version` as regular expressions.
const PERSON: &str = "[a-z2-7]{26}";
const VERSION: &str = "[\\da-f]{32}";

/// The value of `OWNER`, which no group can have; anything else that is there asks for a token.
const OWNER: u8 = 2;
const SIGNED_IN: u8 = 1;

/// Constants by name, each with the JavaScript that is its value.
pub struct Constants(Vec<(&'static str, String)>);

impl Constants {
    /// Those of a configuration.
    pub fn of(config: &Config) -> Self {
        let mut constants = Self(Vec::new());
        constants.rules(config);
        constants.credentials(config);
        constants.files(config);
        constants.sign_in(config.sign_in());
        constants
    }

    fn rules(&mut self, config: &Config) {
        let rules: Vec<Value> = config.rules().iter().map(rule).collect();
        self.set("OWNER", OWNER);
        self.set("RULES", Value::from(rules));
        self.set("CORS_ORIGINS", json!(config.cors_origins()));
    }

    fn credentials(&mut self, config: &Config) {
        let sources = config.token_sources();
        let header = sources.iter().find_map(|source| match source {
            TokenSource::Header { raw } => Some(*raw),
            TokenSource::Cookie(_) => None,
        });
        let cookie = sources.iter().find_map(|source| match source {
            TokenSource::Header { .. } => None,
            TokenSource::Cookie(name) => Some(name.as_str()),
        });
        self.set("READS_HEADER", header.is_some());
        self.set("RAW_HEADER", header.unwrap_or_default());
        self.set("READS_COOKIE", cookie.is_some());
        self.set("COOKIE", json!(cookie.unwrap_or_default()));
    }

    /// The forms of `ObjectKey` that are anybody's to read, and the default avatar.
    fn files(&mut self, config: &Config) {
        let mut sizes = VARIANT_SIZES;
        sizes.sort_unstable();
        let side = sizes.map(|size| size.to_string()).join("|");
        let extension = VariantFormat::ALL.map(VariantFormat::extension).join("|");
        let default = config.default_avatar().trim_start_matches("/avatars/");
        let default = literal(default);
        self.set("SIZES", json!(sizes));
        self.set("CLIENT_HINTS", config.client_hints());
        self.set(
            "VARIANT",
            format!(
                r"/^(\/avatars\/(?:{PERSON}\/(?:{VERSION}|current)|{default})\/)({side})(\.(?:{extension}))?$/"
            ),
        );
        self.set(
            "OTHER_ASSET",
            format!(r"/^\/avatars\/(?:{PERSON}\/current\.json|processed\/{PERSON}\.jpg)$/"),
        );
    }

    fn sign_in(&mut self, sign_in: Option<&SignIn>) {
        const URI: &str = "~uri~";
        let location = sign_in.map(|sign_in| sign_in.location(URI));
        let around = location
            .as_deref()
            .and_then(|location| location.split_once(URI));
        let (before, after) = around.unwrap_or_default();
        let path = sign_in.map(SignIn::path).unwrap_or_default();
        let (name, value) = SignIn::BEEN_THERE.split_once('=').unwrap_or_default();
        self.set("SIGNS_IN", sign_in.is_some());
        self.set("SIGN_IN_BEFORE", json!(before));
        self.set("SIGN_IN_AFTER", json!(after));
        self.set("SIGN_IN_PATH", json!(path));
        self.set("SIGNED_IN_NAME", json!(name));
        self.set("SIGNED_IN_VALUE", json!(value));
    }

    fn set(&mut self, name: &'static str, value: impl fmt::Display) {
        self.0.push((name, value.to_string()));
    }
}

impl fmt::Display for Constants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in &self.0 {
            writeln!(f, "const {name} = {value};")?;
        }
        Ok(())
    }
}

/// `{"path", "origin"?, "access"?, "group"?}`: what is absent is as usual.
fn rule(rule: &Rule) -> Value {
    let mut members = Map::new();
    members.insert("path".into(), json!(rule.prefix));
    if rule.origin_prefix != rule.prefix {
        members.insert("origin".into(), json!(rule.origin_prefix));
    }
    match &rule.access {
        Access::Public => {}
        Access::SignedIn => drop(members.insert("access".into(), json!(SIGNED_IN))),
        Access::Owner => drop(members.insert("access".into(), json!(OWNER))),
        Access::Group(name) => {
            members.insert("access".into(), json!(SIGNED_IN));
            members.insert("group".into(), json!(name));
        }
    }
    Value::Object(members)
}

/// A text as a part of a regular expression that matches it alone.
fn literal(text: &str) -> String {
    let escaped = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_string(),
        false => format!("\\{c}"),
    };
    text.chars().map(escaped).collect()
}
