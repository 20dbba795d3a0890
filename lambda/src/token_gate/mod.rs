//! Who is asking: the verifier of `roundel-token` with the environment's policy and keys fetched over HTTPS.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use http::HeaderMap;
use roundel_avatar::Refusal;
use roundel_token::{
    Claims, Decision, FETCH_TIMEOUT_MILLIS, Groups, KeySource, KeysRequest, MAX_JWKS_BYTES,
    NativeVerifier, Policy, Recipient, Scopes, TokenError, TokenSource, TokenUse, Verifier,
    token_from,
};

use crate::{
    fetch::{Bounds, Fetcher},
    invocation::Invocation,
    log::Line,
    metric::Metric,
    secret::Secret,
    settings::Settings,
};

/// The original's clients send the token as it is, ours with `Bearer`: both are read.
const SOURCES: [TokenSource; 1] = [TokenSource::Header { raw: true }];

const KEY_SET: Bounds = Bounds {
    time: Duration::from_millis(FETCH_TIMEOUT_MILLIS),
    bytes: MAX_JWKS_BYTES,
};

/// Verifies the tokens of requests. Cloning shares the keys.
#[derive(Clone)]
pub struct TokenGate {
    verifier: Arc<Mutex<Verifier<NativeVerifier>>>,
    fetcher: Fetcher,
}

impl TokenGate {
    /// Reads `TOKEN_ISSUER`, or `USER_POOL_ID` and `AWS_REGION` for a Cognito user pool; and `CLIENT_ID`, one or more
    /// separated by commas. `ALLOW_LOOPBACK_ISSUER=1` takes keys from a loopback address over plain HTTP, in
    /// development. `None` when something is wrong, which `settings` then knows.
    pub fn from_settings<F>(settings: &mut Settings<F>) -> Option<Self>
    where
        F: Fn(&str) -> Option<String>,
    {
        let issuer = issuer_from_settings(settings);
        let clients = clients_from_settings(settings);
        let (issuer, clients) = (issuer?, Recipient::ClientId(clients?));
        let token_use = TokenUse::Is("access".to_owned());
        let policy = Policy::new(
            [issuer.as_str()],
            clients,
            token_use,
            Scopes::Any,
            Groups::Any,
        );
        let policy = settings.checked("TOKEN_ISSUER", policy);
        let source = match settings.optional("ALLOW_LOOPBACK_ISSUER").as_deref() {
            Some("1") => KeySource::of_development_issuer(issuer),
            _ => KeySource::of_issuer(issuer),
        };
        let source = settings.checked("TOKEN_ISSUER", source);
        let verifier = Verifier::new(policy?, [source?], NativeVerifier);
        Some(Self {
            verifier: Arc::new(Mutex::new(settings.checked("TOKEN_ISSUER", verifier)?)),
            fetcher: settings.checked("the HTTP client", Fetcher::new())?,
        })
    }

    /// What keys are fetched with; another would read the system's certificates once more, at every cold start.
    pub fn fetcher(&self) -> Fetcher {
        self.fetcher.clone()
    }

    /// The claims of the request's token at `now` (seconds since 1970).
    ///
    /// # Errors
    /// A 401 that says nothing of the reason, which is in the log as a code; a 503 when there are no keys to verify
    /// with.
    pub async fn authenticate(&self, headers: &HeaderMap, now: u64) -> Result<Claims, Refusal> {
        match self.verify(headers, now).await {
            Ok(claims) => Ok(claims),
            Err(error) => {
                Line::new("token_refused")
                    .code(error.code())
                    .metric(Metric::TokenRefused, 1)
                    .write();
                Err(refusal(&error))
            }
        }
    }

    async fn verify(&self, headers: &HeaderMap, now: u64) -> Result<Claims, TokenError> {
        let token = Secret::new(token_from(&SOURCES, pairs(headers))?);
        loop {
            let decision = self.lock()?.check(token.expose().as_bytes(), now);
            match decision {
                Decision::Allow { claims, refresh } => {
                    self.refresh_in_background(refresh, now);
                    return Ok(claims);
                }
                Decision::Deny(error) => return Err(error),
                Decision::FetchKeys(request) => self.clone_and_fetch(request, now).await?,
            }
        }
    }

    fn refresh_in_background(&self, request: Option<KeysRequest>, now: u64) {
        if let Some(request) = request {
            tokio::spawn(Invocation::carried(self.clone_and_fetch(request, now)));
        }
    }

    /// The lock is not held while the network is waited for.
    fn clone_and_fetch(
        &self,
        request: KeysRequest,
        now: u64,
    ) -> impl Future<Output = Result<(), TokenError>> + Send + 'static {
        let gate = self.clone();
        async move {
            let fetched = gate.fetcher.fetch(request.url.as_str(), KEY_SET).await;
            let mut verifier = gate.lock()?;
            let loaded = fetched.map(|bytes| verifier.keys_loaded(&request.issuer, &bytes, now));
            match loaded {
                Ok(Ok(dropped)) => log_keys("keys_loaded", dropped.len()),
                Ok(Err(_)) => log_keys("keys_refused", 0),
                Err(_) => {
                    verifier.keys_failed(&request.issuer, now);
                    log_keys("keys_unreachable", 0);
                }
            }
            Ok(())
        }
    }

    fn lock(&self) -> Result<std::sync::MutexGuard<'_, Verifier<NativeVerifier>>, TokenError> {
        self.verifier
            .lock()
            .map_err(|_| TokenError::KeysUnavailable)
    }
}

fn issuer_from_settings<F>(settings: &mut Settings<F>) -> Option<String>
where
    F: Fn(&str) -> Option<String>,
{
    if let Some(issuer) = settings.optional("TOKEN_ISSUER") {
        return Some(issuer);
    }
    let pool = settings.required(&["TOKEN_ISSUER", "USER_POOL_ID"]);
    // a pool's id begins with its region, which need not be the lambda's
    let region = pool.split_once('_').map(|(region, _)| region);
    if region.is_none() && !pool.is_empty() {
        settings.problem("USER_POOL_ID must be like eu-west-1_AbCdEf123".to_owned());
    }
    region.map(|region| format!("https://cognito-idp.{region}.amazonaws.com/{pool}"))
}

fn clients_from_settings<F>(settings: &mut Settings<F>) -> Option<Vec<String>>
where
    F: Fn(&str) -> Option<String>,
{
    let list = settings.required(&["CLIENT_ID"]);
    let clients: Vec<String> = list.split(',').map(|id| id.trim().to_owned()).collect();
    if !clients.iter().any(String::is_empty) {
        return Some(clients);
    }
    if !list.is_empty() {
        settings.problem("CLIENT_ID has an empty entry".to_owned());
    }
    None
}

/// A header whose value is not text is no header that could hold a token.
fn pairs(headers: &HeaderMap) -> Vec<(&str, &str)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or("\0")))
        .collect()
}

fn refusal(error: &TokenError) -> Refusal {
    match error {
        TokenError::KeysUnavailable => Refusal::new(
            503,
            "unavailable",
            "Sign-in cannot be checked just now; try again in a moment.",
        ),
        _ => Refusal::unauthorized(),
    }
}

fn log_keys(event: &'static str, dropped: usize) {
    Line::new(event).number("dropped", dropped as u64).write();
}

#[cfg(test)]
mod tests;
