//! A function for the tests of the runtime API, gateway and queue: what it does is written in the event.
//!
//! | event | what happens |
//! |---|---|
//! | `{"do":"exit"}` | the process ends in the middle of the invocation |
//! | `{"do":"sleep"}` | no answer for a minute |
//! | `{"do":"fail","message":".."}` | an error with this message |
//! | an HTTP request with `x-do: sleep` | the same |
//! | an authorizer's event | by its identity: `good` is allowed, `throw` fails with `Unauthorized`, others are not |
//! | an SQS event | the records whose body is `fail` are reported as failed; `exit` ends the process |
//! | anything else | `{"statusCode":200,"body":<the event>}` |

use std::error::Error;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

type Http = Client<HttpConnector, Full<Bytes>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if std::env::var("BROKEN").is_ok() {
        return Err("broken from the start".into());
    }
    println!("a line of the function's own");
    let api = std::env::var("AWS_LAMBDA_RUNTIME_API")?;
    let base = format!("http://{api}/2018-06-01/runtime/invocation");
    let http: Http = Client::builder(TokioExecutor::new()).build_http();
    loop {
        let (id, event) = next(&http, &base).await?;
        let (door, answer) = match handle(&event).await {
            Ok(answer) => ("response", answer),
            Err(message) => (
                "error",
                json!({ "errorType": "Test", "errorMessage": message }),
            ),
        };
        post(&http, &format!("{base}/{id}/{door}"), &answer).await?;
    }
}

async fn next(http: &Http, base: &str) -> Result<(String, Value), Box<dyn Error>> {
    let response = http.get(format!("{base}/next").parse()?).await?;
    let id = response.headers().get("lambda-runtime-aws-request-id");
    let id = id.ok_or("no request id")?.to_str()?.to_owned();
    let body = response.into_body().collect().await?.to_bytes();
    Ok((id, serde_json::from_slice(&body)?))
}

async fn post(http: &Http, url: &str, answer: &Value) -> Result<(), Box<dyn Error>> {
    let body = Full::new(Bytes::from(answer.to_string()));
    http.request(
        Request::builder()
            .method(Method::POST)
            .uri(url)
            .body(body)?,
    )
    .await?;
    Ok(())
}

async fn handle(event: &Value) -> Result<Value, String> {
    if event["type"] == "REQUEST" {
        return authorize(event["identitySource"][0].as_str().unwrap_or_default());
    }
    match event["do"].as_str().or(event["headers"]["x-do"].as_str()) {
        Some("exit") => std::process::exit(3),
        Some("sleep") => tokio::time::sleep(Duration::from_secs(60)).await,
        Some("fail") => return Err(event["message"].as_str().unwrap_or_default().to_owned()),
        _ => {}
    }
    match event["Records"].as_array() {
        Some(records) => Ok(json!({ "batchItemFailures": failures(records) })),
        None => Ok(json!({ "statusCode": 200, "body": event.to_string() })),
    }
}

fn authorize(identity: &str) -> Result<Value, String> {
    match identity {
        "throw" => Err("Unauthorized".to_owned()),
        "good" => Ok(json!({ "isAuthorized": true, "context": { "sub": "somebody" } })),
        _ => Ok(json!({ "isAuthorized": false })),
    }
}

fn failures(records: &[Value]) -> Vec<Value> {
    if records.iter().any(|record| record["body"] == "exit") {
        std::process::exit(3);
    }
    let failed = records.iter().filter(|record| record["body"] == "fail");
    failed
        .map(|record| json!({ "itemIdentifier": record["messageId"] }))
        .collect()
}
