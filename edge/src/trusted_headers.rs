//! What the origin may believe: headers of our name, set here and taken from nobody else.

use roundel_avatar::PublicId;
use roundel_token::{Claims, TokenSource};

use crate::config::Config;
use crate::event::ViewerRequest;

/// Headers of this beginning are ours.
const OURS: &str = "x-roundel-";

/// Removes what a viewer sent under our names, and the credentials, which are none of the origin's business; then says
/// who the viewer is. None of these is among the headers that CloudFront keeps read-only or forbids (AWS: "Restrictions
/// on edge functions").
pub(crate) fn replace(request: &mut ViewerRequest, claims: Option<&Claims>, config: &Config) {
    request.retain_headers(|name| !name.starts_with(OURS) && name != "authorization");
    for source in config.token_sources() {
        if let TokenSource::Cookie(cookie) = source {
            request.map_header("cookie", |value| without_cookie(value, cookie));
        }
    }
    if let Some(claims) = claims {
        let sub = claims.subject();
        request.add_header("x-roundel-public-id", PublicId::from_sub(sub).as_str());
        // A header is ASCII: a subject that is not goes by its public id alone.
        if sub.bytes().all(|byte| byte.is_ascii_graphic()) {
            request.add_header("x-roundel-sub", sub);
        }
    }
}

/// The other cookies, or `None` where there are none.
fn without_cookie(value: &str, name: &str) -> Option<String> {
    let is_other = |pair: &&str| pair.split('=').next() != Some(name);
    let pairs = value.split(';').map(|pair| pair.trim_matches(' '));
    let others: Vec<&str> = pairs
        .filter(is_other)
        .filter(|pair| !pair.is_empty())
        .collect();
    (!others.is_empty()).then(|| others.join("; "))
}

#[cfg(test)]
mod tests {
    use super::without_cookie;

    #[test]
    fn only_the_token_leaves_the_cookies() {
        let kept = without_cookie("a=1; roundel_token=x; b=2", "roundel_token");
        assert_eq!(kept.as_deref(), Some("a=1; b=2"));
        assert_eq!(without_cookie("roundel_token=x", "roundel_token"), None);
    }
}
