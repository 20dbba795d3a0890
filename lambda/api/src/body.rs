//! The body of a request as JSON.

use axum::{body::Bytes, extract::FromRequest};
use http::Request;
use roundel_avatar::Refusal;
use serde::de::DeserializeOwned;

use crate::ApiError;

/// A body that is the JSON of a `T`, whatever its media type: the original's pages did not always say it.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(
        request: Request<axum::body::Body>,
        state: &S,
    ) -> Result<Self, Self::Rejection> {
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes.map_err(|_| invalid())?;
        let body = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
        Ok(Self(body))
    }
}

fn invalid() -> ApiError {
    let message = "The body is not a JSON object with the fields of this route.";
    Refusal::new(400, "invalid_json", message).into()
}
