//! The api lambda: profiles, activities and the webhook behind the gateway, and SNS where it calls the function itself.

use std::time::{SystemTime, UNIX_EPOCH};

use lambda_runtime::Error;
use roundel_api::{Api, Event};
use roundel_lambda::{invocation::Function, settings::Settings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let function = Function::starting("api");
    let api = Api::from_settings(Settings::from_environment())?;
    function
        .serve(async |event: Event, _| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
            Ok::<_, Error>(api.handle(event, now).await?)
        })
        .await
}
