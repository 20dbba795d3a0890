//! What is said about a picture that is shown all the same.

use core::fmt;

/// Why a colour profile was not followed: the colours are taken as sRGB then, as if there were none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Warning {
    /// The profile contradicts its own format, or parts of it are missing.
    ProfileDamaged,
    /// The profile is of a kind that is not read.
    ProfileUnsupported,
    /// The profile is for other colours than the picture has, such as inks for a picture of light.
    ProfileMismatch,
}

impl Warning {
    /// A name for programs, the same in every version: snake_case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ProfileDamaged => "profile_damaged",
            Self::ProfileUnsupported => "profile_unsupported",
            Self::ProfileMismatch => "profile_mismatch",
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What reading a part of a profile gives.
pub(super) type Read<T> = Result<T, Warning>;

pub(super) const DAMAGED: Warning = Warning::ProfileDamaged;
pub(super) const UNSUPPORTED: Warning = Warning::ProfileUnsupported;
