//! `POST /avatars/key_upload`: a verified person gets a presigned PUT for one picture.

mod answer;
mod presign;
mod rate_limit;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use roundel_avatar::{ORIGINALS_PREFIX, ObjectKey, PublicId, Refusal, UploadId, UploadTerms};

pub use presign::{PresignError, PresignedPut, Presigner};

use crate::{
    http_api::{self, Cors},
    log::Line,
    metric::Metric,
    settings::{Settings, SettingsError},
    token_gate::TokenGate,
};
use rate_limit::RateLimit;

/// Characters of the longest body that is read. Good ones have 150; what is longer would be a tree of values first.
const MAX_BODY: usize = 8 * 1024;

/// Everything the lambda was configured with.
pub struct KeyUpload {
    gate: TokenGate,
    cors: Cors,
    rate_limit: RateLimit,
    presigner: Presigner,
}

/// What comes from outside for one request: the clock, the system's random bytes.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Milliseconds since 1970.
    pub unix_millis: u64,
    /// For the upload's id.
    pub random: [u8; 10],
}

/// A refusal, and the seconds after which it may be another answer, where they are known.
struct Refused(Refusal, Option<u64>);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal, None)
    }
}

impl KeyUpload {
    /// Reads `TOKEN_ISSUER` (or `USER_POOL_ID` and the region), `CLIENT_ID`, `CORS_ALLOW_ORIGIN`,
    /// `UPLOADS_BUCKET_NAME` (or `UPLOADS_BUCKET`), `AWS_REGION`, `AWS_ENDPOINT_URL_S3` and `UPLOADS_PER_MINUTE` (30, see
    /// `rate_limit`). `UPLOADS_BUCKET_PATH`, if it is there, must be `avatars/original`.
    ///
    /// # Errors
    /// Every setting that is missing or wrong, at once.
    pub fn from_settings<F>(mut settings: Settings<F>) -> Result<Self, SettingsError>
    where
        F: Fn(&str) -> Option<String>,
    {
        let gate = TokenGate::from_settings(&mut settings);
        let presigner = Presigner::from_settings(&mut settings);
        let cors = Cors::from_settings(&mut settings, "POST, OPTIONS");
        let rate_limit = RateLimit::from_settings(&mut settings);
        settings.fixed("UPLOADS_BUCKET_PATH", ORIGINALS_PREFIX);
        settings.finish(gate.map(|gate| Self {
            gate,
            cors,
            rate_limit,
            presigner,
        }))
    }

    /// The flow: CORS ▸ method ▸ token ▸ rate ▸ terms ▸ key ▸ presigned PUT. Every answer is JSON with CORS headers.
    pub async fn respond(
        &self,
        request: &ApiGatewayV2httpRequest,
        moment: Moment,
    ) -> ApiGatewayV2httpResponse {
        let response = match request.request_context.http.method {
            Method::OPTIONS => http_api::answer::no_content(),
            Method::POST => match self.sign_upload(request, moment).await {
                Ok(body) => http_api::answer::json(200, body),
                Err(Refused(refusal, None)) => http_api::answer::refusal(&refusal),
                Err(Refused(refusal, Some(seconds))) => {
                    http_api::answer::refusal_for_now(&refusal, seconds)
                }
            },
            _ => http_api::answer::method_not_allowed("POST"),
        };
        self.cors.apply(&request.headers, response)
    }

    async fn sign_upload(
        &self,
        request: &ApiGatewayV2httpRequest,
        moment: Moment,
    ) -> Result<String, Refused> {
        let now = moment.unix_millis / 1000;
        let claims = self.gate.authenticate(&request.headers, now).await?;
        let public_id = PublicId::from_sub(&claims.subject());
        self.rate_limit
            .take(public_id, moment.unix_millis)
            .map_err(|seconds| too_many(public_id, seconds))?;
        let terms = UploadTerms::parse(&body(request)?).map_err(Refusal::from)?;
        let upload_id = UploadId::new(moment.unix_millis, moment.random);
        let put = self
            .presigner
            .presign(object_key(public_id, upload_id, &terms), &terms, now)
            .map_err(unavailable)?;
        log_signed(public_id, upload_id);
        Ok(answer::signed(&put, public_id, upload_id))
    }
}

fn body(request: &ApiGatewayV2httpRequest) -> Result<Vec<u8>, Refusal> {
    let text = request.body.as_deref().unwrap_or_default();
    if text.len() > MAX_BODY {
        return Err(Refusal::new(
            413,
            "body_too_large",
            "The body may have at most 8 KB: it describes the picture and does not hold it.",
        ));
    }
    if request.is_base64_encoded {
        STANDARD
            .decode(text)
            .map_err(|_| Refusal::new(400, "invalid_base64", "The body is not base64."))
    } else {
        Ok(text.as_bytes().to_vec())
    }
}

/// The key is made of the token's subject and of an id of ours: nothing the client sends is part of it (F1).
fn object_key(public_id: PublicId, upload_id: UploadId, terms: &UploadTerms) -> ObjectKey {
    ObjectKey::Original {
        public_id,
        upload_id,
        image_type: terms.image_type(),
    }
}

fn too_many(public_id: PublicId, seconds: u64) -> Refused {
    Line::new("rate_reached").public_id(public_id).write();
    let message = format!("Too many uploads at once; try again in {seconds} seconds.");
    Refused(
        Refusal::new(429, "too_many_uploads", message),
        Some(seconds),
    )
}

fn unavailable(error: PresignError) -> Refused {
    Line::new("cannot_sign").code(error.code()).write();
    let message = "Uploads are not available just now; try again in a moment.";
    Refused(Refusal::new(503, "unavailable", message), None)
}

fn log_signed(public_id: PublicId, upload_id: UploadId) {
    Line::new("upload_signed")
        .public_id(public_id)
        .upload_id(upload_id)
        .metric(Metric::Signed, 1)
        .write();
}

#[cfg(test)]
mod tests;
