//! What to verify against, from JSON. Nothing is off by absence: `"any"` has to be written.

use roundel_token::json::{self, JsonError, Limits, Value};
use roundel_token::{
    COGNITO_GROUPS, Groups, JwkSet, JwksError, MAX_JWKS_BYTES, Memberships, Policy, PolicyError,
    Recipient, Scopes, TokenUse, TypRule,
};
use roundel_token_portable::{PortableKey, PortableVerifier};

/// Policy, keys and time.
#[derive(Debug)]
pub struct Settings {
    /// What a token must be.
    pub policy: Policy,
    /// What it may be signed with.
    pub keys: JwkSet<PortableKey>,
    /// Seconds since 1970.
    pub now: u64,
}

/// Why settings are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Over twice the size of a key set.
    #[error("the settings are too large")]
    TooLarge,
    /// Not the JSON we accept.
    #[error("the settings are not acceptable JSON: {0}")]
    Json(JsonError),
    /// A member that does not exist.
    #[error("the settings have a member that is not known")]
    UnknownMember,
    /// A member that is missing or of another shape.
    #[error("the setting `{0}` is missing or not of its shape")]
    Member(&'static str),
    /// The members make no policy.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The keys are no key set.
    #[error("the key set is refused: {0}")]
    Keys(#[from] JwksError),
}

const MEMBERS: [&str; 13] = [
    "issuers",
    "recipient",
    "tokenUse",
    "scopes",
    "groups",
    "groupsClaim",
    "jwks",
    "now",
    "clockTolerance",
    "longestLifetime",
    "accessTokenOnly",
    "allowMissingKid",
    "allowPadding",
];

impl Settings {
    /// Reads
    ///
    /// - `issuers`: a list of strings
    /// - `recipient`: `{"audience": [..]}`, `{"clientId": [..]}` or `"any"`
    /// - `tokenUse`: a string; `"any"` turns the check off
    /// - `scopes`: `{"allOf": [..]}`, `{"oneOf": [..]}` or `"any"`
    /// - `groups`: the same; `groupsClaim`, if not `cognito:groups`, is where they are listed
    /// - `jwks`: a key set, as an object or as its text
    /// - `now`: whole seconds since 1970
    /// - optional: `clockTolerance`, `longestLifetime` (whole seconds), `accessTokenOnly`, `allowMissingKid`, `allowPadding`
    ///   (booleans)
    ///
    /// # Errors
    /// The first [`SettingsError`] met.
    pub fn parse(text: &str) -> Result<Self, SettingsError> {
        if text.len() > 2 * MAX_JWKS_BYTES {
            return Err(SettingsError::TooLarge);
        }
        let settings =
            json::read(text.as_bytes(), Limits::DOCUMENT).map_err(SettingsError::Json)?;
        let members = settings.as_object();
        let members = members.ok_or(SettingsError::Json(JsonError::NotAnObject))?;
        if !members
            .iter()
            .all(|(name, _)| MEMBERS.contains(&name.as_str()))
        {
            return Err(SettingsError::UnknownMember);
        }
        Ok(Self {
            policy: policy(&settings)?,
            keys: keys(&settings)?,
            now: seconds(&settings, "now")?.ok_or(SettingsError::Member("now"))?,
        })
    }
}

fn policy(settings: &Value) -> Result<Policy, SettingsError> {
    let issuers = settings.get("issuers").and_then(strings);
    let mut policy = Policy::new(
        issuers.ok_or(SettingsError::Member("issuers"))?,
        recipient(settings).ok_or(SettingsError::Member("recipient"))?,
        token_use(settings).ok_or(SettingsError::Member("tokenUse"))?,
        scopes(settings).ok_or(SettingsError::Member("scopes"))?,
        groups(settings).ok_or(SettingsError::Member("groups"))?,
    )?;
    if let Some(tolerance) = seconds(settings, "clockTolerance")? {
        policy = policy.with_clock_tolerance(tolerance)?;
    }
    if let Some(lifetime) = seconds(settings, "longestLifetime")? {
        policy = policy.with_longest_lifetime(lifetime);
    }
    if flag(settings, "accessTokenOnly")? {
        policy = policy.with_typ(TypRule::AccessTokenOnly);
    }
    if flag(settings, "allowMissingKid")? {
        policy = policy.allowing_missing_kid();
    }
    if flag(settings, "allowPadding")? {
        policy = policy.allowing_padding();
    }
    Ok(policy)
}

fn recipient(settings: &Value) -> Option<Recipient> {
    match choice(settings.get("recipient")?)? {
        None => Some(Recipient::Any),
        Some(("audience", names)) => Some(Recipient::Audience(names)),
        Some(("clientId", names)) => Some(Recipient::ClientId(names)),
        Some(_) => None,
    }
}

fn token_use(settings: &Value) -> Option<TokenUse> {
    match settings.get("tokenUse")?.as_str()? {
        "any" => Some(TokenUse::Any),
        name => Some(TokenUse::Is(name.to_owned())),
    }
}

fn scopes(settings: &Value) -> Option<Scopes> {
    match choice(settings.get("scopes")?)? {
        None => Some(Scopes::Any),
        Some(("allOf", names)) => Some(Scopes::AllOf(names)),
        Some(("oneOf", names)) => Some(Scopes::OneOf(names)),
        Some(_) => None,
    }
}

fn groups(settings: &Value) -> Option<Groups> {
    let claim = match settings.get("groupsClaim") {
        None => COGNITO_GROUPS.to_owned(),
        Some(name) => name.as_str()?.to_owned(),
    };
    match choice(settings.get("groups")?)? {
        None => Some(Groups::Any),
        Some(("allOf", names)) => Some(Groups::AllOf(Memberships { claim, names })),
        Some(("oneOf", names)) => Some(Groups::OneOf(Memberships { claim, names })),
        Some(_) => None,
    }
}

/// `"any"`, or one word and its names.
fn choice(value: &Value) -> Option<Option<(&str, Vec<String>)>> {
    match (value.as_str(), value.as_object()) {
        (Some("any"), _) => Some(None),
        (_, Some([(word, names)])) => Some(Some((word, strings(names)?))),
        _ => None,
    }
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array()?.iter();
    items.map(|item| item.as_str().map(str::to_owned)).collect()
}

fn keys(settings: &Value) -> Result<JwkSet<PortableKey>, SettingsError> {
    let jwks = settings.get("jwks").ok_or(SettingsError::Member("jwks"))?;
    let text = match jwks {
        Value::String(text) => text.clone(),
        set => set.to_string(),
    };
    let (keys, _) = JwkSet::load(text.as_bytes(), &PortableVerifier)?;
    Ok(keys)
}

fn seconds(settings: &Value, name: &'static str) -> Result<Option<u64>, SettingsError> {
    match settings.get(name) {
        None => Ok(None),
        Some(Value::Number(text)) => match text.parse() {
            Ok(seconds) => Ok(Some(seconds)),
            Err(_) => Err(SettingsError::Member(name)),
        },
        Some(_) => Err(SettingsError::Member(name)),
    }
}

fn flag(settings: &Value, name: &'static str) -> Result<bool, SettingsError> {
    match settings.get(name) {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or(SettingsError::Member(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"issuers":["i"],"recipient":"any","tokenUse":"any","scopes":"any","groups":"any",
        "jwks":"{\"keys\":[]}","now":1795000000}"#;

    #[test]
    fn what_is_missing_is_not_any() {
        assert!(Settings::parse(GOOD).is_ok());
        for name in [
            "issuers",
            "recipient",
            "tokenUse",
            "scopes",
            "groups",
            "jwks",
            "now",
        ] {
            let without = GOOD.replace(&format!("\"{name}\""), "\"groupsClaim\"");
            let refused = Settings::parse(&without).err();
            // in place of a missing member stands another that may be of the wrong shape itself
            assert!(
                matches!(refused, Some(SettingsError::Member(_))),
                "{name}: {refused:?}"
            );
        }
    }

    #[test]
    fn every_choice_is_read() {
        let text = GOOD
            .replace(
                r#""recipient":"any""#,
                r#""recipient":{"audience":["a","b"]}"#,
            )
            .replace(r#""tokenUse":"any""#, r#""tokenUse":"id""#)
            .replace(r#""scopes":"any""#, r#""scopes":{"oneOf":["s"]}"#)
            .replace(
                r#""groups":"any""#,
                r#""groups":{"allOf":["g"]},"groupsClaim":"roles","clockTolerance":300"#,
            );
        let policy = Settings::parse(&text).unwrap().policy;
        assert_eq!(
            *policy.recipient(),
            Recipient::Audience(vec!["a".into(), "b".into()])
        );
        assert_eq!(*policy.token_use(), TokenUse::Is("id".into()));
        assert_eq!(*policy.scopes(), Scopes::OneOf(vec!["s".into()]));
        let (claim, names) = ("roles".into(), vec!["g".into()]);
        assert_eq!(
            *policy.groups(),
            Groups::AllOf(Memberships { claim, names })
        );
    }

    #[test]
    fn what_is_not_known_or_not_of_its_shape_is_refused() {
        let with = |from: &str, to: &str| Settings::parse(&GOOD.replace(from, to)).err();
        assert_eq!(
            with(r#""now""#, r#""leeway":60,"now""#),
            Some(SettingsError::UnknownMember)
        );
        for now in ["-1", "1.5", "\"1\"", "null"] {
            assert_eq!(with("1795000000", now), Some(SettingsError::Member("now")));
        }
        assert_eq!(
            with(r#""scopes":"any""#, r#""scopes":{"allOf":[]}"#),
            Some(SettingsError::Policy(PolicyError::NoScope))
        );
        for choice in [
            r#""Any""#,
            "{}",
            "[]",
            r#"{"allOf":["a"],"oneOf":["b"]}"#,
            r#"{"allOf":[1]}"#,
        ] {
            let refused = with(r#""scopes":"any""#, &format!("\"scopes\":{choice}"));
            assert_eq!(refused, Some(SettingsError::Member("scopes")), "{choice}");
        }
        assert_eq!(
            with("{\\\"keys", "[\\\"keys"),
            Some(SettingsError::Keys(JwksError::Json(JsonError::Malformed)))
        );
    }
}
