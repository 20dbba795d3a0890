//! The session lambda: a cookie that CloudFront Functions can check, for a verified person.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use roundel_lambda::{session::Sessions, settings::Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let sessions = &Sessions::from_settings(Settings::from_environment())?;
    run(service_fn(
        |event: LambdaEvent<ApiGatewayV2httpRequest>| async move {
            let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
            Ok::<ApiGatewayV2httpResponse, Error>(sessions.respond(&event.payload, now).await)
        },
    ))
    .await
}
