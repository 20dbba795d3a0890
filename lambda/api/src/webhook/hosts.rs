//! Whose URLs are believed that come with a message.

use http::Uri;

/// Who may be asked for a certificate or told of a subscription.
pub enum Hosts {
    /// `https://sns.<region>.amazonaws.com`, in China `.amazonaws.com.cn`.
    Sns,
    /// This authority on a loopback address, over plain HTTP.
    Development(String),
}

impl Hosts {
    /// The authority of this URL, where it is a loopback address.
    pub fn development(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let authority = uri.authority()?;
        let address: std::net::SocketAddr = authority.as_str().parse().ok()?;
        let is_local = uri.scheme_str() == Some("http") && address.ip().is_loopback();
        is_local.then(|| Self::Development(authority.to_string()))
    }

    /// Whether this is a URL of theirs.
    pub fn have(&self, url: &Uri) -> bool {
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

/// Whether the path is `/SimpleNotificationService-<id>.pem` and nothing else: an answer of SNS's API could be made to hold anybody's text.
pub fn is_certificate(url: &str) -> bool {
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
