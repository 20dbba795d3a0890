//! Refusals as CloudFront takes them (AWS: "Generate HTTP responses in request triggers").

use roundel_avatar::Refusal;
use roundel_token::json::Value;

/// 403: the token is good, the path is somebody else's.
pub(crate) fn forbidden() -> Refusal {
    Refusal::new(403, "forbidden", "This belongs to somebody else.")
}

/// 404: no rule, or no file the contract knows.
pub(crate) fn not_found() -> Refusal {
    Refusal::new(404, "not_found", "There is nothing at this address.")
}

/// 405: everything here is only read.
pub(crate) fn method_not_allowed() -> Refusal {
    Refusal::new(405, "method_not_allowed", "This address can only be read.")
}

/// 503: our fault, and closed.
pub(crate) fn unavailable() -> Refusal {
    Refusal::new(
        503,
        "unavailable",
        "This cannot be checked now. Try again in a moment.",
    )
}

/// The whole response of a refusal.
pub(crate) fn response(refusal: &Refusal, cors: &[(&'static str, String)]) -> Value {
    let mut headers = vec![
        ("content-type", "application/json".to_owned()),
        ("cache-control", "no-store".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
    ];
    match refusal.status {
        401 => headers.push(("www-authenticate", "Bearer".to_owned())),
        405 => headers.push(("allow", "GET, HEAD, OPTIONS".to_owned())),
        503 => headers.push(("retry-after", "5".to_owned())),
        _ => {}
    }
    headers.extend_from_slice(cors);
    with_body(refusal.status, &headers, &refusal.body())
}

/// A response in CloudFront's form.
pub(crate) fn with_body(status: u16, headers: &[(&'static str, String)], body: &str) -> Value {
    let lines = headers.iter().map(|(name, value)| {
        let line = Value::object([
            ("key", Value::from(*name)),
            ("value", Value::String(value.clone())),
        ]);
        (*name, Value::Array(vec![line]))
    });
    Value::object([
        ("status", Value::String(status.to_string())),
        ("statusDescription", Value::from(description(status))),
        ("headers", Value::object(lines)),
        ("body", Value::from(body)),
    ])
}

fn description(status: u16) -> &'static str {
    match status {
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Service Unavailable",
    }
}
