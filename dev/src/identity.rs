//! The account, region and names that the stack goes by.

/// The region in ARNs, signatures and the issuer's path.
pub const REGION: &str = "eu-central-1";
/// The account in ARNs; the one that AWS's own examples use.
pub const ACCOUNT: &str = "123456789012";
/// The access key of everything in the stack that signs.
pub const ACCESS_KEY: &str = "roundel-dev";
/// Where browsers put originals.
pub const UPLOADS_BUCKET: &str = "roundel-uploads";
/// What the CDN serves from.
pub const ASSETS_BUCKET: &str = "roundel-assets";
/// The queue between the uploads bucket and the variants lambda.
pub const UPLOADS_QUEUE: &str = "roundel-uploads";
/// Where that queue's failures go.
pub const DEAD_LETTER_QUEUE: &str = "roundel-uploads-dlq";
/// The topic that is told of every new avatar.
pub const TOPIC: &str = "roundel-avatars";
/// The client id in access tokens, shaped like Cognito's.
pub const CLIENT_ID: &str = "roundel0dev0client0id00000";
