//! Requests and refusals, for the tests of what stands behind the gateway.

use aws_lambda_events::{
    apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse},
    encodings::Body,
};
use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::Value;

/// The origin that is listed.
pub const PAGE: &str = "https://app.example.com";

/// A request of a page of this origin, without a token.
pub fn request(method: Method, origin: &'static str) -> ApiGatewayV2httpRequest {
    let mut request = ApiGatewayV2httpRequest::default();
    request.request_context.http.method = method;
    request.headers = HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_static(origin))]);
    request
}

/// The code of a refusal in its one shape.
pub fn code(response: &ApiGatewayV2httpResponse) -> String {
    let Some(Body::Text(body)) = &response.body else {
        panic!("a refusal has a text body")
    };
    let body: Value = serde_json::from_str(body).unwrap();
    assert!(body["error"]["message"].is_string());
    body["error"]["code"].as_str().unwrap().to_owned()
}
