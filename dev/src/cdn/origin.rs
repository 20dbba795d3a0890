//! The assets bucket, asked with a signature of the CDN's own: origin access control
//! (<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html>).

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, SignableBody, SignableRequest, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::cache::Object;
use crate::identity::{ACCESS_KEY, ASSETS_BUCKET, REGION};

/// The largest object that is served.
const LARGEST: usize = 16 << 20;

/// What the origin said.
#[derive(Debug)]
pub enum Answer {
    /// 200.
    Found(Object),
    /// 304 to the tag that was given.
    Unchanged,
    /// 403 or 404: a bucket that may not be listed does not tell them apart.
    Missing,
    /// Anything else, and nothing.
    Failed,
}

/// A client of the assets bucket.
#[derive(Clone, Debug)]
pub struct Origin {
    s3: String,
    secret: String,
    client: Client<HttpConnector, Body>,
}

impl Origin {
    /// The assets bucket of this S3.
    pub fn new(s3: &str, secret: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(Duration::from_secs(30))
            .build(connector);
        Self {
            s3: s3.to_owned(),
            secret: secret.to_owned(),
            client,
        }
    }

    /// Asks for a path; with a tag only for what has another one.
    pub async fn get(&self, path: &str, etag: Option<&HeaderValue>) -> Answer {
        let Some(mut request) = self.signed(&Method::GET, path, &[]) else {
            return Answer::Missing; // no path that a bucket could have
        };
        if let Some(etag) = etag {
            request
                .headers_mut()
                .insert(header::IF_NONE_MATCH, etag.clone());
        }
        self.send(request).await
    }

    /// Puts an object under a key of the assets bucket; used to seed the default avatar.
    pub async fn put(&self, path: &str, headers: &[(&'static str, &str)], body: Bytes) -> bool {
        let Some(mut request) = self.signed(&Method::PUT, path, headers) else {
            return false;
        };
        *request.body_mut() = Body::from(body);
        let answer = self.client.request(request).await;
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let Ok(response) = self.client.request(request).await else {
            return Answer::Failed;
        };
        let (parts, body) = response.into_parts();
        match parts.status {
            StatusCode::NOT_MODIFIED => Answer::Unchanged,
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Answer::Missing,
            StatusCode::OK => match Limited::new(body, LARGEST).collect().await {
                Ok(body) => Answer::Found(Object {
                    headers: kept(&parts.headers),
                    body: body.to_bytes(),
                }),
                Err(_) => Answer::Failed,
            },
            _ => Answer::Failed,
        }
    }

    fn signed(
        &self,
        method: &Method,
        path: &str,
        headers: &[(&'static str, &str)],
    ) -> Option<Request<Body>> {
        let uri = format!("{}/{ASSETS_BUCKET}{path}", self.s3);
        let mut request = Request::builder()
            .method(method)
            .uri(&uri)
            .body(Body::empty())
            .ok()?;
        for (name, value) in headers {
            request
                .headers_mut()
                .insert(*name, HeaderValue::from_str(value).ok()?);
        }
        let credentials =
            Credentials::new(ACCESS_KEY, &self.secret, None, None, "roundel-dev").into();
        let mut settings = SigningSettings::default();
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        settings.percent_encoding_mode = aws_sigv4::http_request::PercentEncodingMode::Single;
        let params = v4::SigningParams::builder()
            .identity(&credentials)
            .region(REGION)
            .name("s3")
            .time(SystemTime::now())
            .settings(settings)
            .build()
            .ok()?
            .into();
        let signable = SignableRequest::new(
            method.as_str(),
            uri,
            headers.iter().copied(),
            SignableBody::UnsignedPayload,
        );
        let (instructions, _) = sign(signable.ok()?, &params).ok()?.into_parts();
        instructions.apply_to_request_http1x(&mut request);
        Some(request)
    }
}

/// What a viewer has use for; the rest is S3's own.
fn kept(headers: &HeaderMap) -> HeaderMap {
    [
        header::CONTENT_TYPE,
        header::CACHE_CONTROL,
        header::ETAG,
        header::LAST_MODIFIED,
    ]
    .into_iter()
    .filter_map(|name| Some((name.clone(), headers.get(name)?.clone())))
    .collect()
}
