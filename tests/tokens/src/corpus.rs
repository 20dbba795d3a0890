//! The corpus: a table of tokens and what a strict verifier answers, by the rows of the token rules.

mod algorithms;
mod base64url;
mod dropped_keys;
mod good;
mod header;
mod json;
mod names;
mod own_keys;
mod signatures;
mod size;
mod subject;
mod times;

use serde::Serialize;

use crate::signer::RSA;

/// One token and its answer.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// The row of the token rules; 0 is for tokens that break none.
    pub row: u8,
    /// What it is, different from all others.
    pub name: String,
    /// The [`Profile`](crate::Profile) it is verified against.
    pub profile: &'static str,
    /// The token.
    pub token: String,
    /// The code of the refusal, or nothing where the token is taken.
    pub code: Option<&'static str>,
}

/// All of them.
pub fn corpus() -> Vec<Case> {
    let mut table = Table::default();
    good::add(&mut table);
    algorithms::add(&mut table);
    header::add(&mut table);
    own_keys::add(&mut table);
    signatures::add(&mut table);
    dropped_keys::add(&mut table);
    json::add(&mut table);
    base64url::add(&mut table);
    size::add(&mut table);
    times::add(&mut table);
    names::add(&mut table);
    subject::add(&mut table);
    table.cases
}

/// The table while it is written: cases go to the row and the profile named last.
struct Table {
    row: u8,
    profile: &'static str,
    cases: Vec<Case>,
}

impl Default for Table {
    fn default() -> Self {
        Self {
            row: 0,
            profile: "strict",
            cases: Vec::new(),
        }
    }
}

impl Table {
    /// What follows is of this row, against the strict profile.
    fn row(&mut self, row: u8) {
        self.row = row;
        self.profile = "strict";
    }

    /// What follows is verified against this profile.
    fn against(&mut self, profile: &'static str) {
        self.profile = profile;
    }

    /// A token that is taken.
    fn allow(&mut self, name: impl Into<String>, token: impl Into<String>) {
        self.add(name.into(), token.into(), None);
    }

    /// A token that is refused, and why.
    fn refuse(&mut self, code: &'static str, name: impl Into<String>, token: impl Into<String>) {
        self.add(name.into(), token.into(), Some(code));
    }

    fn add(&mut self, name: String, token: String, code: Option<&'static str>) {
        self.cases.push(Case {
            row: self.row,
            name,
            profile: self.profile,
            token,
            code,
        });
    }
}

/// A token of the RSA key with this header and good claims.
fn with_header(header: impl AsRef<[u8]>) -> String {
    RSA.token(header, crate::claims(""))
}

/// A token of the RSA key with these claims and a good header.
fn with_payload(payload: impl AsRef<[u8]>) -> String {
    RSA.token(RSA.header("r"), payload)
}

/// A token of the RSA key whose claim of this name is this JSON.
fn with_claim(name: &str, value: &str) -> String {
    with_payload(crate::claims_with(name, Some(value)))
}
