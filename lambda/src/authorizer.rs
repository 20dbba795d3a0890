//! The HTTP API's lambda authorizer: payload 2.0, simple response.

use std::collections::BTreeMap;

use http::HeaderMap;
use roundel_avatar::PublicId;
use serde::Serialize;

use crate::{
    settings::{Settings, SettingsError},
    token_gate::TokenGate,
};

/// Everything the lambda was configured with.
pub struct Authorizer {
    gate: TokenGate,
    refused: Refused,
}

/// What happens to a request whose token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refused {
    /// The gateway answers 401 with its own fixed body.
    Deny,
    /// The lambda behind is asked all the same, without a `sub` in the context: for routes whose lambda verifies the
    /// token itself, so that the refusal has our JSON and CORS headers, which the gateway's own cannot have.
    Forward,
}

/// The simple response of payload 2.0.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    is_authorized: bool,
    context: BTreeMap<&'static str, String>,
}

/// Why there is no decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizerError {
    /// The one error message that the gateway turns into a 401.
    #[error("Unauthorized")]
    Unauthorized,
    /// There are no keys to verify with: the gateway answers 500, and nobody is told to sign in again.
    #[error("KeysUnavailable")]
    KeysUnavailable,
}

impl Authorizer {
    /// Reads the token settings and `REFUSED_TOKENS` (`deny`, the default, or `forward`).
    ///
    /// # Errors
    /// Every setting that is missing or wrong, at once.
    pub fn from_settings<F>(mut settings: Settings<F>) -> Result<Self, SettingsError>
    where
        F: Fn(&str) -> Option<String>,
    {
        let gate = TokenGate::from_settings(&mut settings);
        let refused = refused_from_settings(&mut settings);
        settings.finish(gate.map(|gate| Self { gate, refused }))
    }

    /// Verifies the token of these headers at `now` (seconds since 1970). The context tells the lambda behind who it
    /// is: `sub` and `publicId`.
    ///
    /// # Errors
    /// [`AuthorizerError`], unless refused tokens are forwarded.
    pub async fn decide(&self, headers: &HeaderMap, now: u64) -> Result<Decision, AuthorizerError> {
        let context = match (self.gate.authenticate(headers, now).await, self.refused) {
            (Ok(claims), _) => BTreeMap::from([
                (
                    "publicId",
                    PublicId::from_sub(&claims.subject()).to_string(),
                ),
                ("sub", claims.subject().into_owned()),
            ]),
            (Err(_), Refused::Forward) => BTreeMap::new(),
            (Err(refusal), Refused::Deny) if refusal.status == 401 => {
                return Err(AuthorizerError::Unauthorized);
            }
            (Err(_), Refused::Deny) => return Err(AuthorizerError::KeysUnavailable),
        };
        Ok(Decision {
            is_authorized: true,
            context,
        })
    }
}

fn refused_from_settings<F>(settings: &mut Settings<F>) -> Refused
where
    F: Fn(&str) -> Option<String>,
{
    match settings.optional("REFUSED_TOKENS").as_deref() {
        None | Some("deny") => Refused::Deny,
        Some("forward") => Refused::Forward,
        Some(_) => {
            settings.problem("REFUSED_TOKENS must be deny or forward".to_owned());
            Refused::Deny
        }
    }
}
