//! Who may read what: rules by path, the first match wins, and what no rule names is not there.

use alloc::borrow::ToOwned;
use alloc::string::String;

use roundel_avatar::Refusal;

/// Who may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Anybody; a token is not even looked at.
    Public,
    /// Whoever has a valid token.
    SignedIn,
    /// The one person whose public id the path begins with.
    Owner,
    /// Whoever has a valid token that lists this group.
    Group(String),
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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Matched<'a> {
    pub(crate) rule: &'a Rule,
    /// The path after the rule's prefix.
    pub(crate) rest: &'a str,
}

impl Access {
    /// By its name in the configuration: `public`, `signed-in`, `owner` or `group:` and the group's name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "public" => Some(Self::Public),
            "signed-in" => Some(Self::SignedIn),
            "owner" => Some(Self::Owner),
            _ => {
                let group = name
                    .strip_prefix("group:")
                    .filter(|group| !group.is_empty())?;
                Some(Self::Group(group.to_owned()))
            }
        }
    }
}

impl<'a> Matched<'a> {
    pub(crate) fn first(rules: &'a [Rule], uri: &'a str) -> Result<Self, Refusal> {
        let matched = rules.iter().find_map(|rule| {
            let rest = uri.strip_prefix(rule.prefix.as_str())?;
            Some(Self { rule, rest })
        });
        matched.ok_or_else(crate::refuse::not_found)
    }

    /// What stands between the rule's prefix and the next `/`.
    pub(crate) fn first_segment(&self) -> &'a str {
        self.rest.split('/').next().unwrap_or_default()
    }
}
