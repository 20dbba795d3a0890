//! Deliveries over HTTP: a subscription is confirmed first, what is answered 5xx or not at all is tried again
//! (<https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>).

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::arn;
use super::envelope::Envelope;
use super::topic::{Subscription, Topic};

/// SNS waits for 15 s for an answer.
const ANSWER: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// Two minutes in all. SNS itself goes on for an hour over HTTP and for 23 days to AWS's own services.
const TRIES: u32 = 9;

/// Tells an endpoint of every notification from now on.
pub fn subscribe(tasks: &mut JoinSet<()>, topic: Topic, endpoint: String) {
    let post = Post {
        topic,
        endpoint,
        client: Client::builder(TokioExecutor::new()).build(HttpConnector::new()),
    };
    if let Ok(subscription) = post.topic.subscribe() {
        tasks.spawn(post.deliver_all(subscription));
    }
}

#[derive(Clone)]
struct Post {
    topic: Topic,
    endpoint: String,
    client: Client<HttpConnector, Body>,
}

impl Post {
    async fn deliver_all(self, mut subscription: Subscription) {
        let url = self.topic.subscribe_url(&subscription.token);
        let question = Envelope::subscription_confirmation(&subscription.token, url);
        self.clone().deliver(question).await;
        if subscription.confirmed.wait_for(|yes| *yes).await.is_err() {
            return;
        }
        // one that is slow holds up no other, so their order is nobody's promise, as on AWS
        let mut deliveries = JoinSet::new();
        while let Some(notification) = subscription.inbox.recv().await {
            while deliveries.try_join_next().is_some() {}
            let envelope = Envelope::notification(&notification);
            deliveries.spawn(self.clone().deliver(envelope));
        }
    }

    async fn deliver(self, envelope: Envelope) {
        let Ok(envelope) = self.topic.signed(envelope) else {
            return;
        };
        let mut pause = FIRST_PAUSE;
        for _ in 0..TRIES {
            let status = self.try_once(&envelope).await;
            self.topic.delivered(envelope.clone(), status);
            match status {
                Some(200..=499) => return,
                _ => sleep(pause).await,
            }
            pause *= 2;
        }
    }

    async fn try_once(&self, envelope: &Envelope) -> Option<u16> {
        let body = serde_json::to_vec(envelope).ok()?;
        let request = Request::post(&self.endpoint)
            .header(header::CONTENT_TYPE, "text/plain; charset=UTF-8")
            .header(
                header::USER_AGENT,
                "Amazon Simple Notification Service Agent",
            )
            .header("x-amz-sns-message-type", envelope.kind)
            .header("x-amz-sns-message-id", &envelope.message_id)
            .header("x-amz-sns-topic-arn", arn());
        let answer = self.client.request(request.body(Body::from(body)).ok()?);
        let answer = timeout(ANSWER, answer).await.ok()?.ok()?;
        Some(answer.status().as_u16())
    }
}
