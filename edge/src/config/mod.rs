//! The edge's one configuration file. Lambda@Edge has no environment variables, so it is bundled beside the handler.
//!
//! Its shape is `config.schema.json`, and that is held against the file where it is bundled, with all that is wrong at
//! once. What is read here has passed it, or somebody has put the bundle together by hand: so everything that decides
//! who gets in is checked here again, and the first thing that is wrong is the end.

mod reader;

use alloc::string::String;
use alloc::vec::Vec;

use roundel_token::json::{Limits, Object};
use roundel_token::{KeySource, Policy, TokenSource};

use crate::access::Rule;
use crate::sign_in::SignIn;

/// Everything the edge goes by. A value of this type is complete and consistent.
#[derive(Debug, Clone)]
pub struct Config {
    policy: Policy,
    key_sources: Vec<KeySource>,
    bundled_keys: Vec<(String, String)>,
    token_sources: Vec<TokenSource>,
    groups_claim: String,
    cors_origins: Vec<String>,
    rules: Vec<Rule>,
    default_avatar: String,
    client_hints: bool,
    sign_in: Option<SignIn>,
}

/// What is wrong with a configuration: the name of the member, or `json` where it is no acceptable JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfigError(pub &'static str);

impl Config {
    /// Reads `config.json`, whose members `docs/edge.md` explains.
    ///
    /// # Errors
    /// The first [`ConfigError`] met.
    pub fn parse(text: &[u8]) -> Result<Self, ConfigError> {
        let file = Object::read(text.to_vec(), Limits::DOCUMENT);
        let file = file.map_err(|_| ConfigError("json"))?;
        reader::read(file.as_json())
    }

    /// Whose tokens are taken, for whom and for what.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Where the issuers' keys are.
    #[must_use]
    pub fn key_sources(&self) -> &[KeySource] {
        &self.key_sources
    }

    /// Issuers and their key sets (JSON) as bundled.
    #[must_use]
    pub fn bundled_keys(&self) -> &[(String, String)] {
        &self.bundled_keys
    }

    /// Where a request may carry its token.
    #[must_use]
    pub fn token_sources(&self) -> &[TokenSource] {
        &self.token_sources
    }

    /// The claim that lists a token's groups.
    #[must_use]
    pub fn groups_claim(&self) -> &str {
        &self.groups_claim
    }

    /// Whose pages may read answers.
    #[must_use]
    pub fn cors_origins(&self) -> &[String] {
        &self.cors_origins
    }

    /// Who may read what, in the order of the file.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The folder of the default avatar, like `/avatars/default`.
    #[must_use]
    pub fn default_avatar(&self) -> &str {
        &self.default_avatar
    }

    /// Whether a browser's hints may choose a larger variant.
    #[must_use]
    pub fn client_hints(&self) -> bool {
        self.client_hints
    }

    /// Where people are sent who are not signed in, if anywhere.
    #[must_use]
    pub fn sign_in(&self) -> Option<&SignIn> {
        self.sign_in.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    const EXAMPLE: &str = include_str!("../../config.example.json");

    fn wrong(from: &str, to: &str) -> &'static str {
        let changed = EXAMPLE.replacen(from, to, 1);
        assert_ne!(changed, EXAMPLE, "{from}");
        Config::parse(changed.as_bytes()).unwrap_err().0
    }

    #[test]
    fn the_example_is_complete() {
        let config = Config::parse(EXAMPLE.as_bytes()).unwrap();
        assert_eq!(config.rules().len(), 4);
        assert_eq!(config.token_sources().len(), 2);
        assert!(config.sign_in().is_some());
    }

    #[test]
    fn what_decides_who_gets_in_is_checked_without_the_schema() {
        for (from, to, member) in [
            ("{", "{\"surprise\":1,", "unknown member"),
            ("{", "[{", "json"),
            ("\"issuers\": [\"https", "\"issuers\": [\"http", "issuers"),
            ("\"issuers\"", "\"issuer\"", "unknown member"),
            ("\"issuers\": [", "\"issuers\": [\"\",", "issuers"),
            ("\"tokenUse\": \"access\",", "", "tokenUse"),
            ("\"cookieName\": \"roundel_token\",", "", "cookieName"),
            ("\"clientIds\": [", "\"clientIds\": [1,", "clientIds"),
            (
                "\"clientIds\"",
                "\"audience\":[\"x\"],\"clientIds\"",
                "audience",
            ),
            ("\"tokenUse\": \"access\"", "\"tokenUse\": \"\"", "tokenUse"),
            ("\"tokenUse\": \"access\"", "\"tokenUse\": 1", "tokenUse"),
            ("\"header\"", "\"query\"", "tokenSources"),
            (
                "\"cookieName\": \"roundel_token\"",
                "\"cookieName\": \"\"",
                "cookieName",
            ),
            ("\"rawHeader\": true", "\"rawHeader\": 1", "rawHeader"),
            ("\"group:staff\"", "\"group:\"", "rules"),
            ("\"owner\"", "\"admin\"", "rules"),
            ("\"/avatars/*\"", "\"/avatars\"", "rules"),
            ("\"/avatars/*\"", "\"/avatars/../*\"", "rules"),
            ("\"/avatars/default\"", "\"/elsewhere\"", "defaultAvatar"),
            (
                "\"https://www.example.com/sign-in\"",
                "\"http://www.example.com/\"",
                "signIn",
            ),
            (
                "\"https://assets.example.com\"",
                "\"https://assets.example.com/\"",
                "signIn",
            ),
        ] {
            assert_eq!(wrong(from, to), member, "{from} ▸ {to}");
        }
    }

    #[test]
    fn one_issuer_is_listed_once_and_has_the_keys_of_itself() {
        let keys = r#"{"keys":{"https://b.example":{"keys":[]}},"#;
        assert_eq!(wrong("{", keys), "keys");
        let text = EXAMPLE.replacen(
            "\"issuers\": [",
            "\"issuers\": [\"https://a.example\",\"https://a.example\",",
            1,
        );
        assert_eq!(
            Config::parse(text.as_bytes()).unwrap_err().0.to_string(),
            "issuers"
        );
    }
}
