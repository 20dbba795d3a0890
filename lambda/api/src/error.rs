//! Why a request has no other answer.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use roundel_avatar::Refusal;
use roundel_lambda::{log::Line, metric::Metric};
use sqlx::error::DatabaseError;

use crate::gateway;

/// Seconds after which a database that was away may be back.
const DATABASE_RETRY: u64 = 2;

/// One variant a cause.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// No, in the one shape of refusals.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// Fields that cannot be taken: 422 with all of their codes as a plain array, as the original answered.
    #[error("fields that cannot be taken: {}", .0.join(", "))]
    Invalid(Vec<&'static str>),
    /// The database is away, or takes too long: 503.
    #[error("the database is not available")]
    DatabaseUnavailable,
    /// The database refused what should have been right: 500. What it said may hold what people wrote, and is dropped.
    #[error("the database refused a query")]
    Database,
}

/// A refusal on its way to the gateway's answer, and the seconds after which it may be another.
#[derive(Clone)]
pub struct Refused {
    /// What is said.
    pub refusal: Refusal,
    /// `Retry-After`
    pub retry: Option<u64>,
}

impl ApiError {
    /// 404 for an address that has nothing.
    pub fn nothing_here() -> Self {
        Self::Refused(gateway::nothing_here())
    }

    /// 404 for a handle that nobody has.
    pub fn unknown_handle() -> Self {
        let message = "Nobody has this handle.";
        Self::Refused(Refusal::new(404, "unknown_handle", message))
    }

    /// 405; the methods are in `Allow`.
    pub fn method_not_allowed() -> Self {
        let message = "This address has other methods; see Allow.";
        Self::Refused(Refusal::new(405, "method_not_allowed", message))
    }

    fn refused(self) -> Result<Refused, Vec<&'static str>> {
        let (refusal, retry) = match self {
            Self::Invalid(codes) => {
                let line = Line::new("refused").code("invalid_fields");
                line.metric(Metric::Refused, 1).write();
                return Err(codes);
            }
            Self::Refused(refusal) => (refusal, None),
            Self::DatabaseUnavailable => {
                let message = "The database does not answer just now; try again in a moment.";
                let refusal = Refusal::new(503, "database_unavailable", message);
                (refusal, Some(DATABASE_RETRY))
            }
            Self::Database => {
                let message = "Something went wrong here; try again.";
                (Refusal::new(500, "internal", message), None)
            }
        };
        Ok(Refused { refusal, retry })
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        let (error, code) = match &error {
            sqlx::Error::Database(error) if is_passing(error.as_ref()) => {
                (Self::DatabaseUnavailable, "database_refuses_for_now")
            }
            sqlx::Error::Database(_) => (Self::Database, "database_refused"),
            // of an answer that was cut off, what is left may make no sense
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => {
                (Self::DatabaseUnavailable, "database_cut_off")
            }
            _ => (Self::Database, "database_misunderstood"),
        };
        Line::new("database_failed").code(code).write();
        error
    }
}

/// Whether another try may succeed
/// (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn is_passing(error: &dyn DatabaseError) -> bool {
    const CONNECTION_EXCEPTION: &str = "08";
    const INSUFFICIENT_RESOURCES: &str = "53";
    /// A statement's time is over, the server stops or is starting.
    const OPERATOR_INTERVENTION: &str = "57";
    const SERIALIZATION_FAILURE: &str = "40";
    /// A standby takes no writes: a failover is on its way.
    const READ_ONLY: &str = "25006";
    /// A lock was waited for too long.
    const LOCK_NOT_AVAILABLE: &str = "55P03";
    let code = error.code().unwrap_or_default();
    [READ_ONLY, LOCK_NOT_AVAILABLE].contains(&code.as_ref())
        || [
            CONNECTION_EXCEPTION,
            INSUFFICIENT_RESOURCES,
            OPERATOR_INTERVENTION,
            SERIALIZATION_FAILURE,
        ]
        .iter()
        .any(|class| code.starts_with(class))
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self.refused() {
            Ok(refused) => {
                let status = StatusCode::from_u16(refused.refusal.status);
                let mut response = status
                    .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                    .into_response();
                response.extensions_mut().insert(refused);
                response
            }
            Err(codes) => (StatusCode::UNPROCESSABLE_ENTITY, Json(codes)).into_response(),
        }
    }
}

/// Two fields that were parsed, or the codes of those that could not be.
///
/// # Errors
/// [`ApiError::Invalid`].
pub fn both<A, B>(
    first: Result<A, &'static str>,
    second: Result<B, &'static str>,
) -> Result<(A, B), ApiError> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (first, second) => {
            let codes = first.err().into_iter().chain(second.err());
            Err(ApiError::Invalid(codes.collect()))
        }
    }
}
