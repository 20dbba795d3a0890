//! One key of a key set: every rule it must pass before anything is checked with it (RFC 7517 §4, RFC 7518 §6).

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::base64url;
use crate::header::MAX_KID_BYTES;
use crate::json::Json;
use crate::public_key::{Algorithm, PublicKey, RSA_EXPONENT, is_canonical, is_small_order};
use crate::roca;

/// A usable key: `K` is the primitive's own form of it.
#[derive(Debug, Clone)]
pub struct Jwk<K> {
    kid: Option<String>,
    /// Shared with what was verified by it.
    public_key: Arc<PublicKey>,
    prepared: K,
}

/// A key that was not taken, and why: the index is its place in `keys`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedKey {
    /// Place in the set's `keys`, from 0.
    pub index: usize,
    /// The key's id, where it has a readable one.
    pub kid: Option<String>,
    /// Why it was dropped.
    pub reason: DropReason,
}

/// Why a key is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DropReason {
    /// Not a JSON object.
    #[error("the key is not an object")]
    NotAnObject,
    /// `kty` is not RSA, EC or OKP.
    #[error("the key's type is not supported")]
    UnsupportedType,
    /// `kty` is `oct`: whoever can check with it can sign with it.
    #[error("the key is symmetric")]
    Symmetric,
    /// The key has a private member: it is not a secret any more.
    #[error("the key has private members")]
    Private,
    /// `kid` is not a string of at most 128 bytes.
    #[error("the key's id is invalid")]
    KidInvalid,
    /// `use` is not `sig`.
    #[error("the key is not for signatures")]
    WrongUse,
    /// `key_ops` does not hold `verify`, or is not a list of different strings.
    #[error("the key is not for verifying")]
    WrongOperations,
    /// `alg` is not the one this type of key is for.
    #[error("the key's algorithm is not its type's")]
    AlgMismatch,
    /// `crv` is not P-256 for EC or Ed25519 for OKP.
    #[error("the key's curve is not supported")]
    WrongCurve,
    /// A member is missing, not base64url, or of the wrong length.
    #[error("the key's numbers are malformed")]
    Malformed,
    /// RSA below 2,048 or over 4,096 bits.
    #[error("the key's size is out of range")]
    SizeOutOfRange,
    /// An RSA modulus that is even or made as CVE-2017-15361 tells, or an exponent other than 65537.
    #[error("the key is weak")]
    WeakRsa,
    /// An Ed25519 point of small order or not canonically encoded.
    #[error("the key's point is invalid")]
    InvalidPoint,
    /// The primitive's own library does not take the key, say because its point is not on the curve.
    #[error("the key is refused by the signature library")]
    RefusedByPrimitive,
    /// Another key of the set has the same `kid`: neither is taken.
    #[error("the key's id is not unique")]
    DuplicateKid,
}

impl DropReason {
    /// The stable name of this cause.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAnObject => "not_an_object",
            Self::UnsupportedType => "unsupported_type",
            Self::Symmetric => "symmetric",
            Self::Private => "private",
            Self::KidInvalid => "kid_invalid",
            Self::WrongUse => "wrong_use",
            Self::WrongOperations => "wrong_operations",
            Self::AlgMismatch => "alg_mismatch",
            Self::WrongCurve => "wrong_curve",
            Self::Malformed => "malformed",
            Self::SizeOutOfRange => "size_out_of_range",
            Self::WeakRsa => "weak_rsa",
            Self::InvalidPoint => "invalid_point",
            Self::RefusedByPrimitive => "refused_by_primitive",
            Self::DuplicateKid => "duplicate_kid",
        }
    }
}

/// Private members of RSA, EC, OKP and symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1).
const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

impl<K> Jwk<K> {
    /// The key's id.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The public key.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    pub(crate) fn shared_public_key(&self) -> &Arc<PublicKey> {
        &self.public_key
    }

    /// Whether it is this very key under this very id; if so both share one public key from now on.
    pub(crate) fn continues(&mut self, before: &Self) -> bool {
        let is_same = self.kid == before.kid && self.public_key == before.public_key;
        if is_same {
            self.public_key = Arc::clone(&before.public_key);
        }
        is_same
    }

    pub(crate) fn prepared(&self) -> &K {
        &self.prepared
    }

    /// Reads one member of `keys`; `prepare` is the primitive's own opinion.
    pub(crate) fn read(
        key: Json<'_>,
        prepare: impl FnOnce(&PublicKey) -> Option<K>,
    ) -> Result<Self, DropReason> {
        if key.as_object().is_none() {
            return Err(DropReason::NotAnObject);
        }
        let public_key = public_key(key)?;
        check_purpose(key, public_key.algorithm())?;
        let kid = key.get("kid").map(Json::as_str);
        let kid = match kid {
            None => None,
            Some(Some(kid)) if kid.len() <= MAX_KID_BYTES => Some(kid.into_owned()),
            Some(_) => return Err(DropReason::KidInvalid),
        };
        let prepared = prepare(&public_key).ok_or(DropReason::RefusedByPrimitive)?;
        Ok(Self {
            kid,
            public_key: public_key.into(),
            prepared,
        })
    }
}

fn public_key(key: Json<'_>) -> Result<PublicKey, DropReason> {
    let kty = key.get("kty").and_then(Json::as_str);
    let kty = kty.as_deref();
    if kty == Some("oct") {
        return Err(DropReason::Symmetric);
    }
    if PRIVATE_MEMBERS.iter().any(|name| key.get(name).is_some()) {
        return Err(DropReason::Private);
    }
    match kty {
        Some("RSA") => rsa(key),
        Some("EC") => p256(key),
        Some("OKP") => ed25519(key),
        _ => Err(DropReason::UnsupportedType),
    }
}

fn rsa(key: Json<'_>) -> Result<PublicKey, DropReason> {
    let (modulus, exponent) = (bytes(key, "n")?, bytes(key, "e")?);
    // RFC 7518 §6.3.1.1: no leading zero octets, so the first byte tells the size.
    let leading = *modulus.first().ok_or(DropReason::Malformed)?;
    if leading == 0 {
        return Err(DropReason::Malformed);
    }
    let bits = modulus.len() * 8 - leading.leading_zeros() as usize;
    if !(2_048..=4_096).contains(&bits) {
        return Err(DropReason::SizeOutOfRange);
    }
    let is_odd = modulus.last().is_some_and(|last| last & 1 == 1);
    if !is_odd || exponent != RSA_EXPONENT || roca::has_mark(&modulus) {
        return Err(DropReason::WeakRsa);
    }
    Ok(PublicKey::Rsa { modulus })
}

fn p256(key: Json<'_>) -> Result<PublicKey, DropReason> {
    check_curve(key, "P-256")?;
    Ok(PublicKey::P256 {
        x: coordinate(key, "x")?,
        y: coordinate(key, "y")?,
    })
}

fn ed25519(key: Json<'_>) -> Result<PublicKey, DropReason> {
    check_curve(key, "Ed25519")?;
    let point = coordinate(key, "x")?;
    match is_canonical(&point) && !is_small_order(&point) {
        true => Ok(PublicKey::Ed25519 { point }),
        false => Err(DropReason::InvalidPoint),
    }
}

fn check_curve(key: Json<'_>, name: &str) -> Result<(), DropReason> {
    match key.get("crv").is_some_and(|curve| is(curve, name)) {
        true => Ok(()),
        false => Err(DropReason::WrongCurve),
    }
}

fn coordinate(key: Json<'_>, name: &str) -> Result<[u8; 32], DropReason> {
    bytes(key, name)?
        .try_into()
        .map_err(|_| DropReason::Malformed)
}

fn bytes(key: Json<'_>, name: &str) -> Result<Vec<u8>, DropReason> {
    let text = key.get(name).and_then(Json::as_str);
    text.and_then(|text| base64url::decode(text.as_bytes()))
        .ok_or(DropReason::Malformed)
}

/// `use`, `key_ops` and `alg` are optional (RFC 7517 §4.2–4.4); where they stand they must fit.
fn check_purpose(key: Json<'_>, algorithm: Algorithm) -> Result<(), DropReason> {
    if key.get("use").is_some_and(|purpose| !is(purpose, "sig")) {
        return Err(DropReason::WrongUse);
    }
    if key.get("key_ops").is_some_and(|list| !can_verify(list)) {
        return Err(DropReason::WrongOperations);
    }
    match key.get("alg").is_none_or(|alg| is(alg, algorithm.name())) {
        true => Ok(()),
        false => Err(DropReason::AlgMismatch),
    }
}

fn can_verify(list: Json<'_>) -> bool {
    let operations = list.as_array().into_iter().flatten().map(Json::as_str);
    let Some(operations) = operations.collect::<Option<Vec<_>>>() else {
        return false;
    };
    let is_first = |(at, one)| !operations.iter().take(at).any(|other| other == one);
    operations.iter().any(|one| one == "verify") && operations.iter().enumerate().all(is_first)
}

fn is(member: Json<'_>, text: &str) -> bool {
    member.as_text().is_some_and(|own| own.is(text))
}
