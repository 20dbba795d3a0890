//! Why a message was not handled, and whether another try may help.

/// A failure of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It will never succeed: not a picture, over the limits, not a key of ours.
    #[error("permanent: {0}")]
    Permanent(&'static str),
    /// A service did not answer as it should; the same message may succeed later.
    #[error("transient: {0}")]
    Transient(&'static str),
}

impl Failure {
    /// The stable code of the cause.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Permanent(code) | Self::Transient(code) => code,
        }
    }
}
