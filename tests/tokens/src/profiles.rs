//! What tokens are verified against: policy and keys by name, as the demo page's module takes them.

use serde_json::{Value, json};

use crate::claims::{CLIENT, ISSUER, NOW};
use crate::jwks::jwks;
use crate::signer::RSA;

/// Settings by a name.
pub struct Profile {
    /// The name.
    pub name: &'static str,
    /// `roundel_token_web::Settings` as JSON.
    pub settings: Value,
}

/// All profiles; the first is the strict one of an API behind Cognito, the others change one thing each.
pub fn profiles() -> Vec<Profile> {
    let mut profiles = vec![Profile {
        name: "strict",
        settings: strict(),
    }];
    let one_key = format!(r#"{{"keys":[{}]}}"#, RSA.jwk("r"));
    let nameless = format!(r#"{{"keys":[{{{}}}]}}"#, RSA.members());
    for (name, changes) in [
        ("any kid", json!({"allowMissingKid": true})),
        (
            "any kid, one key",
            json!({"allowMissingKid": true, "jwks": one_key}),
        ),
        (
            "any kid, nameless key",
            json!({"allowMissingKid": true, "jwks": nameless}),
        ),
        ("no keys", json!({"jwks": {"keys": []}})),
        ("padding", json!({"allowPadding": true})),
        ("300 s tolerance", json!({"clockTolerance": 300})),
        ("10 min lifetime", json!({"longestLifetime": 600})),
        ("at+jwt only", json!({"accessTokenOnly": true})),
        (
            "audience",
            json!({"recipient": {"audience": ["web", "app"]}, "tokenUse": "any"}),
        ),
        (
            "scopes, all",
            json!({"scopes": {"allOf": ["openid", "avatars/write"]}}),
        ),
        (
            "scopes, one",
            json!({"scopes": {"oneOf": ["openid", "avatars/write"]}}),
        ),
        (
            "groups, all",
            json!({"groups": {"allOf": ["staff", "admins"]}}),
        ),
        (
            "groups, one",
            json!({"groups": {"oneOf": ["staff", "admins"]}}),
        ),
        (
            "roles",
            json!({"groups": {"oneOf": ["staff"]}, "groupsClaim": "roles"}),
        ),
        ("open", json!({"recipient": "any", "tokenUse": "any"})),
    ] {
        let settings = changed(&profiles[0].settings, changes);
        profiles.push(Profile { name, settings });
    }
    profiles
}

fn strict() -> Value {
    json!({
        "issuers": [ISSUER],
        "recipient": {"clientId": [CLIENT]},
        "tokenUse": "access",
        "scopes": "any",
        "groups": "any",
        "jwks": jwks(),
        "now": NOW,
    })
}

fn changed(settings: &Value, changes: Value) -> Value {
    let mut settings = settings.clone();
    if let (Some(all), Value::Object(changes)) = (settings.as_object_mut(), changes) {
        all.extend(changes);
    }
    settings
}
