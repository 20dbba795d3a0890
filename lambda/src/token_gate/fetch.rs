//! Fetching an issuer's keys: no redirect, a short time, a bounded answer.

use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, Uri};
use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use roundel_token::{FETCH_TIMEOUT_MILLIS, MAX_JWKS_BYTES};
use rustls::crypto::aws_lc_rs::default_provider;
use tokio::time::timeout;

/// Fetches key sets. Cloning shares the connections.
#[derive(Clone)]
pub struct KeyFetcher(Client<HttpsConnector<HttpConnector>, Empty<Bytes>>);

/// Why no key set came.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The system's certificates cannot be read.
    #[error("the system's certificates cannot be read")]
    Certificates(#[from] std::io::Error),
    /// The connection, the TLS handshake or the HTTP itself.
    #[error("the keys could not be fetched")]
    Http,
    /// It took too long.
    #[error("the key endpoint did not answer in time")]
    Time,
    /// Anything but a 200: a redirect is not followed, as its target was not configured.
    #[error("the key endpoint answered {0}")]
    Status(u16),
    /// More than the verifier would take.
    #[error("the key set is too large")]
    TooLarge,
}

impl KeyFetcher {
    /// A fetcher with the system's certificates.
    pub fn new() -> Result<Self, FetchError> {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(default_provider())?
            // plain http is for a loopback issuer, which the verifier has seen to
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// The bytes at `url`.
    pub async fn fetch(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let time = Duration::from_millis(FETCH_TIMEOUT_MILLIS);
        let answer = timeout(time, self.get(url)).await;
        answer.unwrap_or(Err(FetchError::Time))
    }

    async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let uri: Uri = url.parse().map_err(|_| FetchError::Http)?;
        let response = self.0.get(uri).await.map_err(|_| FetchError::Http)?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        let body = Limited::new(response.into_body(), MAX_JWKS_BYTES);
        match body.collect().await {
            Ok(body) => Ok(body.to_bytes().to_vec()),
            Err(error) if error.is::<LengthLimitError>() => Err(FetchError::TooLarge),
            Err(_) => Err(FetchError::Http),
        }
    }
}
