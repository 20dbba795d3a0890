//! Roundel beside its peers: whatever it takes, they take; what they take and it refuses is counted by its reason.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::Mutex;

use roundel_token::{JwkSet, NativeVerifier, Policy, VerifySignature, verify};
use roundel_token_web::Settings;

use crate::claims::NOW;
use crate::corpus::{Case, corpus};
use crate::jwks::jwks;
use crate::mutate::{Mutation, Mutator};
use crate::oracle::{Answer, Answers, PEERS, ask};
use crate::profiles::profiles;

/// What came of many mutated tokens.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many there were.
    pub count: u64,
    /// How many Roundel takes.
    pub taken: u64,
    /// How many of those each peer takes, and was not asked about.
    pub agreed: [u64; 3],
    /// See [`Answer::NotAsked`].
    pub not_asked: [u64; 3],
    /// How many of all tokens each peer takes.
    pub taken_by_peers: [u64; 3],
    /// Tokens that Roundel takes and a peer refuses, which must not be: the peer and the mutation. The first hundred.
    pub violations: Vec<(&'static str, u64, Mutation)>,
    /// Refused here and taken by a peer, by the code of our reason.
    pub looser: BTreeMap<&'static str, Class>,
    /// Refused here, by code.
    pub refused: BTreeMap<&'static str, u64>,
}

/// Tokens that are refused for one reason.
#[derive(Debug, Default)]
pub struct Class {
    /// How many of them each peer takes.
    pub taken: [u64; 3],
    /// What was done to the first of them.
    pub example: Vec<&'static str>,
}

/// Gives `count` mutated tokens to Roundel and to its peers.
///
/// # Errors
/// Where the peers cannot be asked.
pub fn differential(seed: u64, count: u64) -> io::Result<Outcome> {
    let mutator = Mutator::new(seed);
    let strict = Strict::new()?;
    let mut outcome = Outcome::default();
    // ours, until the peers have answered too
    let ours: Mutex<VecDeque<(u64, Option<&'static str>)>> = Mutex::default();
    let questions = (0..count).map(|number| {
        let token = mutator.mutation(number).token;
        let code = strict.code(&token);
        if let Ok(mut ours) = ours.lock() {
            ours.push_back((number, code));
        }
        ("strict", token)
    });
    ask(questions, |theirs| {
        let own = ours.lock().ok().and_then(|mut ours| ours.pop_front());
        if let Some((number, code)) = own {
            outcome.add(&mutator, number, code, theirs);
        }
    })?;
    match outcome.count == count {
        true => Ok(outcome),
        false => Err(io::Error::other(format!(
            "{} answers of {count}",
            outcome.count
        ))),
    }
}

/// What the peers say of every case of the corpus, each against its own profile.
///
/// # Errors
/// Where the peers cannot be asked.
pub fn corpus_by_peers() -> io::Result<Vec<(Case, Answers)>> {
    let corpus = corpus();
    let mut answers = Vec::new();
    let questions = corpus.iter().map(|case| (case.profile, case.token.clone()));
    ask(questions, |theirs| answers.push(theirs))?;
    match answers.len() == corpus.len() {
        true => Ok(corpus.into_iter().zip(answers).collect()),
        false => Err(io::Error::other("an answer is missing")),
    }
}

/// The verifier that all mutations meet.
struct Strict {
    policy: Policy,
    keys: JwkSet<<NativeVerifier as VerifySignature>::Key>,
}

impl Strict {
    fn new() -> io::Result<Self> {
        let profiles = profiles();
        let settings =
            Settings::parse(&profiles[0].settings.to_string()).map_err(io::Error::other)?;
        let (keys, _) =
            JwkSet::load(jwks().as_bytes(), &NativeVerifier).map_err(io::Error::other)?;
        Ok(Self {
            policy: settings.policy,
            keys,
        })
    }

    fn code(&self, token: &str) -> Option<&'static str> {
        let refused = verify(
            token.as_bytes(),
            &self.keys,
            &self.policy,
            NOW,
            &NativeVerifier,
        )
        .err();
        refused.map(|error| error.code())
    }
}

impl Outcome {
    fn add(&mut self, mutator: &Mutator, number: u64, code: Option<&'static str>, theirs: Answers) {
        self.count += 1;
        for (peer, answer) in theirs.iter().enumerate() {
            self.taken_by_peers[peer] += u64::from(*answer == Answer::Taken);
        }
        match code {
            None => self.add_taken(mutator, number, theirs),
            Some(code) => self.add_refused(mutator, number, code, theirs),
        }
    }

    fn add_taken(&mut self, mutator: &Mutator, number: u64, theirs: Answers) {
        self.taken += 1;
        for (peer, answer) in theirs.into_iter().enumerate() {
            match answer {
                Answer::Taken => self.agreed[peer] += 1,
                Answer::NotAsked => self.not_asked[peer] += 1,
                Answer::Refused if self.violations.len() < 100 => {
                    self.violations
                        .push((PEERS[peer], number, mutator.mutation(number)));
                }
                Answer::Refused => {}
            }
        }
    }

    fn add_refused(&mut self, mutator: &Mutator, number: u64, code: &'static str, theirs: Answers) {
        *self.refused.entry(code).or_default() += 1;
        if !theirs.contains(&Answer::Taken) {
            return;
        }
        let class = self.looser.entry(code).or_default();
        if class.example.is_empty() {
            class.example = mutator.mutation(number).steps;
        }
        for (peer, answer) in theirs.iter().enumerate() {
            class.taken[peer] += u64::from(*answer == Answer::Taken);
        }
    }
}
