//! The two pairs and what they are asked to do.

use std::cell::Cell;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use roundel_avatar::Sha256Checksum;
use roundel_dev::identity::{ACCOUNT, ASSETS_BUCKET, CLIENT_ID, DEAD_LETTER_QUEUE, UPLOADS_BUCKET};
use serde_json::{Value, json};

use crate::Failure;
use crate::contestant::Contestant;
use crate::events;
use crate::plan::Plan;
use crate::rounds::{Task, cold, warm};
use crate::services::{PAGE, Services};

/// Until V8 has compiled what it will compile.
const WARM_UP: usize = 300;

const OURS: &str = "roundel";
const THEIRS: &str = "node";

/// Presigning.
pub async fn key_upload(plan: &Plan, services: &Services) -> Result<(), Failure> {
    let environment = vec![
        ("TOKEN_ISSUER", services.issuer.clone()),
        ("CLIENT_ID", CLIENT_ID.to_owned()),
        ("ALLOW_LOOPBACK_ISSUER", "1".to_owned()),
        ("CORS_ALLOW_ORIGIN", PAGE.to_owned()),
        ("UPLOADS_BUCKET_NAME", UPLOADS_BUCKET.to_owned()),
        ("UPLOADS_BUCKET_PATH", "avatars/original".to_owned()),
        // what nobody asks of the twin
        ("UPLOADS_PER_MINUTE", "off".to_owned()),
        ("AWS_ENDPOINT_URL_S3", services.s3.clone()),
        ("AWS_SECRET_ACCESS_KEY", services.secret.clone()),
    ];
    let pair = pair(plan, "key_upload", &environment);
    let task = Signing(services);
    cold("cold", &task, &pair, plan.rounds).await?;
    warm(&task, &pair, 20 * plan.rounds, WARM_UP, 20).await
}

/// Making variants.
pub async fn variants(plan: &Plan, services: &Services) -> Result<(), Failure> {
    let unused = format!("http://127.0.0.1:9/{ACCOUNT}/{DEAD_LETTER_QUEUE}");
    let environment = vec![
        ("UPLOADS_BUCKET_NAME", UPLOADS_BUCKET.to_owned()),
        ("DEST_BUCKET_NAME", ASSETS_BUCKET.to_owned()),
        ("DEAD_LETTER_QUEUE_URL", unused),
        ("AWS_ENDPOINT_URL_S3", services.s3.clone()),
        ("AWS_SECRET_ACCESS_KEY", services.secret.clone()),
    ];
    let pair = pair(plan, "variants", &environment);
    cold("cold", &Nothing, &pair, plan.rounds).await?;
    let number = Cell::new(0);
    let making = |photo: &Path| -> Result<_, Failure> {
        let photo = std::fs::read(photo)?;
        Ok(Making {
            services,
            photo,
            number: &number,
        })
    };
    let first = "cold, with a picture";
    cold(first, &making(&plan.small)?, &pair, plan.rounds).await?;
    warm(&making(&plan.photo)?, &pair, plan.rounds, 3, 1).await
}

fn pair(
    plan: &Plan,
    function: &'static str,
    environment: &[(&'static str, String)],
) -> [Contestant; 2] {
    [(OURS, &plan.ours), (THEIRS, &plan.theirs)].map(|(name, binary)| {
        let mut environment = environment.to_vec();
        environment.extend(certificates());
        Contestant::new(name, function, binary.clone(), environment, &plan.scratch)
    })
}

/// As `infra` says it: the system's bundle alone, where Amazon Linux or Debian has it.
fn certificates() -> Option<(&'static str, String)> {
    let bundles = [
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/certs/ca-certificates.crt",
    ];
    let found = bundles.into_iter().find(|file| Path::new(file).is_file())?;
    Some(("SSL_CERT_FILE", found.to_owned()))
}

/// Every event has another token, so that nobody has seen it before. Each is asked as its own clients ask.
struct Signing<'a>(&'a Services);

impl Task for Signing<'_> {
    fn event(&self, contestant: &Contestant, number: usize) -> Result<Value, Failure> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let token = self.0.token(number, now)?;
        let body = match contestant.name {
            OURS => json!({
                "contentType": "image/jpeg",
                "contentLength": 48_211,
                "checksumSha256": Sha256Checksum::of(&number.to_be_bytes()).to_string(),
            }),
            _ => json!({ "extension": "jpg" }),
        };
        Ok(events::upload(&token, &body))
    }

    fn check(&self, contestant: &Contestant, answer: &Value) -> Result<(), Failure> {
        let body = answer["body"].as_str().unwrap_or_default();
        if answer["statusCode"] == 200 && body.contains("X-Amz-Signature=") {
            return Ok(());
        }
        Err(format!("{} did not sign: {}", contestant.name, answer["statusCode"]).into())
    }
}

/// Every event tells of another original, which has to be decoded.
struct Making<'a> {
    services: &'a Services,
    photo: Vec<u8>,
    number: &'a Cell<u64>,
}

impl Task for Making<'_> {
    fn event(&self, contestant: &Contestant, _: usize) -> Result<Value, Failure> {
        let number = self.number.get();
        self.number.set(number + 1);
        let original = events::numbered(&self.photo, number);
        let record = self.services.store(&original, contestant.name, number)?;
        Ok(events::created(&record))
    }

    fn check(&self, contestant: &Contestant, answer: &Value) -> Result<(), Failure> {
        all_went_well(contestant, answer)?;
        match self.services.published(contestant.name)? == 8 {
            true => Ok(()),
            false => Err(format!("{} did not make eight variants", contestant.name).into()),
        }
    }
}

/// The event that leaves nothing to do but to be there.
struct Nothing;

impl Task for Nothing {
    fn event(&self, _: &Contestant, _: usize) -> Result<Value, Failure> {
        Ok(events::test())
    }

    fn check(&self, contestant: &Contestant, answer: &Value) -> Result<(), Failure> {
        all_went_well(contestant, answer)
    }
}

fn all_went_well(contestant: &Contestant, answer: &Value) -> Result<(), Failure> {
    match answer["batchItemFailures"].as_array() {
        Some(failures) if failures.is_empty() => Ok(()),
        _ => Err(format!("{} failed: {answer}", contestant.name).into()),
    }
}
