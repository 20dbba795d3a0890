//! Fetching an issuer's keys: no redirect, a short time, a bounded answer.

use std::time::Duration;

use reqwest::{Client, redirect};
use roundel_token::{FETCH_TIMEOUT_MILLIS, MAX_JWKS_BYTES};

/// Fetches key sets. Cloning shares the connections.
#[derive(Clone)]
pub struct KeyFetcher(Client);

/// Why no key set came.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The connection, the TLS handshake, the time or the HTTP itself.
    #[error("the keys could not be fetched")]
    Http(#[from] reqwest::Error),
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
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_millis(FETCH_TIMEOUT_MILLIS))
            .build()?;
        Ok(Self(client))
    }

    /// The bytes at `url`.
    pub async fn fetch(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let mut response = self.0.get(url).send().await?;
        if response.status() != 200 {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if bytes.len() + chunk.len() > MAX_JWKS_BYTES {
                return Err(FetchError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}
