//! The services, and the functions with the environment that the stack gives them.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::request::Builder;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use roundel_avatar::{AllowedOrigins, Sha256Checksum};
use roundel_dev::identity::{ACCOUNT, ASSETS_BUCKET, CLIENT_ID, DEAD_LETTER_QUEUE, UPLOADS_BUCKET};
use roundel_dev::queue::{self, DeadLetters, Policy, Queue};
use roundel_dev::runtime_api::{Function, Settings};
use roundel_dev::s3::{self, Notifications};
use roundel_dev::sns::{self, Topic};
use roundel_dev::{Listener, State, issuer};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::recorder::Recorder;

pub const PAGE: &str = "http://127.0.0.1:4620";

pub struct World {
    pub s3: Recorder,
    pub sns: Recorder,
    pub issuer: Recorder,
    pub topic: Topic,
    pub queue: Queue,
    pub key_upload: Function,
    pub variants: Function,
    issuer_url: String,
    root: PathBuf,
    _tasks: JoinSet<()>,
}

/// An upload that was signed.
pub struct Signed(Value);

impl World {
    /// Everything, where the variants function may take so many seconds.
    pub async fn start(seconds: u64) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("roundel-lambda-{}-{number}", std::process::id());
        let root = std::env::temp_dir().join(name);
        let state = State::open(&root).unwrap();
        let secret = state.secret().unwrap();
        let origins = AllowedOrigins::parse(PAGE).unwrap();
        let queue = Queue::new("uploads", Policy::default(), DeadLetters::in_memory());
        // nobody subscribes here, so its own address is told to nobody
        let topic = Topic::open(&state, "").unwrap();
        let [s3_seen, sns_seen, issuer_seen] = [(); 3].map(|()| Recorder::default());
        let mut tasks = JoinSet::new();
        let mut urls = Vec::new();
        let notifications = Notifications::to(queue.clone());
        let store = s3::router(&state, &secret, origins.clone(), notifications).unwrap();
        for service in [
            s3_seen.around(store),
            sns_seen.around(sns::router(topic.clone())),
            queue::api::router(queue.clone()),
        ] {
            let listener = Listener::free().await.unwrap();
            urls.push(listener.url());
            listener.serve(&mut tasks, service);
        }
        let listener = Listener::free().await.unwrap();
        let issuer_url = format!("{}/{}", listener.url(), issuer::pool());
        let keys = issuer::router(&state, &issuer_url, origins).unwrap();
        listener.serve(&mut tasks, issuer_seen.around(keys));
        let [s3_url, sns_url, sqs_url] = &urls[..] else {
            unreachable!()
        };
        let mut start = |name, binary: &str, seconds, environment| {
            let settings = Settings {
                name,
                binary: binary.into(),
                environment,
                timeout: Duration::from_secs(seconds),
                memory: 128,
                instances: 1,
                log: root.join(format!("{name}.log")),
            };
            Function::start(&mut tasks, settings).unwrap()
        };
        let common = [
            ("AWS_SECRET_ACCESS_KEY", secret),
            ("AWS_ENDPOINT_URL_S3", s3_url.clone()),
            ("UPLOADS_BUCKET_NAME", UPLOADS_BUCKET.to_owned()),
        ];
        let mut signing = vec![
            ("TOKEN_ISSUER", issuer_url.clone()),
            ("CLIENT_ID", CLIENT_ID.to_owned()),
            ("ALLOW_LOOPBACK_ISSUER", "1".to_owned()),
            ("CORS_ALLOW_ORIGIN", PAGE.to_owned()),
        ];
        signing.extend(common.clone());
        let dead_letters = format!("{sqs_url}/{ACCOUNT}/{DEAD_LETTER_QUEUE}");
        let mut making = vec![
            ("DEST_BUCKET_NAME", ASSETS_BUCKET.to_owned()),
            ("TOPIC_ARN", sns::arn()),
            ("DEAD_LETTER_QUEUE_URL", dead_letters),
            ("AWS_ENDPOINT_URL_SNS", sns_url.clone()),
            ("AWS_ENDPOINT_URL_SQS", sqs_url.clone()),
        ];
        making.extend(common);
        let key_upload = env!("CARGO_BIN_EXE_key_upload");
        let variants = env!("CARGO_BIN_EXE_variants");
        Self {
            key_upload: start("key_upload", key_upload, 10, signing),
            variants: start("variants", variants, seconds, making),
            s3: s3_seen,
            sns: sns_seen,
            issuer: issuer_seen,
            topic,
            queue,
            issuer_url,
            root,
            _tasks: tasks,
        }
    }

    /// Where a function's output goes.
    pub fn log(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.log"))
    }

    pub async fn token(&self, username: &str) -> String {
        let request = Request::post(format!("{}/token", self.issuer_url))
            .header("content-type", "application/x-www-form-urlencoded");
        let (_, answer) = send(request, format!("username={username}")).await;
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// What the gateway would hand over and get.
    pub async fn ask_for_upload(&self, token: &str, body: &str) -> Value {
        let event = json!({
            "version": "2.0",
            "routeKey": "POST /avatars/key_upload",
            "rawPath": "/avatars/key_upload",
            "rawQueryString": "",
            "headers": { "authorization": format!("Bearer {token}"), "origin": PAGE },
            "requestContext": { "http": { "method": "POST", "path": "/avatars/key_upload" }, "timeEpoch": 0 },
            "body": body,
            "isBase64Encoded": false,
        });
        let answer = self.key_upload.invoke(event.to_string().into()).await;
        serde_json::from_slice(&answer.unwrap()).unwrap()
    }

    pub async fn sign(&self, username: &str, bytes: &[u8]) -> Signed {
        let terms = json!({
            "contentType": "image/jpeg",
            "contentLength": bytes.len(),
            "checksumSha256": Sha256Checksum::of(bytes).to_string(),
        });
        let token = self.token(username).await;
        let answer = self.ask_for_upload(&token, &terms.to_string()).await;
        let body = answer["body"].as_str().unwrap();
        Signed(serde_json::from_str(body).unwrap())
    }

    /// Uploads, and returns the message that S3 sent.
    pub async fn upload(&self, signed: &Signed, bytes: &[u8]) -> String {
        let mut put = Request::put(signed.0["url"].as_str().unwrap());
        for (name, value) in signed.0["headers"].as_object().unwrap() {
            put = put.header(name, value.as_str().unwrap());
        }
        let (status, _) = send(put, bytes.to_vec()).await;
        assert_eq!(status, 200);
        let messages = self.queue.receive(10).await;
        let [message] = &messages[..] else {
            panic!("{} messages", messages.len());
        };
        self.queue.delete(&message.receipt);
        message.body.clone()
    }

    /// Hands a batch to the variants function; which of the messages come back.
    pub async fn handle(&self, bodies: &[&str]) -> Vec<usize> {
        let records = bodies.iter().enumerate().map(|(number, body)| {
            json!({ "messageId": number.to_string(), "body": body, "attributes": {}, "messageAttributes": {} })
        });
        let event = json!({ "Records": records.collect::<Vec<_>>() });
        let answer = self.variants.invoke(Bytes::from(event.to_string())).await;
        let answer: Value = serde_json::from_slice(&answer.unwrap()).unwrap();
        let failures = answer["batchItemFailures"].as_array().unwrap().iter();
        let number = |failure: &Value| failure["itemIdentifier"].as_str().unwrap().parse();
        failures.map(number).collect::<Result<_, _>>().unwrap()
    }
}

async fn send(request: Builder, body: impl Into<Bytes>) -> (StatusCode, Bytes) {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let request = request.body(Full::new(body.into())).unwrap();
    let answer = client.request(request).await.unwrap();
    let status = answer.status();
    (status, answer.collect().await.unwrap().to_bytes())
}

impl Drop for World {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.root));
    }
}

impl Signed {
    pub fn key(&self) -> &str {
        self.0["key"].as_str().unwrap()
    }

    pub fn upload_id(&self) -> &str {
        self.0["uploadId"].as_str().unwrap()
    }

    pub fn public_id(&self) -> &str {
        self.0["publicId"].as_str().unwrap()
    }

    pub fn url(&self) -> &str {
        self.0["url"].as_str().unwrap()
    }
}
