//! Fetching what others publish, keys and certificates: no redirect, a short time, a bounded answer.

use std::time::Duration;

use bytes::Bytes;
use http::{StatusCode, Uri};
use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::crypto::aws_lc_rs::default_provider;
use tokio::time::timeout;

/// Fetches over HTTPS with the system's certificates. Cloning shares the connections.
#[derive(Clone)]
pub struct Fetcher(Client<HttpsConnector<HttpConnector>, Empty<Bytes>>);

/// What an answer may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// From the first packet to the last.
    pub time: Duration,
    /// Of the body.
    pub bytes: usize,
}

/// Why nothing came.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The system's certificates cannot be read.
    #[error("the system's certificates cannot be read")]
    Certificates(#[from] std::io::Error),
    /// The connection, the TLS handshake or the HTTP itself.
    #[error("it could not be fetched")]
    Http,
    /// It took too long.
    #[error("no answer came in time")]
    Time,
    /// Anything but a 200: a redirect is not followed, as its target was not configured.
    #[error("the answer was {0}")]
    Status(u16),
    /// More than was asked for at most.
    #[error("the answer is too large")]
    TooLarge,
}

impl Fetcher {
    /// A fetcher with the system's certificates.
    ///
    /// # Errors
    /// [`FetchError::Certificates`].
    pub fn new() -> Result<Self, FetchError> {
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_native_roots(default_provider())?
            // plain http is for loopback addresses in development, which the caller has seen to
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// The bytes at `url`.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn fetch(&self, url: &str, bounds: Bounds) -> Result<Vec<u8>, FetchError> {
        let answer = timeout(bounds.time, self.get(url, bounds.bytes)).await;
        answer.unwrap_or(Err(FetchError::Time))
    }

    async fn get(&self, url: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        let uri: Uri = url.parse().map_err(|_| FetchError::Http)?;
        let response = self.0.get(uri).await.map_err(|_| FetchError::Http)?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        let body = Limited::new(response.into_body(), most);
        match body.collect().await {
            Ok(body) => Ok(body.to_bytes().to_vec()),
            Err(error) if error.is::<LengthLimitError>() => Err(FetchError::TooLarge),
            Err(_) => Err(FetchError::Http),
        }
    }
}
