//! What a function wrote, line by line.

use std::path::Path;

use serde_json::Value;

/// The lines of the function itself. What the runtime around it wrote is not JSON, and nothing else may be none.
pub fn of(log: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(log).unwrap();
    let own = text.lines().filter(|line| line.contains('{'));
    let parsed = own.map(|line| serde_json::from_str(&line[line.find('{').unwrap()..]));
    parsed.collect::<Result<_, _>>().unwrap()
}

pub fn about(log: &Path, event: &str) -> Vec<Value> {
    let mut lines = of(log);
    lines.retain(|line| line["event"] == event);
    lines
}

/// The rules of the embedded metric format: every metric and every dimension is a member of the line.
pub fn assert_embedded_metrics(line: &Value) {
    let about = &line["_aws"];
    assert!(
        about["Timestamp"].as_u64().unwrap() > 1_700_000_000_000,
        "{line}"
    );
    for directive in about["CloudWatchMetrics"].as_array().unwrap() {
        assert_eq!(directive["Namespace"], "Roundel");
        let metrics = directive["Metrics"].as_array().unwrap();
        assert!((1..=100).contains(&metrics.len()));
        for metric in metrics {
            assert!(line[metric["Name"].as_str().unwrap()].is_number(), "{line}");
            let unit = metric["Unit"].as_str().unwrap();
            assert!(["Count", "Bytes", "Milliseconds"].contains(&unit), "{unit}");
        }
        let dimensions = directive["Dimensions"].as_array().unwrap();
        for dimension in dimensions.iter().flat_map(|set| set.as_array().unwrap()) {
            let value = line[dimension.as_str().unwrap()].as_str().unwrap();
            assert!((1..=1024).contains(&value.len()));
        }
    }
}
