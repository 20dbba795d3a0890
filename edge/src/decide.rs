//! The flow of one viewer request.

use roundel_avatar::{PublicId, Refusal};
use roundel_token::json::Value;
use roundel_token::{
    Claims, Decision, DroppedKey, KeysRequest, TokenError, Verifier, VerifierError,
    VerifySignature, token_from,
};

use crate::access::{Access, Matched};
use crate::config::Config;
use crate::event::ViewerRequest;
use crate::{cors, path, refuse, rewrite, trusted_headers};

/// The rules of one distribution, and the keys to keep them by.
pub struct Edge<S: VerifySignature> {
    config: Config,
    verifier: Verifier<S>,
}

/// What the handler is to do with a viewer request.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Give this request to CloudFront.
    Forward {
        /// The request to go on with.
        request: Value,
        /// Keys to fetch in the background.
        refresh: Option<KeysRequest>,
    },
    /// Give this response to CloudFront.
    Respond {
        /// The response.
        response: Value,
        /// Why, for the log: never the token, nor anything else the viewer sent.
        code: &'static str,
    },
    /// Fetch these keys, report them, and ask again.
    FetchKeys(KeysRequest),
}

/// The two ways out before the end of the flow.
enum Stop {
    Refuse(Refusal, &'static str),
    FetchKeys(KeysRequest),
}

/// A viewer who is known, as far as the rule asks.
struct Viewer {
    claims: Option<Claims>,
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

    /// Decides about the viewer-request event `event` (JSON) at `now` seconds.
    pub fn decide(&mut self, event: &str, now: u64) -> Answer {
        let request = match ViewerRequest::parse(event) {
            Ok(request) => request,
            Err(refused) => {
                return Answer::Respond {
                    response: refuse::response(&refuse::unavailable(), &[]),
                    code: refused.code(),
                };
            }
        };
        let origin = request.header("origin").map(str::to_owned);
        match self.steps(request, now) {
            Ok(answer) => answer,
            Err(Stop::FetchKeys(request)) => Answer::FetchKeys(request),
            Err(Stop::Refuse(refusal, code)) => {
                let cors = cors::headers(&self.config, origin.as_deref());
                Answer::Respond {
                    response: refuse::response(&refusal, &cors),
                    code,
                }
            }
        }
    }

    fn steps(&mut self, mut request: ViewerRequest, now: u64) -> Result<Answer, Stop> {
        let Self { config, verifier } = self;
        path::check(request.uri())?;
        let matched = Matched::first(config.rules(), request.uri())?;
        if request.method() == "OPTIONS" {
            return Ok(cors::preflight(config, &request)?);
        }
        check_method(request.method())?;
        let viewer = identify(&request, matched.access, config, verifier, now)?;
        check_owner(&matched, viewer.claims.as_ref())?;
        let target = rewrite::target(&matched, request.header("accept"), config)?;
        trusted_headers::replace(&mut request, viewer.claims.as_ref(), config);
        request.send_to(&target);
        Ok(Answer::Forward {
            request: request.into_value(),
            refresh: viewer.refresh,
        })
    }

    /// Checks a token alone, with the keys there are.
    ///
    /// # Errors
    /// Why it is refused; [`TokenError::KeysUnavailable`] where keys would have to be fetched first.
    pub fn verify(&mut self, token: &str, now: u64) -> Result<(), TokenError> {
        match self.verifier.check(token.as_bytes(), now) {
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

fn identify<S: VerifySignature>(
    request: &ViewerRequest,
    access: Access,
    config: &Config,
    verifier: &mut Verifier<S>,
    now: u64,
) -> Result<Viewer, Stop> {
    if access == Access::Public {
        return Ok(Viewer {
            claims: None,
            refresh: None,
        });
    }
    let token = token_from(config.token_sources(), request.headers())?;
    match verifier.check(token.as_bytes(), now) {
        Decision::Allow { claims, refresh } => Ok(Viewer {
            claims: Some(claims),
            refresh,
        }),
        Decision::Deny(reason) => Err(reason.into()),
        Decision::FetchKeys(request) => Err(Stop::FetchKeys(request)),
    }
}

fn check_method(method: &str) -> Result<(), Refusal> {
    match method {
        "GET" | "HEAD" => Ok(()),
        _ => Err(refuse::method_not_allowed()),
    }
}

/// `owner` paths begin with the id that is made from the token's own `sub`.
fn check_owner(matched: &Matched<'_>, claims: Option<&Claims>) -> Result<(), Refusal> {
    if matched.access != Access::Owner {
        return Ok(());
    }
    let own = claims.map(|claims| PublicId::from_sub(claims.subject()));
    let asked = PublicId::parse(matched.first_segment());
    match own.is_some() && own == asked {
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

impl Answer {
    /// As the handler reads it: `{"forward", "refresh"?}`, `{"respond", "code"}` or `{"fetchKeys"}`, where keys to fetch
    /// are `{"issuer", "url"}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let members = match self {
            Self::Forward { request, refresh } => {
                let refresh = refresh.as_ref().map(|keys| ("refresh", keys_json(keys)));
                let mut members = vec![("forward", request.clone())];
                members.extend(refresh);
                members
            }
            Self::Respond { response, code } => {
                vec![("respond", response.clone()), ("code", Value::from(*code))]
            }
            Self::FetchKeys(keys) => vec![("fetchKeys", keys_json(keys))],
        };
        Value::object(members).to_string()
    }
}

fn keys_json(keys: &KeysRequest) -> Value {
    Value::object([
        ("issuer", Value::from(keys.issuer.as_str())),
        ("url", Value::from(keys.url.as_str())),
    ])
}
