//! Every port is bound and every address known before the first server starts.

use serde::Serialize;

use crate::error::StackError;
use crate::identity::{ACCESS_KEY, ASSETS_BUCKET, CLIENT_ID, REGION, UPLOADS_BUCKET};
use crate::issuer;
use crate::listeners::Listener;
use crate::options::Options;
use crate::state::State;

/// `stack.json`: where everything is.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// The demo page.
    pub demo: String,
    /// The gateway.
    pub api: String,
    /// The CDN.
    pub cdn: String,
    /// The issuer, exactly as tokens say it.
    pub issuer: String,
    /// The object store.
    pub s3: String,
    /// Where browsers put originals.
    pub uploads_bucket: &'static str,
    /// What the CDN serves from.
    pub assets_bucket: &'static str,
    /// SQS's `SendMessage`, and `GET /queue`, `GET /dlq`, `POST /redeliver`.
    pub queue: String,
    /// SNS's `Publish`, and `GET /notifications`.
    pub sns: String,
    /// Where services can be made to fail, if that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faults: Option<String>,
    /// The client id in tokens.
    pub client_id: &'static str,
    /// The region in signatures.
    pub region: &'static str,
    /// The access key of the object store; its secret is in `<state>/secret`.
    pub access_key: &'static str,
    /// The directory of the logs.
    pub logs: String,
    /// The state directory.
    pub state: String,
}

/// One listener a server.
pub struct Doors {
    /// The demo page.
    pub demo: Listener,
    /// The gateway.
    pub api: Listener,
    /// The CDN.
    pub cdn: Listener,
    /// The issuer.
    pub issuer: Listener,
    /// The object store.
    pub s3: Listener,
    /// SQS.
    pub queue: Listener,
    /// SNS.
    pub sns: Listener,
    /// Where services can be made to fail, if that was asked for.
    pub faults: Option<Listener>,
}

impl Doors {
    /// Binds 4620 to 4624 where they are wanted and free, else free ports, and says so.
    pub async fn bind(options: &Options, say: impl Fn(&str)) -> Result<Self, StackError> {
        let bind = async |what: &str, preferred| {
            let listener = Listener::bind(options.ports, preferred).await?;
            if let Some(busy) = listener.moved_from {
                say(&format!(
                    "{what}: port {busy} is taken, using {}",
                    listener.port()
                ));
            }
            Ok::<_, StackError>(listener)
        };
        Ok(Self {
            demo: bind("demo", 4620).await?,
            api: bind("gateway", 4621).await?,
            cdn: bind("CDN", 4622).await?,
            issuer: bind("issuer", 4623).await?,
            s3: bind("object store", 4624).await?,
            queue: Listener::free().await?,
            sns: Listener::free().await?,
            faults: match options.faults {
                true => Some(Listener::free().await?),
                false => None,
            },
        })
    }

    /// What `stack.json` says of them.
    pub fn addresses(&self, state: &State) -> Addresses {
        Addresses {
            demo: self.demo.url(),
            api: self.api.url(),
            cdn: self.cdn.url(),
            issuer: format!("{}/{}", self.issuer.url(), issuer::pool()),
            s3: self.s3.url(),
            uploads_bucket: UPLOADS_BUCKET,
            assets_bucket: ASSETS_BUCKET,
            queue: self.queue.url(),
            sns: self.sns.url(),
            faults: self.faults.as_ref().map(Listener::url),
            client_id: CLIENT_ID,
            region: REGION,
            access_key: ACCESS_KEY,
            logs: state.path("logs").display().to_string(),
            state: state.path("").display().to_string(),
        }
    }
}
