//! What became of a file, and of all of them.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use crate::Difference;

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The oracle shows the same.
    Same(Difference),
    /// The oracle shows something else; no difference where even the sizes are not the same.
    Mismatch(Option<Difference>),
    /// We read it and the oracle does not, for a reason of its own.
    OursAlone(String),
    /// We refused it.
    Refused {
        /// The refusal's stable name.
        code: &'static str,
        /// What it says.
        reason: String,
        /// Whether the oracle reads it without a warning.
        oracle_reads: bool,
    },
    /// It panicked.
    Crash,
    /// It took longer than any picture may.
    Hang(Duration),
}

/// How many files became of which kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// As the oracle.
    pub same: u32,
    /// Not as the oracle.
    pub mismatches: u32,
    /// Read by us alone.
    pub ours_alone: u32,
    /// Pictures that were refused.
    pub refused: u32,
    /// Files that are no pictures.
    pub no_pictures: u32,
    /// Panics.
    pub crashes: u32,
    /// Those that took too long.
    pub hangs: u32,
}

impl Verdict {
    /// Everything but what is as it should be: the same, and no picture that does not claim to be one.
    pub fn is_worth_a_line(&self, path: &Path) -> bool {
        !matches!(self, Self::Same(_)) && (!self.is_no_picture() || claims_to_be_a_picture(path))
    }

    fn is_no_picture(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if matches!(*code, "not_an_image" | "empty"))
    }
}

fn claims_to_be_a_picture(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    ["jpg", "jpeg", "png", "webp", "gif"]
        .iter()
        .any(|known| extension == *known)
}

impl Report {
    pub(super) fn note(&mut self, verdict: &Verdict) {
        *match verdict {
            Verdict::Same(_) => &mut self.same,
            Verdict::Mismatch(_) => &mut self.mismatches,
            Verdict::OursAlone(_) => &mut self.ours_alone,
            Verdict::Refused { .. } if verdict.is_no_picture() => &mut self.no_pictures,
            Verdict::Refused { .. } => &mut self.refused,
            Verdict::Crash => &mut self.crashes,
            Verdict::Hang(_) => &mut self.hangs,
        } += 1;
    }

    /// Whether nothing went wrong; a refusal is an answer.
    pub fn is_good(&self) -> bool {
        self.mismatches + self.crashes + self.hangs == 0
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Same(apart) => write!(f, "same ({apart})"),
            Self::Mismatch(Some(apart)) => write!(f, "MISMATCH ({apart})"),
            Self::Mismatch(None) => f.write_str("MISMATCH (another size)"),
            Self::OursAlone(reason) => write!(f, "read by us alone ({reason})"),
            Self::Refused {
                code,
                reason,
                oracle_reads,
            } => {
                let oracle = if *oracle_reads {
                    "; sharp reads it"
                } else {
                    ""
                };
                write!(f, "refused: {code} ({reason}{oracle})")
            }
            Self::Crash => f.write_str("CRASH"),
            Self::Hang(took) => write!(f, "HANG ({took:?})"),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            same,
            mismatches,
            ours_alone,
            refused,
            no_pictures,
            crashes,
            hangs,
        } = self;
        write!(
            f,
            "{same} same, {mismatches} mismatches, {ours_alone} read by us alone, {refused} refused, \
             {crashes} crashes, {hangs} hangs, {no_pictures} no pictures"
        )
    }
}
