//! `POST /session`: a verified person gets a short-lived session cookie, which CloudFront Functions can check;
//! `DELETE /session`: the cookie is cleared. What the cookie holds is written in [`token`].

mod cookie;
mod signing_key;
mod token;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use http::Method;
use roundel_avatar::{PublicId, Refusal};
use serde_json::json;

pub use cookie::Cookie;
pub use signing_key::{SigningKey, SigningKeyError};
pub use token::{Mint, MintError, SessionToken};

use crate::{
    http_api::{Cors, answer},
    log::Line,
    settings::{Settings, SettingsError},
    token_gate::TokenGate,
};

/// Everything the lambda was configured with.
pub struct Sessions {
    gate: TokenGate,
    cors: Cors,
    mint: Mint,
    cookie: Cookie,
}

impl Sessions {
    /// Reads the token settings and `CORS_ALLOW_ORIGIN` as `key_upload` does; `SESSION_KEY` (see [`SigningKey`]),
    /// `SESSION_SECONDS`, `SESSION_GROUPS` and `GROUPS_CLAIM` (see [`Mint`]); `SESSION_COOKIE_NAME` and
    /// `SESSION_COOKIE_DOMAIN` (see [`Cookie`]).
    ///
    /// # Errors
    /// Every setting that is missing or wrong, at once.
    pub fn from_settings<F>(mut settings: Settings<F>) -> Result<Self, SettingsError>
    where
        F: Fn(&str) -> Option<String>,
    {
        let gate = TokenGate::from_settings(&mut settings);
        let cors = Cors::from_settings(&mut settings, "POST, DELETE, OPTIONS").with_credentials();
        let mint = Mint::from_settings(&mut settings);
        let cookie = Cookie::from_settings(&mut settings);
        let made = gate.zip(mint).map(|(gate, mint)| Self {
            gate,
            cors,
            mint,
            cookie,
        });
        settings.finish(made)
    }

    /// The flow: CORS ▸ method ▸ token ▸ session token ▸ cookie, at `now` (seconds since 1970). Every answer has CORS
    /// headers, every refusal is JSON.
    pub async fn respond(
        &self,
        request: &ApiGatewayV2httpRequest,
        now: u64,
    ) -> ApiGatewayV2httpResponse {
        let response = match request.request_context.http.method {
            Method::OPTIONS => answer::no_content(),
            Method::POST => match self.start(request, now).await {
                Ok(token) => self.started(&token, now),
                Err(refusal) => answer::refusal(&refusal),
            },
            Method::DELETE => self.ended(),
            _ => answer::method_not_allowed("POST or DELETE"),
        };
        self.cors.apply(&request.headers, response)
    }

    async fn start(
        &self,
        request: &ApiGatewayV2httpRequest,
        now: u64,
    ) -> Result<SessionToken, Refusal> {
        let claims = self.gate.authenticate(&request.headers, now).await?;
        let token = self.mint.mint(&claims, now).map_err(refused)?;
        let public_id = PublicId::from_sub(&claims.subject());
        Line::new("session_started").public_id(public_id).write();
        Ok(token)
    }

    fn started(&self, token: &SessionToken, now: u64) -> ApiGatewayV2httpResponse {
        let expires_at = answer::date_time(token.expires_at());
        let mut response = answer::json(200, json!({ "expiresAt": expires_at }).to_string());
        response.cookies.push(self.cookie.holding(token, now));
        response
    }

    /// Needs no token: a page of another site cannot send `DELETE`, and who is signed out stays so.
    fn ended(&self) -> ApiGatewayV2httpResponse {
        let mut response = answer::no_content();
        response.cookies.push(self.cookie.cleared());
        response
    }
}

fn refused(error: MintError) -> Refusal {
    Line::new("session_refused").code(error.code()).write();
    match error {
        MintError::Expired => Refusal::unauthorized(),
        MintError::TooLong => Refusal::new(
            403,
            "session_too_large",
            "Your groups do not fit into a session; ask who runs this.",
        ),
    }
}

#[cfg(test)]
mod tests;
