//! The lambdas and what their environment says.

use std::time::Duration;

use tokio::task::JoinSet;

use super::Plan;
use crate::error::StackError;
use crate::identity::{ACCOUNT, ASSETS_BUCKET, CLIENT_ID, DEAD_LETTER_QUEUE, UPLOADS_BUCKET};
use crate::runtime_api::{Function, Settings};
use crate::sns;

/// The functions of the stack.
pub struct Functions {
    /// Signs uploads.
    pub key_upload: Function,
    /// Gives session cookies.
    pub session: Function,
    /// Says who may ask for that.
    pub authorizer: Function,
    /// Makes every size and format.
    pub variants: Function,
    /// People, activities and the webhook.
    pub api: Function,
}

impl Functions {
    /// All of them.
    pub fn all(&self) -> Vec<Function> {
        let functions = [
            &self.key_upload,
            &self.session,
            &self.authorizer,
            &self.variants,
            &self.api,
        ];
        functions.map(Function::clone).to_vec()
    }
}

impl Plan<'_> {
    /// Starts them.
    pub fn functions(&self, tasks: &mut JoinSet<()>) -> Result<Functions, StackError> {
        let mut start = |name, seconds, memory, instances, environment| {
            let settings = Settings {
                name,
                binary: self.options.lambdas.join(name),
                environment,
                timeout: Duration::from_secs(seconds),
                memory,
                instances,
                log: self.state.path(&format!("logs/{name}.log")),
            };
            Function::start(tasks, settings)
        };
        Ok(Functions {
            key_upload: start("key_upload", 10, 128, 2, self.key_upload_environment())?,
            session: start("session", 10, 128, 2, self.session_environment())?,
            authorizer: start("authorizer", 10, 128, 2, self.authorizer_environment())?,
            variants: start(
                "variants",
                30,
                1024,
                self.options.variants,
                self.variants_environment(),
            )?,
            api: start("api", 10, 128, 2, self.api_environment())?,
        })
    }

    fn token_environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("TOKEN_ISSUER", self.addresses.issuer.clone()),
            ("CLIENT_ID", CLIENT_ID.to_owned()),
            ("ALLOW_LOOPBACK_ISSUER", "1".to_owned()),
        ]
    }

    /// The one route behind it verifies the token itself: so its refusals are the lambda's, with our JSON and CORS.
    fn authorizer_environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = self.token_environment();
        environment.push(("REFUSED_TOKENS", "forward".to_owned()));
        environment
    }

    fn key_upload_environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = self.token_environment();
        environment.extend([
            ("CORS_ALLOW_ORIGIN", self.origins_list()),
            // three people here do the uploads of many
            ("UPLOADS_PER_MINUTE", "60000".to_owned()),
            ("UPLOADS_BUCKET_NAME", UPLOADS_BUCKET.to_owned()),
            ("AWS_ENDPOINT_URL_S3", self.addresses.s3.clone()),
            ("AWS_SECRET_ACCESS_KEY", self.secret.clone()),
        ]);
        environment
    }

    fn session_environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = self.token_environment();
        environment.extend([
            ("CORS_ALLOW_ORIGIN", self.origins_list()),
            ("SESSION_KEY", self.session_key.clone()),
        ]);
        environment
    }

    fn api_environment(&self) -> Vec<(&'static str, String)> {
        let mut environment = self.token_environment();
        environment.extend([
            ("CORS_ALLOW_ORIGIN", self.origins_list()),
            ("DATABASE_URL", self.database.url.clone()),
            ("CDN_URL", self.addresses.cdn.clone()),
            ("TOPIC_ARN", sns::arn()),
            ("SNS_DEVELOPMENT_ENDPOINT", self.addresses.sns.clone()),
        ]);
        environment
    }

    fn origins_list(&self) -> String {
        let origins: Vec<&str> = self.origins.iter().collect();
        origins.join(",")
    }

    fn variants_environment(&self) -> Vec<(&'static str, String)> {
        let queue = format!("{}/{}", self.addresses.queue, ACCOUNT);
        vec![
            ("UPLOADS_BUCKET_NAME", UPLOADS_BUCKET.to_owned()),
            ("DEST_BUCKET_NAME", ASSETS_BUCKET.to_owned()),
            ("TOPIC_ARN", sns::arn()),
            (
                "DEAD_LETTER_QUEUE_URL",
                format!("{queue}/{DEAD_LETTER_QUEUE}"),
            ),
            ("AWS_ENDPOINT_URL_S3", self.addresses.s3.clone()),
            ("AWS_ENDPOINT_URL_SNS", self.addresses.sns.clone()),
            ("AWS_ENDPOINT_URL_SQS", self.addresses.queue.clone()),
            ("AWS_SECRET_ACCESS_KEY", self.secret.clone()),
        ]
    }
}
