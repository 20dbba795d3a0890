//! The authorizer lambda: who is asking, for the gateway.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lambda_events::apigw::ApiGatewayV2CustomAuthorizerV2Request;
use lambda_runtime::Error;
use roundel_lambda::{authorizer::Authorizer, invocation::Function, settings::Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let function = Function::starting("authorizer");
    let authorizer = Authorizer::from_settings(Settings::from_environment())?;
    function
        .serve(async |request: ApiGatewayV2CustomAuthorizerV2Request, _| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
            Ok(authorizer.decide(&request.headers, now).await?)
        })
        .await
}
