//! A verifier that keeps its issuers' keys, without doing any IO: it says what to fetch and is told what came.

use alloc::string::String;
use alloc::vec::Vec;

use alloc::sync::Arc;

use crate::claims::Claims;
use crate::deny_list::DenyList;
use crate::error::TokenError;
use crate::issuer_keys::{IssuerKeys, SOFT_AGE};
use crate::jwk::DroppedKey;
use crate::jwk_set::{JwkSet, JwksError};
use crate::key::select_key;
use crate::keys_url::{KeysUrl, KeysUrlError};
use crate::memo::{Entry, Memo, MemoLimits, Place};
use crate::policy::Policy;
use crate::signature::VerifySignature;
use crate::verify::{Body, open};

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
    memo: Memo,
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
        let is_named_once = |issuer: &String| {
            let named = issuers.iter().filter(|keys| keys.issuer == *issuer);
            named.count() == 1
        };
        let wanted = policy.issuers();
        if wanted.len() != issuers.len() || !wanted.iter().all(is_named_once) {
            return Err(VerifierError::SourcesMismatch);
        }
        Ok(Self {
            policy,
            primitive,
            issuers,
            deny_list: DenyList::default(),
            memo: Memo::none(),
        })
    }

    /// Remembers tokens whose signature was good, and does not check it again. What can change since is checked on every
    /// hit: the policy with its times, that the key is still in a set that is young enough, the deny list. All is forgotten
    /// when a key leaves a set and when the deny list changes.
    ///
    /// `seed` is a random number of this process, which keeps whoever makes tokens from choosing their places here.
    #[must_use]
    pub fn with_memo(self, limits: MemoLimits, seed: u64) -> Self {
        let memo = Memo::new(limits, seed);
        Self { memo, ..self }
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
                if !keys.replace(set, now) {
                    self.memo.clear();
                }
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
        self.memo.clear();
    }

    fn try_check(&mut self, token: &[u8], now: u64) -> Result<Decision, TokenError> {
        let place = self.memo.place(token);
        match self.remembered(token, place, now) {
            Some(decision) => decision,
            None => self.verify(token, place, now),
        }
    }

    /// The answer for a token whose signature was good before, if it can be answered from there.
    fn remembered(
        &mut self,
        token: &[u8],
        place: Place,
        now: u64,
    ) -> Option<Result<Decision, TokenError>> {
        let entry = self.memo.find(token, place)?;
        let keys = self.issuers.get_mut(entry.issuer)?;
        let set = keys.usable(now).ok()?;
        if !set.still_has(&entry.key, entry.has_kid) {
            return None;
        }
        let checked = entry.claims.check(&self.policy, now);
        let claims = checked.and_then(|()| match self.deny_list.has(&entry.claims) {
            true => Err(TokenError::Revoked),
            false => Ok(entry.claims.clone()),
        });
        if claims.is_err() {
            self.memo.remove(token, place);
        }
        Some(claims.map(|claims| keys.allow(claims, now)))
    }

    fn verify(&mut self, token: &[u8], place: Place, now: u64) -> Result<Decision, TokenError> {
        let (header, body) = open(token, &self.policy)?;
        let issuer = self.issuer_of(&body)?;
        let keys = &mut self.issuers[issuer];
        let selected = keys
            .usable(now)
            .and_then(|set| select_key(set, &header, &self.policy));
        let verified = selected.and_then(|key| {
            let claims = body.verify(key, &self.policy, now, &self.primitive)?;
            Ok((claims, Arc::clone(key.shared_public_key())))
        });
        let kid = header.kid();
        let (claims, key) = match verified {
            Ok(verified) => verified,
            Err(TokenError::UnknownKid | TokenError::KeysUnavailable)
                if keys.begin_fetch(kid.as_deref(), now) =>
            {
                return Ok(Decision::FetchKeys(keys.request()));
            }
            Err(refused) => return Err(refused),
        };
        if self.deny_list.has(&claims) {
            return Err(TokenError::Revoked);
        }
        let entry = Entry {
            claims: claims.clone(),
            issuer,
            key,
            has_kid: kid.is_some(),
        };
        self.memo.insert(token, place, entry);
        Ok(keys.allow(claims, now))
    }

    /// Whose keys to check with. One issuer's keys never check another's token, whatever their ids.
    fn issuer_of(&self, token: &Body<'_>) -> Result<usize, TokenError> {
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
    fn allow(&mut self, claims: Claims, now: u64) -> Decision {
        let refresh = self.begin_refresh(now).then(|| self.request());
        Decision::Allow { claims, refresh }
    }

    fn request(&self) -> KeysRequest {
        KeysRequest {
            issuer: self.issuer.clone(),
            url: self.url.clone(),
        }
    }
}
