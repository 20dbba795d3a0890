//! The demo page's server.

use roundel_dev::{Listener, demo, issuer};
use tokio::task::JoinSet;

use crate::support::{Scratch, call, get};

#[tokio::test]
async fn files_pages_and_the_stack() {
    let scratch = Scratch::new();
    let root = scratch.state.path("www");
    std::fs::create_dir_all(root.join("assets")).unwrap();
    std::fs::write(root.join("index.html"), "<!doctype html>").unwrap();
    std::fs::write(root.join("assets/a.wasm"), "\0asm").unwrap();
    let public = demo::Public {
        api: "http://127.0.0.1:1".into(),
        cdn: "http://127.0.0.1:2".into(),
        issuer: "http://127.0.0.1:3/pool".into(),
        client_id: "c".into(),
        users: issuer::USERS.to_vec(),
    };
    let listener = Listener::free().await.unwrap();
    let url = listener.url();
    let mut tasks = JoinSet::new();
    listener.serve(
        &mut tasks,
        demo::router(&root, public, "http://127.0.0.1:4"),
    );

    let index = get(&format!("{url}/")).await;
    let policy = index.header("content-security-policy").unwrap();
    for part in [
        "'wasm-unsafe-eval'",
        "img-src 'self' blob: data: http://127.0.0.1:2",
        "http://127.0.0.1:3 http://127.0.0.1:4",
    ] {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    assert!(
        !policy.contains("'unsafe-eval'") && !policy.contains("script-src 'self' 'unsafe-inline'")
    );
    let wasm = get(&format!("{url}/assets/a.wasm")).await;
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    let tag = wasm.header("etag").unwrap();
    let again = call(
        "GET",
        &format!("{url}/assets/a.wasm"),
        &[("if-none-match", tag)],
        "",
    )
    .await;
    assert_eq!(again.status, 304);
    assert_eq!(
        get(&format!("{url}/people/andrew")).await.text(),
        "<!doctype html>"
    );
    assert_eq!(get(&format!("{url}/missing.js")).await.status, 404);
    let stack = get(&format!("{url}/stack.json")).await.json();
    assert_eq!(stack["users"][0]["username"], "andrew");
    assert_eq!(stack["clientId"], "c");
    assert!(stack.get("secret").is_none());
}
