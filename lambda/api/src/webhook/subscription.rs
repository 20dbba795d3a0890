//! Saying yes to a subscription.

use std::time::Duration;

use roundel_lambda::{fetch::Bounds, log::Line};

use super::{envelope::Envelope, refused, topic::Topic};
use crate::ApiError;

const CONFIRMATION: Bounds = Bounds {
    time: Duration::from_secs(5),
    bytes: 16 * 1024,
};

impl Topic {
    /// Visits the URL of a confirmation whose signature is verified. Twice does no harm.
    ///
    /// # Errors
    /// 403 `foreign_subscription` for a URL that is not SNS's, 503 where SNS does not answer.
    pub async fn confirm(&self, envelope: &Envelope) -> Result<(), ApiError> {
        let url = envelope.subscribe_url.as_deref();
        let url = url.filter(|url| self.is_of_sns(url));
        let url = url.ok_or_else(|| refused("foreign_subscription"))?;
        self.fetch(url, CONFIRMATION).await?;
        Line::new("subscription_confirmed").write();
        Ok(())
    }
}
