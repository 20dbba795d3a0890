//! One JSON line an event, on standard output, made of words and numbers of our own.
//!
//! The fields are `&'static str` and numbers, ids that we or Lambda made, and codes: a token, a header, a body, a URL
//! or an object's bytes has no way into a line. A line with metrics is also a document in CloudWatch's embedded metric
//! format, which Lambda takes from standard output as it is:
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use roundel_avatar::{PublicId, UploadId};
use serde_json::{Map, Value, json};

use crate::{invocation::Invocation, metric::Metric};

/// Where CloudWatch shows the metrics.
pub const NAMESPACE: &str = "Roundel";

/// A line in the making.
#[must_use = "a line is written by `write`"]
pub struct Line {
    fields: Map<String, Value>,
    metrics: Vec<Metric>,
}

impl Line {
    /// A line about this event, in `snake_case`.
    pub fn new(event: &'static str) -> Self {
        Self {
            fields: Map::from_iter([("event".to_owned(), event.into())]),
            metrics: Vec::new(),
        }
    }

    /// A stable code: why something was refused or failed. The line's metrics are also counted by it.
    pub fn code(self, code: &'static str) -> Self {
        self.with("code", code)
    }

    /// Whose avatar.
    pub fn public_id(self, id: PublicId) -> Self {
        self.with("publicId", id.as_str())
    }

    /// Which upload.
    pub fn upload_id(self, id: UploadId) -> Self {
        self.with("uploadId", id.to_string())
    }

    /// A number that is no metric: a count, a size.
    pub fn number(self, name: &'static str, value: u64) -> Self {
        self.with(name, value)
    }

    /// A metric's value.
    pub fn metric(mut self, metric: Metric, value: u64) -> Self {
        self.metrics.push(metric);
        self.with(metric.name(), value)
    }

    /// A metric's value in milliseconds, to the microsecond.
    pub fn time(mut self, metric: Metric, time: Duration) -> Self {
        self.metrics.push(metric);
        self.with(metric.name(), time.as_micros() as f64 / 1000.0)
    }

    /// Writes the line, with the invocation that it is part of.
    pub fn write(self) {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let unix_millis = since.map_or(0, |since| since.as_millis() as u64);
        println!("{}", self.document(Invocation::current(), unix_millis));
    }

    fn document(mut self, invocation: Option<Invocation>, unix_millis: u64) -> Value {
        if let Some(invocation) = invocation {
            self.fields.extend(invocation.fields());
        }
        if !self.metrics.is_empty() {
            let about = self.embedded_metrics(unix_millis);
            self.fields.insert("_aws".to_owned(), about);
        }
        Value::Object(self.fields)
    }

    /// The metadata object: which members are metrics, and by which members CloudWatch tells them apart.
    fn embedded_metrics(&self, unix_millis: u64) -> Value {
        let known = |name: &&str| self.fields.contains_key(*name);
        let function: Vec<&str> = ["function"].into_iter().filter(known).collect();
        let with_code: Vec<&str> = ["function", "code"].into_iter().filter(known).collect();
        let mut dimensions = vec![function];
        if !dimensions.contains(&with_code) {
            dimensions.push(with_code);
        }
        let metrics = self.metrics.iter();
        let metrics: Vec<Value> = metrics
            .map(|metric| json!({ "Name": metric.name(), "Unit": metric.unit() }))
            .collect();
        json!({
            "Timestamp": unix_millis,
            "CloudWatchMetrics": [{ "Namespace": NAMESPACE, "Dimensions": dimensions, "Metrics": metrics }],
        })
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::Line;
    use crate::{invocation::Invocation, metric::Metric};

    const MILLIS: u64 = 1_795_000_000_000;

    #[test]
    fn a_line_without_metrics_is_a_line() {
        let line = Line::new("keys_loaded").number("dropped", 2);
        let expected = json!({ "event": "keys_loaded", "dropped": 2 });
        assert_eq!(line.document(None, MILLIS), expected);
    }

    #[test]
    fn metrics_are_embedded_as_cloudwatch_reads_them() {
        let line = Line::new("variants_published")
            .metric(Metric::BytesIn, 7)
            .time(Metric::DecodeTime, Duration::from_micros(12_345));
        let expected = json!({
            "event": "variants_published",
            "function": "variants",
            "BytesIn": 7,
            "DecodeTime": 12.345,
            "_aws": {
                "Timestamp": MILLIS,
                "CloudWatchMetrics": [{
                    "Namespace": "Roundel",
                    "Dimensions": [["function"]],
                    "Metrics": [
                        { "Name": "BytesIn", "Unit": "Bytes" },
                        { "Name": "DecodeTime", "Unit": "Milliseconds" },
                    ],
                }],
            },
        });
        let invocation = Invocation::new("variants", "", None);
        assert_eq!(line.document(Some(invocation), MILLIS), expected);
    }

    #[test]
    fn refusals_are_counted_in_all_and_by_code() {
        let line = Line::new("upload_refused")
            .code("terms")
            .metric(Metric::Refused, 1);
        let invocation = Invocation::new("key_upload", "", None);
        let document = line.document(Some(invocation), MILLIS);
        assert_eq!(
            document["_aws"]["CloudWatchMetrics"][0]["Dimensions"],
            json!([["function"], ["function", "code"]])
        );
        assert_eq!(document["code"], "terms");
    }
}
