//! What the origin may believe: headers of our name, set here and taken from nobody else.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::decide::Viewer;
use crate::event::ViewerRequest;

/// Headers of this beginning are ours.
const OURS: &str = "x-roundel-";

/// The credentials, which are none of the origin's business; S3 even refuses an `Authorization` that is not its own.
const CREDENTIALS: [&str; 2] = ["authorization", "cookie"];

/// Removes the credentials and what a viewer sent under our names, then says who the viewer is. None of these is among the
/// headers that CloudFront keeps read-only or forbids (AWS: "Restrictions on edge functions").
pub(crate) fn changes(
    request: &ViewerRequest<'_>,
    viewer: Option<&Viewer>,
) -> Vec<(String, Option<String>)> {
    let mut changes: Vec<(String, Option<String>)> = Vec::new();
    for (name, _) in request.headers().filter(|(name, _)| is_removed(name)) {
        if !changes.iter().any(|(own, _)| own == name) {
            changes.push((name.to_owned(), None));
        }
    }
    if let Some(viewer) = viewer {
        let claims = &viewer.claims;
        set(
            &mut changes,
            "x-roundel-public-id",
            viewer.public_id.as_str(),
        );
        set(&mut changes, "x-roundel-sub", &claims.subject());
        set(&mut changes, "x-roundel-iss", &claims.issuer());
    }
    changes
}

fn is_removed(name: &str) -> bool {
    let begins = |beginning: &str| {
        let start = name.get(..beginning.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(beginning))
    };
    begins(OURS) || CREDENTIALS.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// A header is ASCII: a subject that is not goes by its public id alone.
fn set(changes: &mut Vec<(String, Option<String>)>, name: &str, value: &str) {
    if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return;
    }
    let value = Some(value.to_owned());
    match changes.iter_mut().find(|(own, _)| own == name) {
        Some((_, own)) => *own = value,
        None => changes.push((name.to_owned(), value)),
    }
}
