//! What the tests share: a state directory of their own, an HTTP client and a presigner.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::HeaderMap;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use roundel_avatar::{AllowedOrigins, Sha256Checksum};
use roundel_dev::State;
use roundel_dev::identity::{ACCESS_KEY, REGION};
use serde_json::Value;

pub const PAGE: &str = "http://127.0.0.1:4620";
pub const FOREIGN: &str = "https://evil.example";

/// A state directory that is gone after the test.
pub struct Scratch {
    pub state: State,
    path: PathBuf,
}

impl Scratch {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("roundel-test-{}-{number}", std::process::id()));
        Self {
            state: State::open(&path).unwrap(),
            path,
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.path));
    }
}

pub fn origins() -> AllowedOrigins {
    AllowedOrigins::parse(PAGE).unwrap()
}

/// The function in `examples/`, which cargo builds together with the tests.
pub fn test_lambda() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/test_lambda")
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub async fn call(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Answer {
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build_http();
    let mut request = hyper::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = client
        .request(request.body(Full::new(body.into())).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body,
    }
}

pub async fn get(url: &str) -> Answer {
    call("GET", url, &[], "").await
}

/// A presigned URL that binds these headers.
pub struct Presign<'a> {
    pub url: String,
    pub secret: &'a str,
    pub method: &'a str,
    pub headers: &'a [(&'a str, &'a str)],
    pub signed_at: SystemTime,
    pub lives: Duration,
}

impl Presign<'_> {
    pub fn url(&self) -> String {
        let credentials = Credentials::new(ACCESS_KEY, self.secret, None, None, "test").into();
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(self.lives);
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let params = v4::SigningParams::builder()
            .identity(&credentials)
            .region(REGION)
            .name("s3")
            .time(self.signed_at)
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let signable = SignableRequest::new(
            self.method,
            &self.url,
            self.headers.iter().copied(),
            SignableBody::UnsignedPayload,
        );
        let (instructions, _) = sign(signable.unwrap(), &params).unwrap().into_parts();
        let mut request = hyper::Request::builder().uri(&self.url).body(()).unwrap();
        instructions.apply_to_request_http1x(&mut request);
        request.uri().to_string()
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256Checksum::of(bytes).to_string()
}

/// Waits until something holds; a second is far longer than anything here takes.
pub async fn eventually<T>(what: &str, mut found: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..250 {
        if let Some(value) = found().await {
            return value;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never: {what}");
}
