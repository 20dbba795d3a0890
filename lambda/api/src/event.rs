//! What the function is called with.

use aws_lambda_events::{apigw::ApiGatewayV2httpRequest, sns::SnsEvent};
use serde::Deserialize;

/// Told apart by `Records`, which no request has.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// SNS, where the function itself is subscribed to the topic
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html>).
    Sns(SnsEvent),
    /// The gateway, payload 2.0.
    Http(Box<ApiGatewayV2httpRequest>),
}
