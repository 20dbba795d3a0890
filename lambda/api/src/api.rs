//! The flow.

use std::sync::Arc;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use axum::{
    Router,
    routing::{get, post, put},
};
use http::Method;
use roundel_lambda::{
    http_api::{Cors, answer},
    settings::{Settings, SettingsError},
    token_gate::TokenGate,
};
use serde::Serialize;
use tower::ServiceExt;

use crate::{
    ApiError, Database, Event, activities, avatar::Cdn, gateway, people, visitor::Now, webhook,
    webhook::Topic,
};

/// Everything the lambda was configured with.
pub struct Api {
    cors: Cors,
    router: Router,
    rooms: Arc<Rooms>,
}

/// What handlers work with.
pub struct Rooms {
    pub(crate) gate: TokenGate,
    pub(crate) database: Database,
    pub(crate) cdn: Cdn,
    pub(crate) topic: Topic,
}

/// What the function answers its caller.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The gateway, payload 2.0.
    Http(Box<ApiGatewayV2httpResponse>),
    /// SNS, which reads nothing.
    Heard,
}

impl Api {
    /// Reads the token settings and `CORS_ALLOW_ORIGIN` as the other lambdas do; `DATABASE_URL` (see [`Database`]),
    /// `CDN_URL`, `TOPIC_ARN` and `SNS_DEVELOPMENT_ENDPOINT` (see [`Topic`]).
    ///
    /// # Errors
    /// Every setting that is missing or wrong, at once.
    pub fn from_settings<F>(mut settings: Settings<F>) -> Result<Self, SettingsError>
    where
        F: Fn(&str) -> Option<String>,
    {
        let gate = TokenGate::from_settings(&mut settings);
        let cors = Cors::from_settings(&mut settings, "GET, POST, PUT, OPTIONS");
        let database = Database::from_settings(&mut settings);
        let cdn = Cdn::from_settings(&mut settings);
        let fetcher = gate.as_ref().map(TokenGate::fetcher);
        let topic = Topic::from_settings(&mut settings, fetcher);
        let rooms = gate.zip(database).zip(cdn.zip(topic));
        settings.finish(rooms.map(|((gate, database), (cdn, topic))| {
            let rooms = Arc::new(Rooms {
                gate,
                database,
                cdn,
                topic,
            });
            Self {
                cors,
                router: router(Arc::clone(&rooms)),
                rooms,
            }
        }))
    }

    /// Handles an event at `now`, seconds since 1970.
    ///
    /// # Errors
    /// Where SNS itself called and its message could not be dealt with: it is told to come again. A request always has
    /// an answer.
    pub async fn handle(&self, event: Event, now: u64) -> Result<Answer, ApiError> {
        match event {
            Event::Http(request) => {
                let response = self.respond(&request, now).await;
                Ok(Answer::Http(Box::new(response)))
            }
            Event::Sns(event) => {
                webhook::hear_directly(&self.rooms, &event).await?;
                Ok(Answer::Heard)
            }
        }
    }

    /// CORS ▸ request ▸ route ▸ answer. Every answer has CORS headers, all but a preflight's are JSON.
    async fn respond(
        &self,
        request: &ApiGatewayV2httpRequest,
        now: u64,
    ) -> ApiGatewayV2httpResponse {
        let response = match request.request_context.http.method {
            Method::OPTIONS => answer::no_content(),
            _ => match gateway::request(request) {
                Ok(request) => self.route(request, now).await,
                Err(refusal) => answer::refusal(&refusal),
            },
        };
        self.cors.apply(&request.headers, response)
    }

    async fn route(
        &self,
        mut request: http::Request<axum::body::Body>,
        now: u64,
    ) -> ApiGatewayV2httpResponse {
        request.extensions_mut().insert(Now(now));
        let Ok(response) = self.router.clone().oneshot(request).await;
        gateway::answer(response).await
    }
}

fn router(rooms: Arc<Rooms>) -> Router {
    Router::new()
        .route("/api/activities/home", get(activities::home))
        .route("/api/activities/{handle}", get(people::page))
        .route("/api/activities", post(activities::post))
        .route("/api/users/suggestions", get(people::suggestions))
        .route("/api/users/{handle}/short", get(people::short))
        .route("/api/profile", get(people::own))
        .route(
            "/api/profile/update",
            put(people::update).post(people::update),
        )
        .route("/webhooks/avatar", post(webhook::hear))
        .fallback(async || ApiError::nothing_here())
        .method_not_allowed_fallback(async || ApiError::method_not_allowed())
        .with_state(rooms)
}
