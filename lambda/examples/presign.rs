//! `presign < REQUESTS`: what `key_upload` signs with, for `cargo xtask oracles` to compare. Reads a JSON array of requests and
//! prints a JSON array of the queries that were made of them.

use std::{collections::BTreeMap, error::Error, io, time::Duration};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::SignableBody;
use roundel_lambda::sigv4::{Scope, Unsigned, presigned_query};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request {
    method: String,
    url: String,
    /// A header that comes twice has two values.
    headers: BTreeMap<String, Vec<String>>,
    /// Without it the payload is unsigned.
    body: Option<String>,
    access_key: String,
    secret_key: String,
    session_token: Option<String>,
    region: String,
    service: String,
    now: u64,
    expires_in: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let requests: Vec<Request> = serde_json::from_reader(io::stdin())?;
    let queries: Result<Vec<String>, _> = requests.iter().map(presign).collect();
    serde_json::to_writer(io::stdout(), &queries?)?;
    Ok(())
}

fn presign(request: &Request) -> Result<String, Box<dyn Error>> {
    let headers: Vec<(&str, &str)> = request
        .headers
        .iter()
        .flat_map(|(name, values)| {
            values
                .iter()
                .map(move |value| (name.as_str(), value.as_str()))
        })
        .collect();
    let unsigned = Unsigned {
        method: &request.method,
        url: &request.url,
        headers: &headers,
        body: match &request.body {
            Some(body) => SignableBody::Bytes(body.as_bytes()),
            None => SignableBody::UnsignedPayload,
        },
    };
    let scope = Scope {
        credentials: Credentials::new(
            &request.access_key,
            &request.secret_key,
            request.session_token.clone(),
            None,
            "oracles",
        ),
        region: &request.region,
        service: &request.service,
        now: request.now,
        expires_in: Duration::from_secs(request.expires_in),
    };
    Ok(presigned_query(unsigned, &scope)?)
}
