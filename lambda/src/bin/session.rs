//! The session lambda: a cookie that CloudFront Functions can check, for a verified person.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use lambda_runtime::Error;
use roundel_lambda::{invocation::Function, session::Sessions, settings::Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let function = Function::starting("session");
    let sessions = Sessions::from_settings(Settings::from_environment())?;
    function
        .serve(async |request: ApiGatewayV2httpRequest, _| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
            Ok::<ApiGatewayV2httpResponse, Error>(sessions.respond(&request, now).await)
        })
        .await
}
