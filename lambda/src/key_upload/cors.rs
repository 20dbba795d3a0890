//! CORS by the one list of origins, on every answer (faults F2 and F19).

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use http::{HeaderMap, HeaderValue, header};
use roundel_avatar::AllowedOrigins;

use crate::settings::Settings;

/// Reads `CORS_ALLOW_ORIGIN`: origins separated by commas.
pub fn origins_from_settings<F>(settings: &mut Settings<F>) -> AllowedOrigins
where
    F: Fn(&str) -> Option<String>,
{
    let list = settings.required(&["CORS_ALLOW_ORIGIN"]);
    AllowedOrigins::parse(&list).unwrap_or_else(|wrong| {
        let wrong = wrong.join(", ");
        settings.problem(format!(
            "CORS_ALLOW_ORIGIN has what is no origin like https://app.example.com: {wrong}"
        ));
        AllowedOrigins::default()
    })
}

/// The request's origin, if it is on the list.
pub fn allowed_origin(origins: &AllowedOrigins, headers: &HeaderMap) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    HeaderValue::from_str(origins.allow(origin)?).ok()
}

/// Adds the CORS headers: always `Vary: Origin`, the rest only for a listed origin.
pub fn apply(
    mut response: ApiGatewayV2httpResponse,
    origin: Option<HeaderValue>,
) -> ApiGatewayV2httpResponse {
    let headers = &mut response.headers;
    headers.insert(header::VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        let fixed = [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "POST, OPTIONS"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "authorization, content-type",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, "600"),
        ];
        headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    }
    response
}
