//! The flow of one viewer request.

use alloc::vec::Vec;

use roundel_avatar::{PublicId, Refusal};
use roundel_token::{
    Claims, Decision, DroppedKey, KeysRequest, MemoLimits, TokenError, Verifier, VerifierError,
    VerifySignature, token_from,
};

use crate::access::{Access, Matched};
use crate::answer::{Answer, Changes, Response};
use crate::config::Config;
use crate::event::ViewerRequest;
use crate::{cors, path, refuse, rewrite, trusted_headers};

/// The rules of one distribution, and the keys to keep them by.
pub struct Edge<S: VerifySignature> {
    config: Config,
    verifier: Verifier<S>,
}

/// The two ways out before the end of the flow.
enum Stop {
    Refuse(Refusal, &'static str),
    FetchKeys(KeysRequest),
}

/// A viewer whose token is good.
pub(crate) struct Viewer {
    pub(crate) claims: Claims,
    pub(crate) public_id: PublicId,
    refresh: Option<KeysRequest>,
}

impl<S: VerifySignature> Edge<S> {
    /// An edge with this configuration. Keys that came with it are used from `now` on.
    ///
    /// # Errors
    /// A [`VerifierError`], where bundled keys are no key set.
    pub fn new(config: Config, primitive: S, now: u64) -> Result<Self, VerifierError> {
        let policy = config.policy().clone();
        let mut verifier = Verifier::new(policy, config.key_sources().to_vec(), primitive)?;
        for (issuer, keys) in config.bundled_keys() {
            verifier.keys_bundled(issuer, keys.as_bytes(), now)?;
        }
        Ok(Self { config, verifier })
    }

    /// Remembers verified tokens: see [`Verifier::with_memo`].
    #[must_use]
    pub fn with_memo(self, seed: u64) -> Self {
        let Self { config, verifier } = self;
        let verifier = verifier.with_memo(MemoLimits::default(), seed);
        Self { config, verifier }
    }

    /// Decides about the viewer-request event of these strings, at `now` seconds: see [`ViewerRequest::read`].
    pub fn decide(&mut self, strings: &str, count: usize, now: u64) -> Answer {
        match ViewerRequest::read(strings, count) {
            Ok(request) => self.decide_request(&request, now),
            Err(refused) => Answer::Respond {
                response: Response::refusal(&refuse::unavailable()),
                code: refused.code(),
            },
        }
    }

    fn decide_request(&mut self, request: &ViewerRequest<'_>, now: u64) -> Answer {
        match self.steps(request, now) {
            Ok(answer) => answer,
            Err(Stop::FetchKeys(keys)) => Answer::FetchKeys(keys),
            Err(Stop::Refuse(refusal, code)) => Answer::Respond {
                response: refuse::answer(&refusal, request, &self.config),
                code,
            },
        }
    }

    fn steps(&mut self, request: &ViewerRequest<'_>, now: u64) -> Result<Answer, Stop> {
        let Self { config, verifier } = self;
        path::check(request.uri())?;
        let matched = Matched::first(config.rules(), request.uri())?;
        if request.method() == "OPTIONS" {
            return Ok(cors::preflight(config, request)?);
        }
        check_method(request.method())?;
        let viewer = match matched.rule.access {
            Access::Public => None, // a token is not even looked at
            _ => Some(identify(request, config, verifier, now)?),
        };
        check_access(matched, viewer.as_ref(), config)?;
        Ok(Answer::Forward {
            changes: Changes {
                uri: rewrite::target(matched, request, config)?,
                headers: trusted_headers::changes(request, viewer.as_ref()),
            },
            refresh: viewer.and_then(|viewer| viewer.refresh),
        })
    }

    /// Checks a token alone, with the keys there are.
    ///
    /// # Errors
    /// Why it is refused; [`TokenError::KeysUnavailable`] where keys would have to be fetched first.
    pub fn verify(&mut self, token: &[u8], now: u64) -> Result<(), TokenError> {
        match self.verifier.check(token, now) {
            Decision::Allow { .. } => Ok(()),
            Decision::Deny(reason) => Err(reason),
            Decision::FetchKeys(_) => Err(TokenError::KeysUnavailable),
        }
    }

    /// Takes fetched keys: see [`Verifier::keys_loaded`].
    ///
    /// # Errors
    /// A [`VerifierError`].
    pub fn keys_loaded(
        &mut self,
        issuer: &str,
        bytes: &[u8],
        now: u64,
    ) -> Result<Vec<DroppedKey>, VerifierError> {
        self.verifier.keys_loaded(issuer, bytes, now)
    }

    /// Takes note that keys could not be fetched.
    pub fn keys_failed(&mut self, issuer: &str, now: u64) {
        self.verifier.keys_failed(issuer, now);
    }
}

fn check_method(method: &str) -> Result<(), Refusal> {
    match method {
        "GET" | "HEAD" => Ok(()),
        _ => Err(refuse::method_not_allowed()),
    }
}

fn identify<S: VerifySignature>(
    request: &ViewerRequest<'_>,
    config: &Config,
    verifier: &mut Verifier<S>,
    now: u64,
) -> Result<Viewer, Stop> {
    let token = token_from(config.token_sources(), request.headers())?;
    match verifier.check(token.as_bytes(), now) {
        Decision::Allow { claims, refresh } => Ok(Viewer {
            public_id: PublicId::from_sub(&claims.subject()),
            claims,
            refresh,
        }),
        Decision::Deny(reason) => Err(reason.into()),
        Decision::FetchKeys(request) => Err(Stop::FetchKeys(request)),
    }
}

fn check_access(
    matched: Matched<'_>,
    viewer: Option<&Viewer>,
    config: &Config,
) -> Result<(), Refusal> {
    let may_read = match (&matched.rule.access, viewer) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => true,
        (Access::Owner, Some(viewer)) => viewer.public_id.as_str() == matched.first_segment(),
        (Access::Group(group), Some(viewer)) => {
            viewer.claims.is_in_group(config.groups_claim(), group)
        }
        (_, None) => false,
    };
    match may_read {
        true => Ok(()),
        false => Err(refuse::forbidden()),
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        let code = refusal.code;
        Self::Refuse(refusal, code)
    }
}

/// One body for every token, whatever was wrong with it; the reason goes to the log alone.
impl From<TokenError> for Stop {
    fn from(reason: TokenError) -> Self {
        let refusal = match reason {
            TokenError::KeysUnavailable => refuse::unavailable(),
            _ => Refusal::unauthorized(),
        };
        Self::Refuse(refusal, reason.code())
    }
}
