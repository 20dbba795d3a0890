//! The notification that an avatar has changed.

use aws_config::SdkConfig;
use aws_sdk_sns::{Client, types::MessageAttributeValue};
use roundel_avatar::{Pointer, PublicId};
use serde::Serialize;

use super::Failure;

/// The message attribute `event`, for the filter policies of subscriptions to a topic that tells of other things, too.
const AVATAR_CHANGED: &str = "avatar_changed";

/// The SNS topic.
pub struct Topic {
    client: Client,
    arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AvatarChanged<'a> {
    public_id: &'a str,
    #[serde(flatten)]
    pointer: &'a Pointer,
}

impl Topic {
    /// The topic of this name.
    pub fn new(config: &SdkConfig, arn: String) -> Self {
        Self {
            client: Client::new(config),
            arn,
        }
    }

    /// Says that this is now the person's newest avatar: `{"publicId", …pointer}`. May be said more than once.
    pub async fn announce(&self, public_id: PublicId, pointer: &Pointer) -> Result<(), Failure> {
        let message = AvatarChanged {
            public_id: public_id.as_str(),
            pointer,
        };
        let message =
            serde_json::to_string(&message).map_err(|_| Failure::Permanent("pointer_not_json"))?;
        let kind = MessageAttributeValue::builder()
            .data_type("String")
            .string_value(AVATAR_CHANGED)
            .build()
            .map_err(|_| Failure::Permanent("attribute_not_valid"))?;
        let request = self
            .client
            .publish()
            .topic_arn(&self.arn)
            .message_attributes("event", kind)
            .message(message);
        match request.send().await {
            Ok(_) => Ok(()),
            Err(_) => Err(Failure::Transient("sns_unavailable")),
        }
    }
}
