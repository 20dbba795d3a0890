//! Explain mode: every check of one token with its verdict, for people. It is [`verify`](crate::verify())'s own answer, told at
//! length: nothing is checked here a second time, so the two cannot disagree.

mod asked;
mod content;
mod found;
mod moment;
mod report;

pub use content::Content;
pub use report::{Line, Report, Verdict};

use crate::check::Check;
use crate::jwk_set::JwkSet;
use crate::policy::Policy;
use crate::signature::VerifySignature;
use crate::verify::verify;
use content::Opened;

/// Verifies a token and reports each check in order, and what the token says, in a form that is safe to show. The
/// signature is not part of it.
///
/// For whoever holds the token already: a service tells its callers nothing of this, as a reason is an oracle.
///
/// ```
/// # #[cfg(not(target_arch = "wasm32"))] {
/// use roundel_token::{
///     Check, Groups, JwkSet, NativeVerifier, Policy, Recipient, Scopes, TokenUse, Verdict, explain,
/// };
///
/// let policy = Policy::new(["i"], Recipient::Any, TokenUse::Any, Scopes::Any, Groups::Any)?;
/// let (keys, _) = JwkSet::load(br#"{"keys":[]}"#, &NativeVerifier)?;
/// let report = explain(b"e30.e30.", &keys, &policy, 1_700_000_000, &NativeVerifier);
/// let algorithm = report.lines().iter().find(|line| line.check == Check::Algorithm);
/// assert_eq!(algorithm.map(|line| line.verdict), Some(Verdict::Failed("alg_not_allowed")));
/// # }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub fn explain<S: VerifySignature>(
    token: &[u8],
    keys: &JwkSet<S::Key>,
    policy: &Policy,
    now: u64,
    signature: &S,
) -> Report {
    let refused = verify(token, keys, policy, now, signature).err();
    let opened = Opened::read(token);
    let failed = refused.as_ref().and_then(Check::of);
    let lines = Check::ALL.map(|check| {
        let verdict = match &refused {
            Some(_) if failed.is_none_or(|failed| check > failed) => Verdict::NotReached,
            Some(error) if Some(check) == failed => Verdict::Failed(error.code()),
            _ if asked::is_off(check, policy) => Verdict::Off,
            _ => Verdict::Passed,
        };
        let is_reached = verdict != Verdict::NotReached;
        Line {
            check,
            verdict,
            asked: asked::text(check, policy),
            found: is_reached.then(|| found::text(check, token, &opened, policy, now)),
        }
    });
    Report::new(refused, lines.into(), opened)
}
