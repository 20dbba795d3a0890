//! A verifier that keeps its issuers' keys, without doing any IO: it says what to fetch and is told what came.

use crate::claims::Claims;
use crate::deny_list::DenyList;
use crate::error::TokenError;
use crate::issuer_keys::{IssuerKeys, SOFT_AGE};
use crate::jwk::DroppedKey;
use crate::jwk_set::{JwkSet, JwksError};
use crate::keys_url::{KeysUrl, KeysUrlError};
use crate::policy::Policy;
use crate::signature::VerifySignature;
use crate::verify::Opened;

/// Verifies tokens of the policy's issuers, and knows when their keys are to be fetched.
///
/// The caller fetches, so there is one verifier for sync and async callers alike. With a mutex around it, the lock is
/// held during [`check`](Self::check) and [`keys_loaded`](Self::keys_loaded), never while waiting for the network:
///
/// ```
/// # #[cfg(not(target_arch = "wasm32"))] {
/// use std::sync::Mutex;
/// use roundel_token::{Claims, Decision, KeysRequest, NativeVerifier, TokenError, Verifier};
///
/// async fn claims_of(
///     token: &str,
///     verifier: &Mutex<Verifier<NativeVerifier>>,
///     now: u64,
///     fetch: impl AsyncFn(&str) -> Option<Vec<u8>>,
/// ) -> Result<Claims, TokenError> {
///     loop {
///         let decision = verifier.lock().map_err(|_| TokenError::KeysUnavailable)?.check(token.as_bytes(), now);
///         let request = match decision {
///             Decision::Allow { claims, .. } => return Ok(claims),
///             Decision::Deny(reason) => return Err(reason),
///             Decision::FetchKeys(request) => request,
///         };
///         let fetched = fetch(request.url.as_str()).await;
///         let mut verifier = verifier.lock().map_err(|_| TokenError::KeysUnavailable)?;
///         match fetched {
///             Some(bytes) => drop(verifier.keys_loaded(&request.issuer, &bytes, now)),
///             None => verifier.keys_failed(&request.issuer, now),
///         }
///     }
/// }
/// # }
/// ```
///
/// The loop ends: a fetch that finds the key allows or denies, one that does not makes the id unknown for 60 s, and
/// one that fails pauses fetching.
pub struct Verifier<S: VerifySignature> {
    policy: Policy,
    primitive: S,
    issuers: Vec<IssuerKeys<S::Key>>,
    deny_list: DenyList,
}

/// Where one issuer's keys come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySource {
    issuer: String,
    url: KeysUrl,
}

/// What to do with a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// The token is good.
    Allow {
        /// What it says.
        claims: Claims,
        /// Keys that should be fetched in the background, without keeping this request waiting.
        refresh: Option<KeysRequest>,
    },
    /// The token is refused.
    Deny(TokenError),
    /// Fetch these keys, report by [`Verifier::keys_loaded`] or [`Verifier::keys_failed`], and check again. Several checks
    /// at once may be answered so for one fetch of the budget: a concurrent caller lets them wait for the same fetch.
    FetchKeys(KeysRequest),
}

/// Keys to fetch: at most 64 KB, without following redirects, within
/// [`FETCH_TIMEOUT_MILLIS`](crate::FETCH_TIMEOUT_MILLIS).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeysRequest {
    /// Whose keys: to be given back with them.
    pub issuer: String,
    /// Where they are.
    pub url: KeysUrl,
}

/// Why a verifier cannot be made, or keys cannot be given to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifierError {
    /// The policy and the sources do not name the same issuers, each once.
    #[error("the policy's issuers and the key sources do not match")]
    SourcesMismatch,
    /// The keys are of an issuer that is not the policy's.
    #[error("the keys are of another issuer")]
    UnknownIssuer,
    /// The key set is refused; the last good one stays.
    #[error(transparent)]
    Keys(#[from] JwksError),
}

impl KeySource {
    /// The issuer's own `/.well-known/jwks.json`, over https.
    ///
    /// # Errors
    /// A [`KeysUrlError`] where the issuer is not an https URL.
    pub fn of_issuer(issuer: impl Into<String>) -> Result<Self, KeysUrlError> {
        let issuer = issuer.into();
        let url = KeysUrl::of_issuer(&issuer)?;
        Ok(Self { issuer, url })
    }

    /// The same where a loopback issuer over plain http is taken too. For development only.
    ///
    /// # Errors
    /// A [`KeysUrlError`].
    pub fn of_development_issuer(issuer: impl Into<String>) -> Result<Self, KeysUrlError> {
        let issuer = issuer.into();
        let url = KeysUrl::of_development_issuer(&issuer)?;
        Ok(Self { issuer, url })
    }

    /// Keys at another address.
    #[must_use]
    pub fn at(issuer: impl Into<String>, url: KeysUrl) -> Self {
        Self {
            issuer: issuer.into(),
            url,
        }
    }
}

impl<S: VerifySignature> Verifier<S> {
    /// A verifier without keys yet: the first check asks for them.
    ///
    /// # Errors
    /// [`VerifierError::SourcesMismatch`].
    pub fn new(
        policy: Policy,
        sources: impl IntoIterator<Item = KeySource>,
        primitive: S,
    ) -> Result<Self, VerifierError> {
        let keep = |source: KeySource| IssuerKeys::new(source.issuer, source.url);
        let issuers: Vec<_> = sources.into_iter().map(keep).collect();
        let mut named: Vec<&str> = issuers.iter().map(|keys| keys.issuer.as_str()).collect();
        let mut wanted: Vec<&str> = policy.issuers().iter().map(String::as_str).collect();
        named.sort_unstable();
        wanted.sort_unstable();
        if named != wanted || named.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(VerifierError::SourcesMismatch);
        }
        Ok(Self {
            policy,
            primitive,
            issuers,
            deny_list: DenyList::default(),
        })
    }

    /// Checks one token at `now` seconds.
    pub fn check(&mut self, token: &[u8], now: u64) -> Decision {
        self.try_check(token, now).unwrap_or_else(Decision::Deny)
    }

    /// Takes keys that were fetched at `now`, and reports the ones that may not be used. The memory of ids that were
    /// asked for is settled.
    ///
    /// # Errors
    /// A [`VerifierError`] when the set is refused: the last good one stays, and it counts as a failed fetch.
    pub fn keys_loaded(
        &mut self,
        issuer: &str,
        bytes: &[u8],
        now: u64,
    ) -> Result<Vec<DroppedKey>, VerifierError> {
        let loaded = JwkSet::load(bytes, &self.primitive);
        let keys = self.keys_of(issuer)?;
        match loaded {
            Ok((set, dropped)) => {
                keys.replace(set, now);
                Ok(dropped)
            }
            Err(refused) => {
                keys.fetch_failed(now);
                Err(refused.into())
            }
        }
    }

    /// Takes keys that came with the configuration: usable at once, but a refresh is asked for at the first check.
    ///
    /// # Errors
    /// As [`keys_loaded`](Self::keys_loaded).
    pub fn keys_bundled(
        &mut self,
        issuer: &str,
        bytes: &[u8],
        now: u64,
    ) -> Result<Vec<DroppedKey>, VerifierError> {
        self.keys_loaded(issuer, bytes, now.saturating_sub(SOFT_AGE))
    }

    /// Says that keys could not be fetched: the last good ones stay, and fetching pauses.
    pub fn keys_failed(&mut self, issuer: &str, now: u64) {
        if let Ok(keys) = self.keys_of(issuer) {
            keys.fetch_failed(now);
        }
    }

    /// Refuses these tokens and sessions from now on, in place of the ones before.
    pub fn replace_deny_list(&mut self, deny_list: DenyList) {
        self.deny_list = deny_list;
    }

    fn try_check(&mut self, token: &[u8], now: u64) -> Result<Decision, TokenError> {
        let opened = Opened::read(token, &self.policy)?;
        let at = self.issuer_of(&opened)?;
        let keys = &mut self.issuers[at];
        let verified = keys
            .usable(now)
            .and_then(|set| opened.verify(set, &self.policy, now, &self.primitive));
        match verified {
            Ok(claims) if self.deny_list.has(&claims) => Err(TokenError::Revoked),
            Ok(claims) => Ok(Decision::Allow {
                claims,
                refresh: keys.begin_refresh(now).then(|| keys.request()),
            }),
            Err(TokenError::UnknownKid | TokenError::KeysUnavailable)
                if keys.begin_fetch(opened.kid(), now) =>
            {
                Ok(Decision::FetchKeys(keys.request()))
            }
            Err(refused) => Err(refused),
        }
    }

    /// Whose keys to check with. One issuer's keys never check another's token, whatever their ids.
    fn issuer_of(&self, token: &Opened<'_>) -> Result<usize, TokenError> {
        if self.issuers.len() == 1 {
            return Ok(0);
        }
        let claimed = token.claimed_issuer()?;
        let position = self.issuers.iter().position(|keys| keys.issuer == claimed);
        position.ok_or(TokenError::IssuerMismatch)
    }

    fn keys_of(&mut self, issuer: &str) -> Result<&mut IssuerKeys<S::Key>, VerifierError> {
        let keys = self.issuers.iter_mut().find(|keys| keys.issuer == issuer);
        keys.ok_or(VerifierError::UnknownIssuer)
    }
}

impl<K> IssuerKeys<K> {
    fn request(&self) -> KeysRequest {
        KeysRequest {
            issuer: self.issuer.clone(),
            url: self.url.clone(),
        }
    }
}
