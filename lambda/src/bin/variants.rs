//! The variants lambda: an original becomes every size in every format.

use aws_lambda_events::sqs::SqsEvent;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use roundel_lambda::{settings::Settings, variants::Variants};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let variants = &Variants::from_settings(Settings::from_environment()).await?;
    run(service_fn(|event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Error>(variants.handle(event.payload).await)
    }))
    .await
}
