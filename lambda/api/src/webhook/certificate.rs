//! The certificate that SNS signs with.
//!
//! SNS publishes the certificate alone, without what leads from it to a root; that it is Amazon's is known by the TLS of
//! the host that it comes from, whose chain is verified.

use std::time::Duration;

use x509_cert::{Certificate, der::DecodePem};

/// The key of a certificate, and when it may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningCertificate {
    /// `RSAPublicKey` (RFC 8017 appendix A.1.1) in DER.
    public_key: Vec<u8>,
    /// Seconds since 1970.
    not_before: u64,
    not_after: u64,
}

impl SigningCertificate {
    /// Reads one certificate in PEM.
    pub fn parse(pem: &[u8]) -> Option<Self> {
        let certificate = Certificate::from_pem(pem).ok()?;
        let certificate = certificate.tbs_certificate();
        let validity = certificate.validity();
        let seconds = |time: Duration| time.as_secs();
        let key = &certificate.subject_public_key_info().subject_public_key;
        Some(Self {
            public_key: key.as_bytes()?.to_vec(),
            not_before: seconds(validity.not_before.to_unix_duration()),
            not_after: seconds(validity.not_after.to_unix_duration()),
        })
    }

    /// The certificate where it is valid at `now`, seconds since 1970.
    pub fn valid_at(self, now: u64) -> Option<Self> {
        (self.not_before..=self.not_after)
            .contains(&now)
            .then_some(self)
    }

    /// The key's bits, of whatever kind they are: a verifier for RSA takes none of another.
    pub fn public_key(&self) -> &[u8] {
        &self.public_key
    }
}
