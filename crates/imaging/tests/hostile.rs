//! Files that mean harm: each a typed error or an honest picture, in little time and little memory.
//!
//! Prints what each took. A test of its own program, because what it counts is all that the program allocates.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that cannot be made fails its test"
)]

use std::time::Duration;

use cpu_time::ThreadTime;
use peak_alloc::PeakAlloc;
use roundel_fixtures::Fixture;
use roundel_imaging::{Limits, Options, process};

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// What a refusal may take of a processor. A hundred times what most take, so that a busy machine changes nothing.
const SOON: Duration = Duration::from_millis(10);

/// What is refused, by its code, and the most kilobytes that may be held for that beside the file.
const REFUSED: [(&str, &str, u64); 22] = [
    // From the first bytes or the header: nothing is allocated for a picture.
    (r#"{"fixture":"empty"}"#, "empty", 1),
    (r#"{"fixture":"html"}"#, "not_an_image", 1),
    (r#"{"fixture":"pdf"}"#, "not_an_image", 1),
    (r#"{"fixture":"svg"}"#, "unsupported_format", 1),
    (r#"{"fixture":"heic"}"#, "unsupported_format", 1),
    (r#"{"fixture":"avif"}"#, "unsupported_format", 1),
    (
        r#"{"fixture":"huge_png","width":16384,"height":16384}"#,
        "too_many_pixels",
        1,
    ),
    (r#"{"fixture":"huge_gif"}"#, "too_many_pixels", 1),
    (
        r#"{"fixture":"claimed_jpeg","width":65535,"height":65535}"#,
        "too_many_pixels",
        1,
    ),
    (
        r#"{"fixture":"huge_png","width":12001,"height":8}"#,
        "side_too_long",
        1,
    ),
    (
        r#"{"fixture":"claimed_jpeg","width":64,"height":0}"#,
        "unsupported_format",
        1,
    ),
    (r#"{"fixture":"lying_webp","side":16383}"#, "corrupt", 1),
    (
        r#"{"fixture":"scan_bomb","side":4000,"scans":400}"#,
        "too_complex",
        32,
    ),
    (
        r#"{"fixture":"icc_bomb","megabytes":1024}"#,
        "metadata_too_large",
        20_000,
    ),
    (
        r#"{"fixture":"icc_segments","segments":255,"bytes":65000}"#,
        "metadata_too_large",
        100,
    ),
    (
        r#"{"fixture":"webp_frames","frames":10000}"#,
        "too_many_frames",
        1,
    ),
    (
        r#"{"fixture":"gif","width":8,"height":8,"frames":10000,"transparent":false}"#,
        "too_many_frames",
        1,
    ),
    // While decoding.
    (
        r#"{"fixture":"claimed_jpeg","width":8000,"height":8000}"#,
        "corrupt",
        8_000,
    ),
    (
        r#"{"fixture":"cut","keep":0.5,"of":{"fixture":"photo_jpeg","width":800,"height":600,"orientation":6}}"#,
        "truncated",
        2_000,
    ),
    (
        r#"{"fixture":"cut","keep":0.5,"of":{"fixture":"png","width":800,"height":600,"colour":"rgba"}}"#,
        "truncated",
        4_000,
    ),
    (
        r#"{"fixture":"cut","keep":0.5,"of":{"fixture":"webp","width":800,"height":600,"lossless":true,"alpha":false}}"#,
        "truncated",
        4_000,
    ),
    (
        r#"{"fixture":"cut","keep":0.5,"of":{"fixture":"gif","width":800,"height":600,"frames":1,"transparent":false}}"#,
        "truncated",
        4_000,
    ),
];

/// What carries a bomb beside an honest picture. Whether the bomb costs the picture is the pipeline's to say; it must
/// not go off.
const ANSWERED: [(&str, u64); 4] = [
    (
        r#"{"fixture":"icc_segments","segments":255,"bytes":1}"#,
        4_000,
    ),
    (r#"{"fixture":"text_bomb"}"#, 4_000),
    (r#"{"fixture":"long_text","bytes":8000000}"#, 4_000),
    (r#"{"fixture":"exif_loop"}"#, 4_000),
];

#[test]
fn bombs_do_not_go_off() {
    let mut failures = Vec::new();
    for (json, code, kilobytes) in REFUSED {
        let Cost {
            outcome,
            time,
            held,
        } = cost(json);
        println!("{time:>10.1?} {held:>8} KB  {outcome:<18} {json}");
        if outcome != code || time > SOON || held > kilobytes {
            failures.push(format!("{json}: {outcome}, {time:?}, {held} KB"));
        }
    }
    for (json, kilobytes) in ANSWERED {
        let Cost {
            outcome,
            time,
            held,
        } = cost(json);
        println!("{time:>10.1?} {held:>8} KB  {outcome:<18} {json}");
        if time > SOON || held > kilobytes {
            failures.push(format!("{json}: {outcome}, {time:?}, {held} KB"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

struct Cost {
    outcome: &'static str,
    time: Duration,
    /// Kilobytes.
    held: u64,
}

/// The least of three runs.
fn cost(json: &str) -> Cost {
    let file = json.parse::<Fixture>().unwrap().bytes().unwrap();
    let once = || {
        ALLOCATED.reset_peak_usage();
        let (before, start) = (ALLOCATED.current_usage(), ThreadTime::now());
        let outcome = process(&file, &Options::default(), &Limits::DEVICE);
        Cost {
            time: start.elapsed(),
            held: (ALLOCATED.peak_usage().saturating_sub(before) as u64).div_ceil(1000),
            outcome: outcome.map_or_else(|error| error.code(), |_| "a picture"),
        }
    };
    let runs = [once(), once(), once()];
    let [first, ..] = &runs;
    Cost {
        outcome: first.outcome,
        time: runs.iter().map(|run| run.time).min().unwrap_or_default(),
        held: first.held,
    }
}
