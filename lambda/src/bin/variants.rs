//! The variants lambda: an original becomes every size in every format.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use lambda_runtime::Error;
use roundel_lambda::{invocation::Function, settings::Settings, variants::Variants};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let function = Function::starting("variants");
    let variants = Variants::from_settings(Settings::from_environment()).await?;
    function
        .serve(async |event: SqsEvent, deadline| {
            Ok::<SqsBatchResponse, Error>(variants.handle(event, deadline).await)
        })
        .await
}
