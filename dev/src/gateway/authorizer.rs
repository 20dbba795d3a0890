//! The custom authorizer: format 2.0, simple response, no cache
//! (<https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html>).

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use bytes::Bytes;
use serde::Deserialize;

use super::event::{self, Route};
use super::{Context, Refusal};
use crate::runtime_api::{Function, FunctionError};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    is_authorized: bool,
    #[serde(default)]
    context: Context,
}

/// Asks the authorizer. Without its identity source a request is refused before the function is called; an error
/// `Unauthorized` of the function is 401, `isAuthorized: false` 403, anything else that goes wrong 500.
pub async fn authorize(
    function: &Function,
    route: &Route,
    parts: &Parts,
) -> Result<Context, Refusal> {
    let identity = parts
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let identity = identity
        .filter(|value| !value.is_empty())
        .ok_or(Refusal::Unauthorized)?;
    let event = event::authorizer_request(route, parts, identity);
    let answer = function.invoke(Bytes::from(event.to_string())).await;
    decide(answer)
}

fn decide(answer: Result<Bytes, FunctionError>) -> Result<Context, Refusal> {
    let answer = answer.map_err(|error| match error {
        FunctionError::Failed { message, .. } if message == "Unauthorized" => Refusal::Unauthorized,
        _ => Refusal::InternalServerError,
    })?;
    let decision: Decision =
        serde_json::from_slice(&answer).map_err(|_| Refusal::InternalServerError)?;
    match decision.is_authorized {
        true => Ok(decision.context),
        false => Err(Refusal::Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, FunctionError, Refusal, decide};

    #[test]
    fn what_the_gateway_makes_of_the_answer() {
        let failed = |message: &str| {
            Err(FunctionError::Failed {
                kind: "Error".into(),
                message: message.into(),
            })
        };
        for (answer, refusal) in [
            (failed("Unauthorized"), Refusal::Unauthorized),
            (failed("something else"), Refusal::InternalServerError),
            (
                Ok(Bytes::from(r#"{"isAuthorized":false}"#)),
                Refusal::Forbidden,
            ),
            (Ok(Bytes::from("null")), Refusal::InternalServerError),
            (
                Ok(Bytes::from(r#"{"isAuthorized":"yes"}"#)),
                Refusal::InternalServerError,
            ),
        ] {
            assert_eq!(decide(answer).unwrap_err(), refusal);
        }
        let allowed = decide(Ok(Bytes::from(
            r#"{"isAuthorized":true,"context":{"sub":"s"}}"#,
        )));
        assert_eq!(allowed.unwrap()["sub"], "s");
    }
}
