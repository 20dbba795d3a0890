//! Who may read what: rules by path, the first match wins, and what no rule names is not there.

use roundel_avatar::Refusal;

/// Who may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody; a token is not even looked at.
    Public,
    /// Whoever has a valid token.
    SignedIn,
    /// The one person whose public id the path begins with.
    Owner,
}

/// One rule: paths below `prefix` are for `access`, and kept by the origin below `origin_prefix`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Begins and ends with `/`.
    pub prefix: String,
    /// Who may read.
    pub access: Access,
    /// Begins and ends with `/`.
    pub origin_prefix: String,
}

/// A path and the rule it falls under.
#[derive(Debug)]
pub(crate) struct Matched<'a> {
    pub(crate) access: Access,
    pub(crate) origin_prefix: &'a str,
    /// The path after the rule's prefix.
    pub(crate) rest: String,
}

impl Access {
    /// By its name in the configuration.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "public" => Some(Self::Public),
            "signed-in" => Some(Self::SignedIn),
            "owner" => Some(Self::Owner),
            _ => None,
        }
    }
}

impl<'a> Matched<'a> {
    pub(crate) fn first(rules: &'a [Rule], uri: &str) -> Result<Self, Refusal> {
        let matched = rules.iter().find_map(|rule| {
            Some(Self {
                access: rule.access,
                origin_prefix: &rule.origin_prefix,
                rest: uri.strip_prefix(&rule.prefix)?.to_owned(),
            })
        });
        matched.ok_or_else(crate::refuse::not_found)
    }

    /// What stands between the rule's prefix and the next `/`.
    pub(crate) fn first_segment(&self) -> &str {
        self.rest.split('/').next().unwrap_or_default()
    }
}
