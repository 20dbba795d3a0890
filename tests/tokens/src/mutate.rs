//! Tokens that nobody thought of, from tokens that somebody did: a number makes one, and the same number the same.

mod content;
mod spelling;
mod values;

use fastrand::Rng;

use crate::base64url::encode;
use crate::signer::{ED25519, P256, RSA, Signer};

/// A token and how it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutation {
    /// The token.
    pub token: String,
    /// What was done to it, in order; `nothing` where it is a good one.
    pub steps: Vec<&'static str>,
}

/// Makes mutations of good tokens of all three algorithms.
pub struct Mutator {
    seed: u64,
    /// Signed once: what changes only their spelling costs no signature.
    good: Vec<String>,
}

impl Mutator {
    /// Other seeds make other tokens of the same numbers.
    pub fn new(seed: u64) -> Self {
        let good = [(&*RSA, "r"), (&*P256, "p"), (&*ED25519, "e")];
        Self {
            seed,
            good: good.map(|(signer, kid)| signer.good(kid)).into(),
        }
    }

    /// The mutation of this number.
    pub fn mutation(&self, number: u64) -> Mutation {
        let mut random = Rng::with_seed(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number);
        match random.u8(..10) {
            0..=6 => content_changed(&mut random),
            7 => content_and_input_changed(&mut random),
            _ => self.spelling_changed(&mut random),
        }
    }

    fn spelling_changed(&self, random: &mut Rng) -> Mutation {
        let mut mutation = Mutation {
            token: random.choice(&self.good).cloned().unwrap_or_default(),
            steps: Vec::new(),
        };
        for _ in 0..random.usize(1..=2) {
            mutation
                .steps
                .push(spelling::change(&mut mutation.token, random));
        }
        mutation
    }
}

/// Header and claims that say something else, rightly signed.
fn content_changed(random: &mut Rng) -> Mutation {
    let (signer, input, steps) = changed_input(random);
    Mutation {
        token: signer.signed(&input),
        steps,
    }
}

/// The same, and the encoded parts changed before they are signed.
fn content_and_input_changed(random: &mut Rng) -> Mutation {
    let (signer, mut input, mut steps) = changed_input(random);
    steps.push(spelling::change_input(&mut input, random));
    Mutation {
        token: signer.signed(&input),
        steps,
    }
}

fn changed_input(random: &mut Rng) -> (&'static Signer, String, Vec<&'static str>) {
    // RSA's signatures take as long as a hundred others
    let (signer, kid): (&Signer, _) = match random.u8(..20) {
        0 => (&*RSA, "r"),
        1..=11 => (&*P256, "p"),
        _ => (&*ED25519, "e"),
    };
    let mut token = content::Content::good(signer.alg(), kid);
    let mut steps = Vec::new();
    for _ in 0..random.usize(..=3) {
        steps.push(token.change(random));
    }
    if steps.is_empty() {
        steps.push("nothing");
    }
    let input = format!(
        "{}.{}",
        encode(token.header(random)),
        encode(token.payload(random))
    );
    (signer, input, steps)
}
