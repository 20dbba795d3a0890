//! The one topic that is listened to, and what is believed of whoever speaks for it.

use std::{sync::Mutex, time::Duration};

use aws_lc_rs::signature::{
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use http::Uri;
use roundel_avatar::Refusal;
use roundel_lambda::{
    fetch::{Bounds, FetchError, Fetcher},
    log::Line,
    settings::Settings,
};

use super::{
    certificate::SigningCertificate,
    envelope::Envelope,
    hosts::{Hosts, is_certificate},
    refused,
};
use crate::ApiError;

const CERTIFICATE: Bounds = Bounds {
    time: Duration::from_secs(3),
    bytes: 16 * 1024,
};

/// SNS has one certificate at a time, and two while it changes them.
const KEPT: usize = 4;

/// A topic by its name, and the certificates that were fetched for it.
pub struct Topic {
    arn: String,
    hosts: Hosts,
    fetcher: Fetcher,
    certificates: Mutex<Vec<(String, SigningCertificate)>>,
}

impl Topic {
    /// Reads `TOPIC_ARN`. `SNS_DEVELOPMENT_ENDPOINT`, like `http://127.0.0.1:4625`, is the local stack's own SNS, which is
    /// then believed instead of Amazon's; it must be a loopback address.
    pub fn from_settings<F>(settings: &mut Settings<F>, fetcher: Option<Fetcher>) -> Option<Self>
    where
        F: Fn(&str) -> Option<String>,
    {
        let arn = settings.required(&["TOPIC_ARN"]);
        let hosts = match settings.optional("SNS_DEVELOPMENT_ENDPOINT") {
            None => Some(Hosts::Sns),
            Some(url) => {
                let hosts = Hosts::development(&url).ok_or("not like http://127.0.0.1:4625");
                settings.checked("SNS_DEVELOPMENT_ENDPOINT", hosts)
            }
        };
        Some(Self {
            arn,
            hosts: hosts?,
            fetcher: fetcher?,
            certificates: Mutex::default(),
        })
    }

    /// Whether this is the topic: it is what everybody else's messages, well signed as they are, do not say.
    ///
    /// # Errors
    /// 403 `foreign_topic`.
    pub fn check_arn(&self, arn: &str) -> Result<(), ApiError> {
        match arn == self.arn {
            true => Ok(()),
            false => Err(refused("foreign_topic")),
        }
    }

    /// Whether SNS signed this.
    ///
    /// # Errors
    /// 403 `foreign_certificate`, `invalid_certificate` or `invalid_signature`; 503 where the certificate cannot be
    /// fetched just now.
    pub async fn verify(&self, envelope: &Envelope, now: u64) -> Result<(), ApiError> {
        let algorithm = match envelope.signature_version.as_str() {
            "1" => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            "2" => &RSA_PKCS1_2048_8192_SHA256,
            _ => return Err(refused("invalid_signature")),
        };
        let signature = BASE64_STANDARD.decode(&envelope.signature);
        let signature = signature.map_err(|_| refused("invalid_signature"))?;
        let certificate = self.certificate(&envelope.signing_cert_url, now).await?;
        let key = UnparsedPublicKey::new(algorithm, certificate.public_key());
        key.verify(envelope.string_to_sign().as_bytes(), &signature)
            .map_err(|_| refused("invalid_signature"))
    }

    /// Whether a URL that came with a message is SNS's own.
    pub fn is_of_sns(&self, url: &str) -> bool {
        url.parse().is_ok_and(|url: Uri| self.hosts.have(&url))
    }

    /// What SNS says at this URL of its own.
    ///
    /// # Errors
    /// 503: SNS sends again what is answered so.
    pub async fn fetch(&self, url: &str, bounds: Bounds) -> Result<Vec<u8>, ApiError> {
        let fetched = self.fetcher.fetch(url, bounds).await;
        fetched.map_err(|error| {
            let code = match error {
                FetchError::Status(_) => "sns_refused",
                _ => "sns_unreachable",
            };
            Line::new("sns_failed").code(code).write();
            let message = "Amazon SNS could not be asked just now; send this again.";
            Refusal::new(503, "sns_unavailable", message).into()
        })
    }

    async fn certificate(&self, url: &str, now: u64) -> Result<SigningCertificate, ApiError> {
        if let Some(kept) = self.kept(url) {
            return kept
                .valid_at(now)
                .ok_or_else(|| refused("invalid_certificate"));
        }
        if !(self.is_of_sns(url) && is_certificate(url)) {
            return Err(refused("foreign_certificate"));
        }
        let pem = self.fetch(url, CERTIFICATE).await?;
        let certificate = SigningCertificate::parse(&pem);
        let certificate = certificate.and_then(|certificate| certificate.valid_at(now));
        let certificate = certificate.ok_or_else(|| refused("invalid_certificate"))?;
        self.keep(url, &certificate);
        Ok(certificate)
    }

    fn kept(&self, url: &str) -> Option<SigningCertificate> {
        let kept = self.certificates.lock().ok()?;
        let found = kept.iter().find(|(of, _)| of == url);
        found.map(|(_, certificate)| certificate.clone())
    }

    fn keep(&self, url: &str, certificate: &SigningCertificate) {
        let Ok(mut kept) = self.certificates.lock() else {
            return;
        };
        kept.truncate(KEPT - 1);
        kept.insert(0, (url.to_owned(), certificate.clone()));
    }
}
