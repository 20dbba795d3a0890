//! Answers in the shape that the gateway expects of payload 2.0.

use aws_lambda_events::{apigw::ApiGatewayV2httpResponse, encodings::Body};
use aws_smithy_types::date_time::{DateTime, Format};
use http::{HeaderValue, header};
use roundel_avatar::Refusal;

use crate::{log::Line, metric::Metric};

/// A JSON answer that no cache may keep.
pub fn json(status: i64, body: String) -> ApiGatewayV2httpResponse {
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = status;
    response.body = Some(Body::Text(body));
    let fixed = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    response
        .headers
        .extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

/// A refusal in its one shape, counted by its code.
pub fn refusal(refusal: &Refusal) -> ApiGatewayV2httpResponse {
    Line::new("refused")
        .code(refusal.code)
        .metric(Metric::Refused, 1)
        .write();
    json(i64::from(refusal.status), refusal.body())
}

/// A refusal that may be another answer after so many seconds (`Retry-After`, RFC 9110 §10.2.3).
pub fn refusal_for_now(refused: &Refusal, seconds: u64) -> ApiGatewayV2httpResponse {
    let mut response = refusal(refused);
    let seconds = HeaderValue::from(seconds);
    response.headers.insert(header::RETRY_AFTER, seconds);
    response
}

/// 405, where `methods` are those that are answered.
pub fn method_not_allowed(methods: &str) -> ApiGatewayV2httpResponse {
    let message = format!("Use {methods}.");
    refusal(&Refusal::new(405, "method_not_allowed", message))
}

/// Nothing but a status and the headers that come with everybody's: a preflight's answer, a thing done.
pub fn no_content() -> ApiGatewayV2httpResponse {
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = 204;
    response
}

/// Seconds since 1970 as RFC 3339 has them, in UTC.
pub fn date_time(seconds: u64) -> String {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    let time = DateTime::from_secs(seconds).fmt(Format::DateTime);
    time.unwrap_or_default()
}
