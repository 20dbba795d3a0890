//! The distribution's cache behaviours, by the viewer's path.

use std::time::Duration;

/// How one kind of path is cached and answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behaviour {
    /// The cache policy's `MaxTTL`: the CDN keeps nothing longer, whatever viewers are told.
    pub longest: Duration,
    /// Whether viewers other than this one could be shown the answer.
    pub public: bool,
    /// Whether the edge chooses by `Accept` what is behind the path.
    pub negotiated: bool,
}

impl Behaviour {
    /// The behaviour that a path falls under. What is short-lived is asked for again every second, so that a new
    /// avatar is seen at once while the origin still answers mostly with 304.
    pub fn of(path: &str) -> Self {
        let changes = path.contains("/current") || path.starts_with("/avatars/processed/");
        let last = path.rsplit('/').next().unwrap_or_default();
        Self {
            longest: Duration::from_secs(if changes { 1 } else { 31_536_000 }),
            public: path.starts_with("/avatars/"),
            negotiated: !last.contains('.'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Behaviour;

    #[test]
    fn paths() {
        let pointer = Behaviour::of("/avatars/a/current.json");
        assert_eq!(
            (
                pointer.longest.as_secs(),
                pointer.public,
                pointer.negotiated
            ),
            (1, true, false)
        );
        let member = Behaviour::of("/members/a/current/512");
        assert_eq!(
            (member.longest.as_secs(), member.public, member.negotiated),
            (1, false, true)
        );
        let variant = Behaviour::of("/avatars/a/0f/512.webp");
        assert!(variant.longest.as_secs() > 86_400 && variant.public && !variant.negotiated);
    }
}
