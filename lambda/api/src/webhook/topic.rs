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

use super::{certificate::SigningCertificate, envelope::Envelope, refused};
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

/// Who may be asked for a certificate or told of a subscription.
enum Hosts {
    /// `https://sns.<region>.amazonaws.com`, in China `.amazonaws.com.cn`.
    Sns,
    /// This authority on a loopback address, over plain HTTP.
    Development(String),
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

impl Hosts {
    fn development(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        let address: std::net::SocketAddr = authority.as_str().parse().ok()?;
        let is_local = uri.scheme_str() == Some("http") && address.ip().is_loopback();
        is_local.then(|| Self::Development(authority.to_string()))
    }

    fn have(&self, url: &Uri) -> bool {
        let (Some(scheme), Some(authority)) = (url.scheme_str(), url.authority()) else {
            return false;
        };
        match self {
            // no port, no user: the authority is the host
            Self::Sns => scheme == "https" && is_sns(authority.as_str()),
            Self::Development(own) => scheme == "http" && authority.as_str() == own,
        }
    }
}

/// `sns.<region>.amazonaws.com`, in China with `.cn`.
fn is_sns(host: &str) -> bool {
    let region = host.strip_prefix("sns.").and_then(|rest| {
        rest.strip_suffix(".amazonaws.com.cn")
            .or_else(|| rest.strip_suffix(".amazonaws.com"))
    });
    region.is_some_and(|region| {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        region.len() >= 3 && region.bytes().all(allowed)
    })
}

/// `/SimpleNotificationService-<id>.pem` and nothing else: an answer of SNS's API could be made to hold anybody's text.
fn is_certificate(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let name = uri.path().strip_prefix("/SimpleNotificationService-");
    let id = name.and_then(|name| name.strip_suffix(".pem"));
    uri.query().is_none()
        && id.is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::{Hosts, is_certificate};

    const FILE: &str = "/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem";

    fn is_believed(hosts: &Hosts, url: &str) -> bool {
        url.parse().is_ok_and(|url: Uri| hosts.have(&url)) && is_certificate(url)
    }

    #[test]
    fn a_certificate_comes_from_sns_and_nobody_else() {
        for host in [
            "sns.us-west-2.amazonaws.com",
            "sns.us-gov-west-1.amazonaws.com",
            "sns.cn-north-1.amazonaws.com.cn",
        ] {
            assert!(
                is_believed(&Hosts::Sns, &format!("https://{host}{FILE}")),
                "{host}"
            );
        }
        for origin in [
            "http://sns.us-west-2.amazonaws.com",
            "https://sns.us-west-2.amazonaws.com:8443",
            "https://sns.us-west-2.amazonaws.com@evil.example",
            "https://evil.example@sns.us-west-2.amazonaws.com",
            "https://sns.us-west-2.amazonaws.com.evil.example",
            "https://evil.sns.us-west-2.amazonaws.com",
            "https://sns.evil.example/.amazonaws.com",
            "https://sns..amazonaws.com",
            "https://sns.evil.s3.amazonaws.com",
            "https://sns-us-west-2.amazonaws.com",
            "https://SNS.us-west-2.amazonaws.com",
            "https://sns.us-west-2.amazonaws.com.cn.cn",
            "https://evil.example",
            "http://127.0.0.1:1",
        ] {
            assert!(
                !is_believed(&Hosts::Sns, &format!("{origin}{FILE}")),
                "{origin}"
            );
        }
        for path in [
            "",
            "/",
            "/x.pem",
            "/a/SimpleNotificationService-f3.pem",
            "/SimpleNotificationService-.pem",
            "/SimpleNotificationService-f3.pem/x",
            "/SimpleNotificationService-../x.pem",
            "/SimpleNotificationService-f3.pem?Action=GetTopicAttributes",
            "/?x=/SimpleNotificationService-f3.pem",
        ] {
            let url = format!("https://sns.us-west-2.amazonaws.com{path}");
            assert!(!is_believed(&Hosts::Sns, &url), "{path}");
        }
    }

    #[test]
    fn development_believes_one_loopback_address_and_no_longer_amazon() {
        let hosts = Hosts::development("http://127.0.0.1:4625").unwrap();
        assert!(is_believed(&hosts, &format!("http://127.0.0.1:4625{FILE}")));
        for origin in [
            "http://127.0.0.1:4626",
            "https://127.0.0.1:4625",
            "https://sns.us-west-2.amazonaws.com",
        ] {
            assert!(!is_believed(&hosts, &format!("{origin}{FILE}")), "{origin}");
        }
        for elsewhere in [
            "http://10.0.0.1:80",
            "http://localhost.evil.example:80",
            "https://127.0.0.1:4625",
            "127.0.0.1:4625",
            "",
        ] {
            assert!(Hosts::development(elsewhere).is_none(), "{elsewhere}");
        }
    }
}
