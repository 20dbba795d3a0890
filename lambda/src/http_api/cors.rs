//! CORS by the one list of origins, on every answer (faults F2 and F19).

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use http::{HeaderMap, HeaderValue, header};
use roundel_avatar::AllowedOrigins;

use crate::settings::Settings;

/// Whose pages may call a route, and how.
pub struct Cors {
    origins: AllowedOrigins,
    methods: &'static str,
    credentials: bool,
}

impl Cors {
    /// Reads `CORS_ALLOW_ORIGIN`: origins separated by commas. `methods` are the route's, like `POST, OPTIONS`.
    pub fn from_settings<F>(settings: &mut Settings<F>, methods: &'static str) -> Self
    where
        F: Fn(&str) -> Option<String>,
    {
        Self {
            origins: origins(settings),
            methods,
            credentials: false,
        }
    }

    /// Listed pages may also send and be given cookies (Fetch standard, "CORS protocol and credentials").
    pub fn with_credentials(self) -> Self {
        Self {
            credentials: true,
            ..self
        }
    }

    /// Adds the headers to the answer of a request: always `Vary: Origin`, the rest only for a listed origin.
    pub fn apply(
        &self,
        request: &HeaderMap,
        mut response: ApiGatewayV2httpResponse,
    ) -> ApiGatewayV2httpResponse {
        let headers = &mut response.headers;
        headers.insert(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = self.allowed_origin(request) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            let fixed = [
                (header::ACCESS_CONTROL_ALLOW_METHODS, self.methods),
                (
                    header::ACCESS_CONTROL_ALLOW_HEADERS,
                    "authorization, content-type",
                ),
                (header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after"),
                (header::ACCESS_CONTROL_MAX_AGE, "600"),
            ];
            headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
            if self.credentials {
                let allowed = HeaderValue::from_static("true");
                headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, allowed);
            }
        }
        response
    }

    /// The request's origin, if it is on the list.
    fn allowed_origin(&self, request: &HeaderMap) -> Option<HeaderValue> {
        let origin = request.get(header::ORIGIN)?.to_str().ok()?;
        HeaderValue::from_str(self.origins.allow(origin)?).ok()
    }
}

fn origins<F>(settings: &mut Settings<F>) -> AllowedOrigins
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
