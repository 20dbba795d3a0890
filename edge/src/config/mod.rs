//! The edge's one configuration file. Lambda@Edge has no environment variables, so it is bundled beside the handler.

mod reader;

use std::fmt;

use roundel_avatar::AllowedOrigins;
use roundel_token::json::{self, Limits};
use roundel_token::{KeySource, Policy, TokenSource};

use crate::access::Rule;

/// Everything the edge goes by. A value of this type is complete and consistent.
#[derive(Debug, Clone)]
pub struct Config {
    policy: Policy,
    key_sources: Vec<KeySource>,
    bundled_keys: Vec<(String, String)>,
    token_sources: Vec<TokenSource>,
    origins: AllowedOrigins,
    rules: Vec<Rule>,
    default_avatar: String,
}

/// Everything that is wrong with a configuration, at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigErrors(pub Vec<String>);

impl Config {
    /// Reads `config.json`; `config.example.json` shows every usual member. Optional beside those:
    /// `audience` in place of `clientIds`, `clockTolerance` (seconds, 0 to 300), `keys` (an object from issuer to key set,
    /// used until the first fetch) and `development` (`true` takes a loopback issuer over plain http).
    ///
    /// # Errors
    /// [`ConfigErrors`], every one there is.
    pub fn parse(text: &[u8]) -> Result<Self, ConfigErrors> {
        let file = json::read(text, Limits::DOCUMENT)
            .map_err(|cause| ConfigErrors(vec![format!("not acceptable JSON: {cause}")]))?;
        reader::read(&file).map_err(ConfigErrors)
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

    /// Whose pages may read answers.
    #[must_use]
    pub fn origins(&self) -> &AllowedOrigins {
        &self.origins
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
}

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "config.json: {}", self.0.join("; "))
    }
}

impl std::error::Error for ConfigErrors {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_complete() {
        let config = Config::parse(include_bytes!("../../config.example.json")).unwrap();
        assert_eq!(config.rules().len(), 3);
        assert_eq!(config.token_sources().len(), 2);
    }

    #[test]
    fn every_problem_is_listed_at_once() {
        let wrong = br#"{"issuers":["http://a.example"],"clientIds":[],"audience":["x"],"tokenSources":["query"],
            "corsOrigins":["*"],"rules":[{"path":"/avatars","access":"public"}],"surprise":1}"#;
        let ConfigErrors(problems) = Config::parse(wrong).unwrap_err();
        let text = problems.join("\n");
        for part in [
            "surprise",
            "audience or clientIds",
            "https",
            "query",
            "origin: *",
            "rule 0",
            "defaultAvatar",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
