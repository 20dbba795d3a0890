//! The signing keys: made once, kept in the state directory, rotated on demand.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::StackError;
use crate::state::{random_token, write_private};

/// Whether keys stay in the public set when a new one signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Tokens that they signed stay good.
    KeepOld,
    /// Tokens that they signed are refused as soon as verifiers have the new set.
    DropOld,
}

/// The keys, the signing one last.
#[derive(Debug)]
pub struct KeyRing {
    path: PathBuf,
    keys: RwLock<Vec<Key>>,
}

#[derive(Debug)]
struct Key {
    kid: String,
    pair: KeyPair,
}

#[derive(Serialize, Deserialize)]
struct StoredKey {
    kid: String,
    /// PKCS#8 in base64.
    pkcs8: String,
}

impl KeyRing {
    /// Reads the keys, or makes the first one.
    ///
    /// # Errors
    /// [`StackError::Key`] for a file that holds no keys, [`StackError::State`] for one that cannot be written.
    pub fn open(path: &Path) -> Result<Self, StackError> {
        let keys = match std::fs::read(path) {
            Ok(text) => read(&text).map_err(StackError::Key)?,
            Err(_) => Vec::new(),
        };
        let fresh = keys.is_empty();
        let ring = Self {
            path: path.to_owned(),
            keys: RwLock::new(keys),
        };
        if fresh {
            ring.rotate(Rotation::KeepOld)?;
        }
        Ok(ring)
    }

    /// Makes a new signing key and gives its `kid`.
    ///
    /// # Errors
    /// [`StackError::Key`] without randomness, [`StackError::State`] when the keys cannot be kept.
    pub fn rotate(&self, rotation: Rotation) -> Result<String, StackError> {
        let key = Key::generate().map_err(StackError::Key)?;
        let kid = key.kid.clone();
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        if rotation == Rotation::DropOld {
            keys.clear();
        }
        keys.push(key);
        let stored: Result<Vec<StoredKey>, String> = keys.iter().map(Key::stored).collect();
        let text = serde_json::to_vec(&stored.map_err(StackError::Key)?);
        write_private(
            &self.path,
            &text.map_err(|error| StackError::Key(error.to_string()))?,
        )?;
        Ok(kid)
    }

    /// The public keys as a JWK set (RFC 7517 section 5).
    pub fn public(&self) -> Value {
        let keys: Vec<Value> = self.read().iter().map(Key::public).collect();
        json!({ "keys": keys })
    }

    /// The claims as a compact JWS (RFC 7515 section 3.1), RS256.
    ///
    /// # Errors
    /// [`StackError::Key`] when the key cannot sign.
    pub fn sign(&self, claims: &Value) -> Result<String, StackError> {
        let keys = self.read();
        let key = keys
            .last()
            .ok_or_else(|| StackError::Key("there is none".to_owned()))?;
        let header = json!({ "kid": key.kid, "alg": "RS256" });
        let encode = |part: &Value| BASE64_URL_SAFE_NO_PAD.encode(part.to_string());
        let signed = format!("{}.{}", encode(&header), encode(claims));
        let mut signature = vec![0; key.pair.public_modulus_len()];
        key.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                signed.as_bytes(),
                &mut signature,
            )
            .map_err(|_| StackError::Key("it cannot sign".to_owned()))?;
        Ok(format!(
            "{signed}.{}",
            BASE64_URL_SAFE_NO_PAD.encode(signature)
        ))
    }

    fn read(&self) -> RwLockReadGuard<'_, Vec<Key>> {
        self.keys.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Key {
    fn generate() -> Result<Self, String> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| "no randomness")?;
        // Cognito's kids are 32 random bytes in standard base64
        let kid = random_token()?.replace('-', "+").replace('_', "/") + "=";
        Ok(Self { kid, pair })
    }

    fn stored(&self) -> Result<StoredKey, String> {
        let der: Pkcs8V1Der<'_> = self.pair.as_der().map_err(|_| "it cannot be written")?;
        Ok(StoredKey {
            kid: self.kid.clone(),
            pkcs8: BASE64_STANDARD.encode(der.as_ref()),
        })
    }

    fn public(&self) -> Value {
        let public = self.pair.public_key();
        let text = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        json!({
            "alg": "RS256",
            "e": text(public.exponent().big_endian_without_leading_zero()),
            "kid": self.kid,
            "kty": "RSA",
            "n": text(public.modulus().big_endian_without_leading_zero()),
            "use": "sig",
        })
    }
}

fn read(text: &[u8]) -> Result<Vec<Key>, String> {
    let stored: Vec<StoredKey> = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    stored
        .into_iter()
        .map(|key| {
            let der = BASE64_STANDARD
                .decode(&key.pkcs8)
                .map_err(|error| error.to_string())?;
            let pair = KeyPair::from_pkcs8(&der).map_err(|error| error.to_string())?;
            Ok(Key { kid: key.kid, pair })
        })
        .collect()
}
