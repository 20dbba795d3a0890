//! The CORS configuration of the uploads bucket, answered as S3 answers
//! (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html>).

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use roundel_avatar::AllowedOrigins;

use crate::cors::listed_origin;
use crate::identity::UPLOADS_BUCKET;

const METHODS: [&str; 3] = ["PUT", "GET", "HEAD"];
/// What a page has to send with an upload; the browser adds the length itself.
const HEADERS: [&str; 3] = ["content-type", "if-none-match", "x-amz-checksum-sha256"];
const EXPOSED: &str = "ETag";
const MAX_AGE_SECONDS: &str = "3000";

/// How the bucket's rules see one request.
pub struct Rules {
    configured: bool,
    origin: Option<HeaderValue>,
    asked: bool,
    method: Method,
    wanted_method: String,
    wanted_headers: String,
}

impl Rules {
    /// Reads a request.
    pub fn of(origins: &AllowedOrigins, request: &Request) -> Self {
        let headers = request.headers();
        Self {
            configured: bucket(request.uri().path()) == UPLOADS_BUCKET,
            origin: listed_origin(origins, headers),
            asked: headers.contains_key(header::ORIGIN),
            method: request.method().clone(),
            wanted_method: text(headers, &header::ACCESS_CONTROL_REQUEST_METHOD),
            wanted_headers: text(headers, &header::ACCESS_CONTROL_REQUEST_HEADERS).to_lowercase(),
        }
    }

    /// The answer to `OPTIONS`.
    pub fn preflight(self) -> Response {
        if !self.asked || self.wanted_method.is_empty() {
            let message = "Insufficient information. Origin request header needed.";
            return refuse(StatusCode::BAD_REQUEST, "BadRequest", message);
        }
        if !self.configured {
            let message = "CORSResponse: CORS is not enabled for this bucket.";
            return refuse(StatusCode::FORBIDDEN, "AccessForbidden", message);
        }
        let wanted = METHODS.contains(&self.wanted_method.as_str()) && self.headers_allowed();
        match (&self.origin, wanted) {
            (Some(origin), true) => self.granted(origin),
            _ => refuse(
                StatusCode::FORBIDDEN,
                "AccessForbidden",
                "CORSResponse: This CORS request is not allowed.",
            ),
        }
    }

    /// Adds to an actual answer, an error included, what lets the page read it.
    pub fn allow(&self, mut response: Response) -> Response {
        if !self.configured {
            return response;
        }
        let headers = response.headers_mut();
        headers.append(header::VARY, vary());
        if let Some(origin) = &self.origin
            && METHODS.contains(&self.method.as_str())
        {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods());
            headers.insert(
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                HeaderValue::from_static(EXPOSED),
            );
        }
        response
    }

    fn headers_allowed(&self) -> bool {
        self.wanted_headers
            .split(',')
            .map(str::trim)
            .all(|wanted| wanted.is_empty() || HEADERS.contains(&wanted))
    }

    fn granted(&self, origin: &HeaderValue) -> Response {
        let mut response = StatusCode::OK.into_response();
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods());
        if let Ok(wanted) = HeaderValue::from_str(&self.wanted_headers)
            && !self.wanted_headers.is_empty()
        {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted);
        }
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static(EXPOSED),
        );
        headers.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static(MAX_AGE_SECONDS),
        );
        headers.append(header::VARY, vary());
        response
    }
}

fn bucket(path: &str) -> &str {
    path.trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
}

fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

fn methods() -> HeaderValue {
    HeaderValue::from_static("PUT, GET, HEAD")
}

fn vary() -> HeaderValue {
    HeaderValue::from_static(
        "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
    )
}

fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}
