//! Settings from the environment, all mistakes told at once.

use std::fmt::Display;

/// Reads settings by name and remembers what is wrong until [`Settings::finish`].
pub struct Settings<F> {
    lookup: F,
    problems: Vec<String>,
}

/// Every setting that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("settings to mend: {}", .0.join("; "))]
pub struct SettingsError(pub Vec<String>);

impl Settings<fn(&str) -> Option<String>> {
    /// The process's own environment.
    pub fn from_environment() -> Self {
        Self::new(|name| std::env::var(name).ok())
    }
}

impl<F: Fn(&str) -> Option<String>> Settings<F> {
    /// Settings that `lookup` finds by name; an empty value counts as absent.
    pub fn new(lookup: F) -> Self {
        Self {
            lookup,
            problems: Vec::new(),
        }
    }

    /// A setting that may be absent.
    pub fn optional(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|value| !value.is_empty())
    }

    /// A setting that must be there under one of these names, the preferred one first.
    pub fn required(&mut self, names: &[&str]) -> String {
        let found = names.iter().find_map(|name| self.optional(name));
        if found.is_none() {
            self.problem(format!("{} is missing", names.join(" or ")));
        }
        found.unwrap_or_default()
    }

    /// A setting of the system that Roundel replaces, which may be absent and may say nothing else than what is so here
    /// for good. A closing slash counts for nothing.
    pub fn fixed(&mut self, name: &str, value: &str) {
        let value = value.trim_end_matches('/');
        let given = self.optional(name);
        if given.is_some_and(|given| given.trim_end_matches('/') != value) {
            self.problem(format!("{name} is always {value}: leave it out"));
        }
    }

    /// Remembers a mistake that the caller found in a value.
    pub fn problem(&mut self, what: String) {
        self.problems.push(what);
    }

    /// A value that was made from the setting `name`, or its mistake remembered.
    pub fn checked<T>(&mut self, name: &str, made: Result<T, impl Display>) -> Option<T> {
        made.map_err(|error| self.problem(format!("{name}: {error}")))
            .ok()
    }

    /// `value`, which was made if and only if nothing was wrong.
    ///
    /// # Errors
    /// [`SettingsError`] with every mistake.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, SettingsError> {
        value
            .filter(|_| self.problems.is_empty())
            .ok_or(SettingsError(self.problems))
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, SettingsError};

    #[test]
    fn every_mistake_is_told_at_once() {
        let mut settings = Settings::new(|name| (name == "EMPTY").then(String::new));
        settings.required(&["CLIENT_ID"]);
        settings.required(&["UPLOADS_BUCKET_NAME", "UPLOADS_BUCKET"]);
        settings.required(&["EMPTY"]);
        let expected = [
            "CLIENT_ID is missing",
            "UPLOADS_BUCKET_NAME or UPLOADS_BUCKET is missing",
            "EMPTY is missing",
        ];
        let expected = expected.map(str::to_owned).to_vec();
        assert_eq!(settings.finish(Some(())), Err(SettingsError(expected)));
    }

    #[test]
    fn what_cannot_be_chosen_may_be_said_and_not_otherwise() {
        let fixed = |given: &'static str| {
            let mut settings = Settings::new(|_: &str| Some(given.to_owned()));
            settings.fixed("FOLDER_INPUT", "avatars/original/");
            settings.finish(Some(()))
        };
        for same in ["", "avatars/original", "avatars/original/"] {
            assert_eq!(fixed(same), Ok(()));
        }
        let error = fixed("avatars").unwrap_err().to_string();
        assert!(error.contains("FOLDER_INPUT is always avatars/original"));
    }
}
