//! What is counted and measured.

/// A metric in the namespace `Roundel`; [`log::Line::metric`](crate::log::Line::metric) gives it a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// A container's first invocation.
    ColdStart,
    /// From the program's start until it can take its first invocation.
    InitTime,
    /// A request or a message was refused; by code.
    Refused,
    /// A token was refused; by the reason, which nobody outside is told.
    TokenRefused,
    /// A message goes back to the queue; by code.
    Retried,
    /// A PUT was signed.
    Signed,
    /// A person's newest avatar was published.
    Published,
    /// Bytes of an original.
    BytesIn,
    /// Bytes of the variants that were made of it.
    BytesOut,
    /// Header, decode and resize, once for all variants.
    DecodeTime,
    /// All variants encoded.
    EncodeTime,
    /// From the message to the notification.
    JobTime,
}

impl Metric {
    /// Its name in CloudWatch.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ColdStart => "ColdStart",
            Self::InitTime => "InitTime",
            Self::Refused => "Refused",
            Self::TokenRefused => "TokenRefused",
            Self::Retried => "Retried",
            Self::Signed => "Signed",
            Self::Published => "Published",
            Self::BytesIn => "BytesIn",
            Self::BytesOut => "BytesOut",
            Self::DecodeTime => "DecodeTime",
            Self::EncodeTime => "EncodeTime",
            Self::JobTime => "JobTime",
        }
    }

    /// Its unit, of those that `MetricDatum` knows.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::BytesIn | Self::BytesOut => "Bytes",
            Self::InitTime | Self::DecodeTime | Self::EncodeTime | Self::JobTime => "Milliseconds",
            _ => "Count",
        }
    }
}
