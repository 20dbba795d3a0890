//! The key_upload lambda: a presigned PUT for a verified person.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use lambda_runtime::Error;
use roundel_lambda::{
    invocation::Function,
    key_upload::{KeyUpload, Moment},
    settings::Settings,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let function = Function::starting("key_upload");
    let upload = KeyUpload::from_settings(Settings::from_environment())?;
    function
        .serve(async |request: ApiGatewayV2httpRequest, _| {
            Ok::<ApiGatewayV2httpResponse, Error>(upload.respond(&request, moment()?).await)
        })
        .await
}

fn moment() -> Result<Moment, Error> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let mut random = [0; 10];
    getrandom::fill(&mut random)?;
    Ok(Moment {
        unix_millis: u64::try_from(since.as_millis())?,
        random,
    })
}
