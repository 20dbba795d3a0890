//! Who asks, and for whom.

use std::sync::Arc;

use axum::{
    RequestPartsExt,
    extract::{FromRequestParts, Path},
};
use http::{header, request::Parts};
use roundel_token::Claims;

use crate::{ApiError, api::Rooms};

/// When: seconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Now(pub u64);

/// Somebody with a good token; anybody else is answered 401.
pub struct SignedIn(pub Claims);

/// Anybody. A token that is no longer good counts as none: what is public stays so when a session ends.
pub struct Visitor(pub Option<Claims>);

/// The handle in an address, where it follows an `@`.
pub struct Handle(pub String);

impl FromRequestParts<Arc<Rooms>> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        rooms: &Arc<Rooms>,
    ) -> Result<Self, Self::Rejection> {
        let Now(now) = parts.extensions.get().copied().unwrap_or(Now(u64::MAX));
        let claims = rooms.gate.authenticate(&parts.headers, now).await?;
        Ok(Self(claims))
    }
}

impl FromRequestParts<Arc<Rooms>> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        rooms: &Arc<Rooms>,
    ) -> Result<Self, Self::Rejection> {
        if !parts.headers.contains_key(header::AUTHORIZATION) {
            return Ok(Self(None));
        }
        let signed_in = SignedIn::from_request_parts(parts, rooms).await;
        Ok(Self(signed_in.ok().map(|SignedIn(claims)| claims)))
    }
}

impl FromRequestParts<Arc<Rooms>> for Handle {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut Parts,
        _: &Arc<Rooms>,
    ) -> Result<Self, Self::Rejection> {
        let segment = parts.extract::<Path<String>>().await;
        let Path(segment) = segment.map_err(|_| ApiError::nothing_here())?;
        match segment.strip_prefix('@') {
            // text in Postgres has no NUL
            Some(handle) if !handle.contains('\0') => Ok(Self(handle.to_owned())),
            Some(_) => Err(ApiError::unknown_handle()),
            None => Err(ApiError::nothing_here()),
        }
    }
}
