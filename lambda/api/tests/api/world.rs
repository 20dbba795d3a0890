//! A database of the test's own, an issuer, and the API between them.

use std::path::PathBuf;

use axum::routing::get;
use roundel_api::{Answer, Api, Event};
use roundel_avatar::AllowedOrigins;
use roundel_database::{Migrations, connect, migrate};
use roundel_dev::identity::CLIENT_ID;
use roundel_dev::{Listener, State, issuer, sns};
use roundel_lambda::settings::Settings;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use tokio::task::JoinSet;

use crate::fresh::fresh;

pub const TOPIC: &str = "arn:aws:sns:eu-central-1:123456789012:avatars";
pub const PAGE: &str = "https://app.example.com";

pub struct World {
    pub api: Api,
    pub database: PgConnection,
    pub url: String,
    /// Certificates of the local SNS: its own, and a file that is none.
    pub certificates: [String; 2],
    issuer: String,
    folder: PathBuf,
    services: JoinSet<()>,
}

pub struct Reply {
    pub status: u64,
    pub headers: Value,
    pub body: Value,
}

impl World {
    /// A world whose database has this name, migrated and empty.
    pub async fn new(test: &str) -> Self {
        let url = database(test).await;
        Self::behind(test, &url, &url).await
    }

    /// A world whose API finds its database at `shown`, while the test has it at `url`.
    pub async fn behind(test: &str, url: &str, shown: &str) -> Self {
        let mut database = connect(url).await.unwrap();
        migrate(&mut database, &Migrations::embedded().unwrap())
            .await
            .unwrap();
        let mut tasks = JoinSet::new();
        let folder =
            std::env::temp_dir().join(format!("roundel-api-{test}-{}", std::process::id()));
        let door = Listener::free().await.unwrap();
        let issuer = format!("{}/{}", door.url(), issuer::pool());
        let origins = AllowedOrigins::parse(PAGE).unwrap();
        let state = State::open(&folder).unwrap();
        door.serve(
            &mut tasks,
            issuer::router(&state, &issuer, origins).unwrap(),
        );
        let door = Listener::free().await.unwrap();
        let sns = door.url();
        let topic = sns::Topic::open(&state, &sns).unwrap();
        let no_certificate = "/SimpleNotificationService-0.pem";
        let certificates = [topic.certificate_path(), no_certificate];
        let certificates = certificates.map(|path| format!("{sns}{path}"));
        let text = get(async || "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        door.serve(&mut tasks, sns::router(topic).route(no_certificate, text));
        Self {
            api: api(&issuer, shown, &sns),
            database,
            url: url.to_owned(),
            certificates,
            issuer,
            folder,
            services: tasks,
        }
    }

    /// What `<issuer>/token` gives.
    pub async fn token(&self, username: &str) -> String {
        let form = format!("username={username}");
        let answer = post(&format!("{}/token", self.issuer), form).await;
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// Issuer and SNS are gone.
    pub async fn end_services(&mut self) {
        self.services.shutdown().await;
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, None, None).await
    }

    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Reply {
        let mut event = request(method, path);
        if let Some(token) = token {
            event["headers"]["authorization"] = json!(format!("Bearer {token}"));
        }
        if let Some(body) = body {
            event["body"] = json!(body.to_string());
        }
        self.handle(event).await
    }

    /// What the gateway would be answered.
    pub async fn handle(&self, event: Value) -> Reply {
        self.handle_at(event, now()).await
    }

    pub async fn handle_at(&self, event: Value, now: u64) -> Reply {
        let event: Event = serde_json::from_value(event).unwrap();
        let answer = self.api.handle(event, now).await.unwrap();
        assert!(matches!(answer, Answer::Http(_)));
        let answer = serde_json::to_value(answer).unwrap();
        let body = answer["body"].as_str().unwrap_or("null");
        Reply {
            status: answer["statusCode"].as_u64().unwrap(),
            body: serde_json::from_str(body).unwrap(),
            headers: answer["headers"].clone(),
        }
    }

    pub async fn run(&mut self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        self.database.execute(sql).await.unwrap();
    }

    pub async fn count(&mut self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        sqlx::query_scalar(sql)
            .fetch_one(&mut self.database)
            .await
            .unwrap()
    }
}

impl Drop for World {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// An event of payload 2.0.
pub fn request(method: &str, path: &str) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": { "origin": PAGE },
        "requestContext": {
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "x" },
            "stage": "$default",
            "timeEpoch": 0,
        },
        "isBase64Encoded": false,
    })
}

pub fn now() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.unwrap().as_secs()
}

/// The URL of a new database.
pub async fn database(test: &str) -> String {
    fresh("roundel-api", &format!("roundel_api_test_{test}")).await
}

fn api(issuer: &str, database: &str, sns: &str) -> Api {
    let settings = Settings::new(|name: &str| {
        let value = match name {
            "TOKEN_ISSUER" => issuer,
            "CLIENT_ID" => CLIENT_ID,
            "ALLOW_LOOPBACK_ISSUER" => "1",
            "CORS_ALLOW_ORIGIN" => PAGE,
            "DATABASE_URL" => database,
            "CDN_URL" => "https://assets.example.com",
            "TOPIC_ARN" => TOPIC,
            "SNS_DEVELOPMENT_ENDPOINT" => sns,
            _ => return None,
        };
        Some(value.to_owned())
    });
    Api::from_settings(settings).unwrap()
}

/// One request over plain HTTP, by hand: a client would be one more crate to build.
async fn post(url: &str, form: String) -> Value {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}
