//! `POST /avatars/key_upload`: a verified person gets a presigned PUT for one picture.

mod answer;
mod presign;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::Method;
use roundel_avatar::{ObjectKey, PublicId, Refusal, UploadId, UploadTerms};

pub use presign::{PresignError, PresignedPut, Presigner};

use crate::{
    http_api::{self, Cors},
    log::Line,
    settings::{Settings, SettingsError},
    token_gate::TokenGate,
};

/// Everything the lambda was configured with.
pub struct KeyUpload {
    gate: TokenGate,
    cors: Cors,
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

impl KeyUpload {
    /// Reads `TOKEN_ISSUER` (or `USER_POOL_ID` and the region), `CLIENT_ID`, `CORS_ALLOW_ORIGIN`,
    /// `UPLOADS_BUCKET_NAME` (or `UPLOADS_BUCKET`), `AWS_REGION` and `AWS_ENDPOINT_URL_S3`.
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
        settings.finish(gate.map(|gate| Self {
            gate,
            cors,
            presigner,
        }))
    }

    /// The flow: CORS ▸ method ▸ token ▸ terms ▸ key ▸ presigned PUT. Every answer is JSON with CORS headers.
    pub async fn respond(
        &self,
        request: &ApiGatewayV2httpRequest,
        moment: Moment,
    ) -> ApiGatewayV2httpResponse {
        let response = match request.request_context.http.method {
            Method::OPTIONS => http_api::answer::no_content(),
            Method::POST => match self.sign_upload(request, moment).await {
                Ok(body) => http_api::answer::json(200, body),
                Err(refusal) => http_api::answer::refusal(&refusal),
            },
            _ => http_api::answer::method_not_allowed("POST"),
        };
        self.cors.apply(&request.headers, response)
    }

    async fn sign_upload(
        &self,
        request: &ApiGatewayV2httpRequest,
        moment: Moment,
    ) -> Result<String, Refusal> {
        let now = moment.unix_millis / 1000;
        let claims = self.gate.authenticate(&request.headers, now).await?;
        let terms = UploadTerms::parse(&body(request)?).inspect_err(|_| log_refused("terms"))?;
        let public_id = PublicId::from_sub(claims.subject());
        let upload_id = UploadId::new(moment.unix_millis, moment.random);
        let put = self
            .presigner
            .presign(object_key(public_id, upload_id, &terms), &terms, now)
            .map_err(|error| unavailable(&error))?;
        Line::new("upload_signed")
            .public_id(public_id)
            .upload_id(upload_id)
            .write();
        Ok(answer::signed(&put, public_id, upload_id))
    }
}

fn body(request: &ApiGatewayV2httpRequest) -> Result<Vec<u8>, Refusal> {
    let text = request.body.as_deref().unwrap_or_default();
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

fn unavailable(error: &PresignError) -> Refusal {
    log_refused(error.code());
    Refusal::new(
        503,
        "unavailable",
        "Uploads are not available just now; try again in a moment.",
    )
}

fn log_refused(code: &'static str) {
    Line::new("upload_refused").code(code).write();
}

#[cfg(test)]
mod tests;
