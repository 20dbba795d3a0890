//! The CDN stand-in with a handler of its own in a real Node, in front of a real store.

use bytes::Bytes;
use roundel_dev::cdn::{self, Distribution, EdgeHost, Origin, default_avatar};
use roundel_dev::queue::{DeadLetters, Policy, Queue};
use roundel_dev::s3::{self, Notifications};
use roundel_dev::{Listener, StackError};
use tokio::task::JoinSet;

use crate::support::{Answer, FOREIGN, PAGE, Scratch, call, origins};

/// Chooses WebP, and misbehaves on demand.
const HANDLER: &str = r#"
export async function handler(event) {
  const { request } = event.Records[0].cf;
  const uri = request.uri;
  if (uri === "/throw") throw new Error("on demand");
  if (uri === "/exit") process.exit(1);
  if (uri === "/host") { request.headers.host = [{ key: "Host", value: "evil" }]; return request; }
  if (uri === "/nothing") return undefined;
  if (uri === "/401") return { status: "401", headers: { "x-own": [{ key: "X-Own", value: "1" }] }, body: "{}" };
  console.log("seen", uri);
  if (uri.startsWith("/members/")) request.uri = "/avatars/" + uri.slice("/members/".length);
  if (!uri.split("/").pop().includes(".")) request.uri += ".webp";
  return request;
}
"#;

const ID: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

struct Cdn {
    url: String,
    origin: Origin,
    scratch: Scratch,
    _tasks: JoinSet<()>,
}

impl Cdn {
    async fn start() -> Self {
        let scratch = Scratch::new();
        let mut tasks = JoinSet::new();
        let origin = store(&scratch, &mut tasks).await;
        std::fs::write(scratch.state.path("edge/handler.mjs"), HANDLER).unwrap();
        let edge = EdgeHost::start(&mut tasks, &scratch.state, "node".as_ref())
            .await
            .unwrap();
        let listener = Listener::free().await.unwrap();
        let url = listener.url();
        let distribution = Distribution {
            domain: listener.authority(),
            edge,
            origin: origin.clone(),
            origins: origins(),
        };
        listener.serve(&mut tasks, cdn::router(distribution));
        Self {
            url,
            origin,
            scratch,
            _tasks: tasks,
        }
    }

    async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        call(method, &format!("{}{path}", self.url), headers, "").await
    }

    async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[]).await
    }

    async fn put(&self, path: &str, cache_control: &str, body: &'static str) {
        let headers = [
            ("content-type", "image/webp"),
            ("cache-control", cache_control),
        ];
        assert!(self.origin.put(path, &headers, Bytes::from(body)).await);
    }
}

async fn store(scratch: &Scratch, tasks: &mut JoinSet<()>) -> Origin {
    let secret = scratch.state.secret().unwrap();
    let queue = Queue::new("q", Policy::default(), DeadLetters::in_memory());
    let listener = Listener::free().await.unwrap();
    let origin = Origin::new(&listener.url(), &secret);
    let router = s3::router(&scratch.state, &secret, origins(), Notifications::to(queue));
    listener.serve(tasks, router.unwrap());
    origin
}

#[tokio::test]
async fn immutable_objects_are_cached_and_revalidated_by_viewers() {
    let cdn = Cdn::start().await;
    let path = format!("/avatars/{ID}/{}/512", "0".repeat(32));
    cdn.put(
        &format!("{path}.webp"),
        "public, max-age=31536000, immutable",
        "one",
    )
    .await;
    let first = cdn.call("GET", &path, &[("origin", PAGE)]).await;
    assert_eq!(
        (first.status, first.text()),
        (200, "one".to_owned()),
        "{first:?}"
    );
    assert_eq!(first.header("x-cache"), Some("Miss from cloudfront"));
    assert_eq!(first.header("content-type"), Some("image/webp"));
    assert_eq!(first.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(first.header("access-control-allow-origin"), Some(PAGE));
    let vary: Vec<_> = first.headers.get_all("vary").iter().collect();
    assert_eq!(vary, ["Accept", "Origin"]);
    let second = cdn.call("GET", &path, &[("origin", FOREIGN)]).await;
    assert_eq!(second.header("x-cache"), Some("Hit from cloudfront"));
    assert_eq!(second.header("access-control-allow-origin"), None);
    let tag = first.header("etag").unwrap();
    let known = cdn.call("GET", &path, &[("if-none-match", tag)]).await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    let head = cdn.call("HEAD", &format!("{path}.webp"), &[]).await;
    assert_eq!(
        (head.status, head.header("content-length")),
        (200, Some("3"))
    );
    assert_eq!(
        head.headers.get_all("vary").iter().count(),
        1,
        "an extension leaves nothing to choose"
    );
}

#[tokio::test]
async fn a_new_avatar_is_seen_within_seconds_although_browsers_are_told_a_minute() {
    let cdn = Cdn::start().await;
    let path = format!("/avatars/{ID}/current.json");
    cdn.put(&path, "public, max-age=60", "old").await;
    let first = cdn.get(&path).await;
    assert_eq!(
        (first.text(), first.header("cache-control")),
        ("old".to_owned(), Some("public, max-age=60"))
    );
    cdn.put(&path, "public, max-age=60", "new").await;
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(cdn.get(&path).await.text(), "new");
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(
        cdn.get(&path).await.header("x-cache"),
        Some("RefreshHit from cloudfront")
    );
}

#[tokio::test]
async fn who_has_no_avatar_gets_the_default_and_everything_else_is_404() {
    let cdn = Cdn::start().await;
    default_avatar::seed(&cdn.origin).await.unwrap();
    for size in [512, 256, 128, 64] {
        let default = cdn.get(&format!("/avatars/{ID}/current/{size}")).await;
        assert_eq!(default.status, 200, "{}", default.text());
        assert_eq!(&default.body[8..12], b"WEBP");
        assert_eq!(default.header("cache-control"), Some("public, max-age=60"));
        let jpeg = cdn.get(&format!("/avatars/{ID}/current/{size}.jpg")).await;
        assert_eq!(
            (jpeg.status, &jpeg.body[..2]),
            (200, [0xff, 0xd8].as_slice())
        );
    }
    cdn.put(
        &format!("/avatars/{ID}/current/64.webp"),
        "public, max-age=60",
        "mine",
    )
    .await;
    assert_eq!(
        cdn.get(&format!("/avatars/{ID}/current/64")).await.text(),
        "mine"
    );
    for path in [
        format!("/avatars/{ID}/current.json"),
        format!("/avatars/{ID}/current/63"),
        "/a%00b".into(),
    ] {
        let missing = cdn.get(&path).await;
        assert_eq!(missing.status, 404, "{path}");
        assert_eq!(missing.json()["error"]["code"], "not_found");
    }
}

#[tokio::test]
async fn what_is_not_public_is_not_kept_by_others() {
    let cdn = Cdn::start().await;
    cdn.put(
        &format!("/avatars/{ID}/current/64.webp"),
        "public, max-age=60",
        "mine",
    )
    .await;
    let seen = cdn.get(&format!("/members/{ID}/current/64")).await;
    assert_eq!(
        (seen.status, seen.header("cache-control")),
        (200, Some("private, no-cache"))
    );
}

#[tokio::test]
async fn a_handler_that_breaks_a_rule_or_throws_is_an_error_and_the_next_request_works() {
    let cdn = Cdn::start().await;
    for (path, status, code) in [
        ("/host", 502, "edge_invalid"),
        ("/nothing", 502, "edge_invalid"),
        ("/throw", 503, "edge_failed"),
        ("/exit", 503, "edge_failed"),
    ] {
        let answer = cdn.get(path).await;
        assert_eq!(
            (answer.status, answer.json()["error"]["code"].as_str()),
            (status, Some(code)),
            "{path}"
        );
    }
    let answer = cdn.get("/401").await;
    assert_eq!((answer.status, answer.header("x-own")), (401, Some("1")));
    assert_eq!(cdn.get("/missing.webp").await.status, 404);
    let log = std::fs::read_to_string(cdn.scratch.state.path("logs/edge.log")).unwrap();
    assert!(
        log.contains("on demand") && log.contains("seen /missing.webp"),
        "{log}"
    );
}

#[tokio::test]
async fn only_reading_methods_are_let_in() {
    let cdn = Cdn::start().await;
    for method in ["PUT", "POST", "DELETE"] {
        assert_eq!(cdn.call(method, "/a.webp", &[]).await.status, 405);
    }
    let preflight = cdn.call("OPTIONS", "/a.webp", &[("origin", PAGE)]).await;
    assert_eq!(
        (
            preflight.status,
            preflight.header("access-control-allow-origin")
        ),
        (204, Some(PAGE))
    );
}

#[tokio::test]
async fn a_handler_that_does_not_load_and_a_missing_node_are_named() {
    let scratch = Scratch::new();
    std::fs::write(
        scratch.state.path("edge/handler.mjs"),
        "export const other = 1;",
    )
    .unwrap();
    let mut tasks = JoinSet::new();
    let error = EdgeHost::start(&mut tasks, &scratch.state, "node".as_ref())
        .await
        .unwrap_err();
    assert!(
        matches!(&error, StackError::Edge(why) if why.contains("no function `handler`")),
        "{error}"
    );
    let error = EdgeHost::start(&mut tasks, &scratch.state, "no-such-node".as_ref())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "spawn");
}
