//! `roundel process` as a script would call it.
#![allow(
    clippy::unwrap_used,
    reason = "a test ends where something is not as it should be"
)]

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use serde_json::Value;

fn folder(test: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    // left over from the last run, if anything
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn process(folder: &PathBuf, picture: &[u8], options: &[&str]) -> Output {
    fs::write(folder.join("in"), picture).unwrap();
    Command::new(env!("CARGO_BIN_EXE_roundel"))
        .current_dir(folder)
        .args(["process", "in", "--out", "out"])
        .args(options)
        .output()
        .unwrap()
}

#[test]
fn every_size_in_every_format_from_one_photo_with_a_report() {
    let folder = folder("all");
    let photo = roundel_fixtures::photo_jpeg(1200, 900, 6, true).unwrap();
    let output = process(&folder, &photo, &["--json"]);
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let source = &report["source"];
    assert_eq!(
        (&source["width"], &source["height"]),
        (&900.into(), &1200.into())
    );
    assert_eq!(source["orientation"], 6);
    assert!(
        report["removed"]
            .as_array()
            .unwrap()
            .contains(&"gps".into())
    );
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.len(), 8);
    for file in files {
        let path = folder.join(file["path"].as_str().unwrap());
        assert_eq!(
            fs::metadata(path).unwrap().len(),
            file["bytes"].as_u64().unwrap()
        );
    }
}

#[test]
fn sizes_formats_crop_and_quality_are_kept() {
    let folder = folder("some");
    let photo = roundel_fixtures::photo_jpeg(1200, 900, 1, false).unwrap();
    let options = [
        "--sizes",
        "300,40",
        "--formats",
        "jpeg",
        "--crop",
        "10,20,200,200",
    ];
    let output = process(
        &folder,
        &photo,
        &[&options[..], &["--quality", "60", "--json"]].concat(),
    );
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let sides: Vec<_> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["width"].as_u64())
        .collect();
    assert_eq!(sides, [Some(200), Some(40)], "never enlarged");
    assert!(folder.join("out/300.jpg").exists());
}

#[test]
fn what_is_refused_is_said_on_stderr_with_its_code() {
    let folder = folder("refused");
    let huge = roundel_fixtures::huge_png(16_384, 16_384).unwrap();
    for (picture, code) in [
        (&huge[..], "too_many_pixels"),
        (b"<html>", "not_an_image"),
        (b"", "empty"),
    ] {
        let output = process(&folder, picture, &[]);
        assert_eq!(output.status.code(), Some(1), "{code}");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains(code), "{code} is not in {stderr}");
        assert!(!folder.join("out").exists());
    }
}

#[test]
fn wrong_usage_is_2() {
    let folder = folder("usage");
    for options in [
        ["--sizes", "0"],
        ["--formats", "bmp"],
        ["--crop", "1,2,3"],
        ["--quality", "101"],
    ] {
        assert_eq!(
            process(&folder, b"", &options).status.code(),
            Some(2),
            "{options:?}"
        );
    }
}
