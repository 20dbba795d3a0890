//! The object store and the issuer, on a thread of their own: what they do is nobody's processor time.

use std::path::{Path, PathBuf};
use std::sync::mpsc;

use roundel_avatar::{AllowedOrigins, ImageType, ObjectKey, PublicId, UploadId};
use roundel_dev::identity::{ASSETS_BUCKET, CLIENT_ID, REGION, UPLOADS_BUCKET};
use roundel_dev::issuer::{self, KeyRing};
use roundel_dev::queue::{DeadLetters, Policy, Queue};
use roundel_dev::s3::{self, Notifications};
use roundel_dev::{Listener, State};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::Failure;

/// The page that is allowed to ask.
pub const PAGE: &str = "https://page.example";

/// Where they are, and what is needed to write events for the functions behind them.
pub struct Services {
    /// The object store's URL.
    pub s3: String,
    /// Its secret key.
    pub secret: String,
    /// The issuer, as tokens say it.
    pub issuer: String,
    buckets: PathBuf,
    keys: KeyRing,
}

/// The URLs of both.
struct Doors {
    s3: String,
    issuer: String,
}

impl Services {
    /// Starts both in this folder.
    pub fn start(folder: &Path) -> Result<Self, Failure> {
        let state = State::open(folder)?;
        let secret = state.secret()?;
        let (tell, told) = mpsc::channel();
        let (inner, key) = (state.clone(), secret.clone());
        std::thread::spawn(move || {
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            match runtime.enable_all().build() {
                Ok(runtime) => runtime.block_on(serve(inner, key, tell)),
                Err(error) => drop(tell.send(Err(error.to_string()))),
            }
        });
        let Doors { s3, issuer } = told.recv()??;
        Ok(Self {
            s3,
            secret,
            issuer,
            keys: KeyRing::open(&state.path("issuer/keys.json"))?,
            buckets: state.path("buckets"),
        })
    }

    /// A token like Cognito's; `number` makes it another one.
    pub fn token(&self, number: usize, now: u64) -> Result<String, Failure> {
        Ok(self.keys.sign(&json!({
            "sub": format!("{number:08}-5c1d-4f0a-9a56-0d3c8f1e7a01"),
            "iss": self.issuer,
            "client_id": CLIENT_ID,
            "origin_jti": format!("{number:08}-aaaa-4f0a-9a56-0d3c8f1e7a01"),
            "event_id": format!("{number:08}-bbbb-4f0a-9a56-0d3c8f1e7a01"),
            "token_use": "access",
            "scope": "aws.cognito.signin.user.admin",
            "auth_time": now,
            "iat": now,
            "exp": now + 3600,
            "jti": format!("{number:08}-cccc-4f0a-9a56-0d3c8f1e7a01"),
            "username": format!("person-{number}"),
        }))?)
    }

    /// Puts this person's original where a browser would have put it, and gives the record of S3's event.
    pub fn store(&self, bytes: &[u8], person: &str, number: u64) -> Result<Value, Failure> {
        let key = ObjectKey::Original {
            public_id: PublicId::from_sub(person),
            upload_id: UploadId::new(1_795_000_000_000 + number, [1; 10]),
            image_type: ImageType::Jpeg,
        };
        let key = key.to_string();
        let path = self.buckets.join(UPLOADS_BUCKET).join(&key);
        std::fs::create_dir_all(path.parent().unwrap_or(&path))?;
        std::fs::write(path, bytes)?;
        Ok(json!({
            "eventVersion": "2.1",
            "eventSource": "aws:s3",
            "awsRegion": REGION,
            "eventName": "ObjectCreated:Put",
            "s3": { "bucket": { "name": UPLOADS_BUCKET }, "object": { "key": key, "size": bytes.len() } },
        }))
    }

    /// How many variants this person's pointer names, and whether all of them are there.
    pub fn published(&self, person: &str) -> Result<usize, Failure> {
        let assets = self.buckets.join(ASSETS_BUCKET);
        let public_id = PublicId::from_sub(person);
        let pointer = assets.join(ObjectKey::Pointer { public_id }.to_string());
        let pointer: Value = serde_json::from_slice(&std::fs::read(pointer)?)?;
        let variants = pointer["variants"].as_array().into_iter().flatten();
        let paths = variants.filter_map(|variant| variant["path"].as_str());
        let there = |path: &&str| assets.join(path.trim_start_matches('/')).is_file();
        Ok(paths.filter(there).count())
    }
}

async fn serve(state: State, secret: String, tell: mpsc::Sender<Result<Doors, String>>) {
    let mut tasks = JoinSet::new();
    let opened = open(&mut tasks, &state, &secret).await;
    drop(tell.send(opened.map_err(|error| error.to_string())));
    while tasks.join_next().await.is_some() {}
}

async fn open(tasks: &mut JoinSet<()>, state: &State, secret: &str) -> Result<Doors, Failure> {
    let origins = AllowedOrigins::parse(PAGE).map_err(|wrong| format!("{wrong:?}"))?;
    let queue = Queue::new("uploads", Policy::default(), DeadLetters::in_memory());
    let store = s3::router(state, secret, origins.clone(), Notifications::to(queue))?;
    let (door, gate) = (Listener::free().await?, Listener::free().await?);
    let doors = Doors {
        s3: door.url(),
        issuer: format!("{}/{}", gate.url(), issuer::pool()),
    };
    gate.serve(tasks, issuer::router(state, &doors.issuer, origins)?);
    door.serve(tasks, store);
    Ok(doors)
}
