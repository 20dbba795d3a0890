//! The key that signs notifications, and a certificate of it.

use std::path::Path;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{CertificateParams, PKCS_RSA_SHA256, PublicKeyData};

use crate::error::StackError;
use crate::state::write_private;

/// A key and its certificate, both in PEM.
#[derive(Debug)]
pub struct SigningKey {
    pair: KeyPair,
    certificate: String,
    path: String,
}

impl SigningKey {
    /// Reads the key of this file, or makes it.
    ///
    /// # Errors
    /// [`StackError::Key`] for a file that holds no key, [`StackError::State`] for one that cannot be written.
    pub fn open(path: &Path) -> Result<Self, StackError> {
        let pem = match std::fs::read_to_string(path) {
            Ok(pem) => pem,
            Err(_) => {
                let pem = generate().map_err(StackError::Key)?;
                write_private(path, pem.as_bytes())?;
                pem
            }
        };
        Self::read(&pem).map_err(StackError::Key)
    }

    /// The certificate in PEM.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Its address at the SNS, with the key's fingerprint, as SNS's own have one.
    pub fn certificate_path(&self) -> &str {
        &self.path
    }

    /// The base64 of an RSASSA-PKCS1-v1_5 signature with SHA-256.
    ///
    /// # Errors
    /// [`StackError::Key`] when the key cannot sign.
    pub fn sign(&self, text: &str) -> Result<String, StackError> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let random = SystemRandom::new();
        let signed = self
            .pair
            .sign(&RSA_PKCS1_SHA256, &random, text.as_bytes(), &mut signature);
        signed.map_err(|_| StackError::Key("it cannot sign".to_owned()))?;
        Ok(BASE64_STANDARD.encode(signature))
    }

    fn read(pem: &str) -> Result<Self, String> {
        let text = |error: rcgen::Error| error.to_string();
        let key = rcgen::KeyPair::from_pem_and_sign_algo(pem, &PKCS_RSA_SHA256).map_err(text)?;
        let pair = KeyPair::from_pkcs8(&key.serialize_der()).map_err(|error| error.to_string())?;
        let names = vec!["sns.amazonaws.com".to_owned()];
        let certificate = CertificateParams::new(names).and_then(|it| it.self_signed(&key));
        let id = md5_hex(&key.subject_public_key_info());
        Ok(Self {
            pair,
            certificate: certificate.map_err(text)?.pem(),
            path: format!("/SimpleNotificationService-{id}.pem"),
        })
    }
}

fn generate() -> Result<String, String> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| "no randomness")?;
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| "it cannot be written")?;
    let key = rcgen::KeyPair::from_pkcs8_der_and_sign_algo(&der.as_ref().into(), &PKCS_RSA_SHA256);
    Ok(key.map_err(|error| error.to_string())?.serialize_pem())
}

fn md5_hex(bytes: &[u8]) -> String {
    use md5::Digest;
    let digest = md5::Md5::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
