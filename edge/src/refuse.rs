//! The refusals that are the edge's own, and what a viewer is answered.

use roundel_avatar::Refusal;

use crate::answer::Response;
use crate::config::Config;
use crate::event::ViewerRequest;
use crate::{cors, sign_in};

/// 403: the token is good, the path is somebody else's.
pub(crate) fn forbidden() -> Refusal {
    Refusal::new(403, "forbidden", "This belongs to somebody else.")
}

/// 404: no rule, or no file the contract knows.
pub(crate) fn not_found() -> Refusal {
    Refusal::new(404, "not_found", "There is nothing at this address.")
}

/// 405: everything here is only read.
pub(crate) fn method_not_allowed() -> Refusal {
    Refusal::new(405, "method_not_allowed", "This address can only be read.")
}

/// 503: our fault, and closed.
pub(crate) fn unavailable() -> Refusal {
    let message = "This cannot be checked now. Try again in a moment.";
    Refusal::new(503, "unavailable", message)
}

/// A person who could sign in is sent to do so; everybody else is told why not, in words that pages of ours may read.
pub(crate) fn answer(refusal: &Refusal, request: &ViewerRequest<'_>, config: &Config) -> Response {
    let sign_in = (refusal.status == 401).then(|| sign_in::redirect(config, request));
    sign_in.flatten().unwrap_or_else(|| {
        let mut response = Response::refusal(refusal);
        cors::allow(&mut response, config, request);
        response
    })
}
