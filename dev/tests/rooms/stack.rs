//! The whole flow, with the test function in place of the lambdas and a small handler in place of the edge's.

use std::time::Duration;

use roundel_dev::{Options, Ports, Stack, StackError};

use crate::support::{Scratch, call, eventually, get, test_lambda};

const HANDLER: &str = r#"
import { readFileSync } from "node:fs";
const config = JSON.parse(readFileSync(new URL("config.json", import.meta.url)));
export const handler = (event) => {
  const { request } = event.Records[0].cf;
  if (config.broken) return { status: "503" };
  if (request.uri === "/config") return { status: "200", body: JSON.stringify(config) };
  return request;
};
"#;

pub fn options(scratch: &Scratch) -> Options {
    let room = |name: &str| {
        let path = scratch.state.path(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    };
    let (lambdas, edge, www) = (room("lambdas"), room("bundle"), room("www"));
    for name in ["key_upload", "session", "authorizer", "variants", "api"] {
        std::fs::copy(test_lambda(), lambdas.join(name)).unwrap();
    }
    std::fs::write(edge.join("handler.mjs"), HANDLER).unwrap();
    for name in [
        "host.mjs",
        "keys.mjs",
        "roundel_edge.js",
        "roundel_edge_bg.wasm",
    ] {
        std::fs::write(edge.join(name), "").unwrap();
    }
    std::fs::write(www.join("index.html"), "<!doctype html>").unwrap();
    Options {
        state: scratch.state.path("inner"),
        lambdas,
        edge,
        www,
        node: "node".into(),
        database_url: None,
        ports: Ports::Any,
        chaos: false,
        visibility: Duration::from_secs(2),
        variants: 2,
        faults: false,
    }
}

/// How many processes have their program in this directory; nobody knows where there is no `/proc`.
fn running_in(directory: &std::path::Path) -> Option<usize> {
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    let programs =
        processes.filter_map(|process| std::fs::read_link(process.path().join("exe")).ok());
    Some(
        programs
            .filter(|program| program.starts_with(directory))
            .count(),
    )
}

#[tokio::test]
async fn it_starts_says_where_everything_is_and_leaves_nothing_behind() {
    let scratch = Scratch::new();
    let options = options(&scratch);
    let stack = Stack::start(&options, |_| ()).await.unwrap();
    let written = std::fs::read(options.state.join("stack.json")).unwrap();
    let written: serde_json::Value = serde_json::from_slice(&written).unwrap();
    for name in ["demo", "api", "cdn", "issuer", "s3", "queue", "sns"] {
        assert!(
            written[name]
                .as_str()
                .unwrap()
                .starts_with("http://127.0.0.1:"),
            "{name}"
        );
    }
    assert_eq!(written["uploads_bucket"], "roundel-uploads");
    assert_eq!(written["assets_bucket"], "roundel-assets");

    let demo = &stack.addresses.demo;
    assert_eq!(
        get(&format!("{demo}/stack.json")).await.json()["api"],
        stack.addresses.api
    );
    let config = get(&format!("{}/config", stack.addresses.cdn)).await.json();
    assert_eq!(config["issuers"][0], stack.addresses.issuer);
    assert_eq!(config["corsOrigins"][0], *demo);
    let upload = format!("{}/avatars/key_upload", stack.addresses.api);
    let event = call("POST", &upload, &[("authorization", "good")], "{}").await;
    assert_eq!(event.status, 200, "{}", event.text());

    let second = Stack::start(&options, |_| ()).await.unwrap_err();
    assert_eq!(second.code(), "running");
    assert!(running_in(&options.lambdas).is_none_or(|running| running >= 3));
    stack.stop().await;
    assert!(!options.state.join("stack.json").exists());
    eventually("no child is left", async || {
        (running_in(&options.lambdas).unwrap_or(0) == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_was_not_built_is_named() {
    let scratch = Scratch::new();
    let complete = options(&scratch);
    let elsewhere = scratch.state.path("nowhere");
    for (options, missing) in [
        (
            Options {
                lambdas: elsewhere.clone(),
                ..complete.clone()
            },
            "key_upload",
        ),
        (
            Options {
                edge: elsewhere.clone(),
                ..complete.clone()
            },
            "handler.mjs",
        ),
        (
            Options {
                www: elsewhere,
                ..complete.clone()
            },
            "index.html",
        ),
    ] {
        let error = Stack::start(&options, |_| ()).await.unwrap_err();
        assert!(
            matches!(&error, StackError::Missing { path } if path.ends_with(missing)),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_handler_that_says_it_cannot_work_is_found_at_the_start() {
    let scratch = Scratch::new();
    let options = options(&scratch);
    let broken = HANDLER.replace("config.broken", "true");
    std::fs::write(options.edge.join("handler.mjs"), broken).unwrap();
    let error = Stack::start(&options, |_| ()).await.unwrap_err();
    assert_eq!(error.code(), "edge");
}
