//! The conformance table run natively, through the same option parsing as the wasm module.
//!
//! `tests/conformance/run.mjs` runs the same table on the wasm module, in Node and in a browser: what is expected
//! holds everywhere, output bytes included.

use crate::convert::{self, Probe, Processed};
use crate::report::Report;
use roundel_fixtures::Fixture;
use roundel_imaging::{ImageError, Limits};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    input: Fixture,
    call: Call,
    #[serde(default)]
    options: Value,
    expect: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Call {
    Probe,
    Process,
}

#[test]
fn every_case_of_the_table_holds() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("conformance/cases.json")).unwrap();
    assert!(cases.len() >= 40);
    let failures: Vec<String> = cases.iter().flat_map(differences).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn differences(case: &Case) -> Vec<String> {
    let bytes = case.input.bytes().unwrap();
    let actual = match case.call {
        Call::Probe => probed(&bytes),
        Call::Process => processed(&bytes, case.options.clone()),
    };
    let actual = actual.unwrap_or_else(|error| json!({"error": error.code()}));
    let mut differences = Vec::new();
    compare(&case.name, &case.expect, &actual, &mut differences);
    differences
}

fn probed(bytes: &[u8]) -> Result<Value, ImageError> {
    let probe = roundel_imaging::probe(bytes)?;
    Ok(json(&Probe::from(&probe)))
}

fn json(report: &dyn Report) -> Value {
    report.into()
}

fn processed(bytes: &[u8], options: Value) -> Result<Value, ImageError> {
    let options = convert::options(&options.into())?;
    let made = roundel_imaging::process(bytes, &options, &Limits::DEVICE)?;
    assert_eq!(roundel_imaging::metadata_kinds(&made.bytes), Ok(Vec::new()));
    let digest = Sha256::digest(&made.bytes);
    let mut made = json(&Processed::from(made));
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    made["sha256"] = json!(digest);
    Ok(made)
}

/// Everything expected must be there; what is not mentioned may be anything.
fn compare(path: &str, expected: &Value, actual: &Value, differences: &mut Vec<String>) {
    match expected {
        Value::Object(fields) => {
            for (name, expected) in fields {
                compare(
                    &format!("{path}.{name}"),
                    expected,
                    &actual[name],
                    differences,
                );
            }
        }
        _ if expected == actual => (),
        _ => differences.push(format!("{path}: {actual} instead of {expected}")),
    }
}
