//! The object store, over HTTP.

use std::time::{Duration, SystemTime};

use crate::support::{Answer, FOREIGN, PAGE, Presign, Scratch, call, origins, sha256};
use roundel_dev::Listener;
use roundel_dev::identity::UPLOADS_BUCKET;
use roundel_dev::queue::{DeadLetters, Policy, Queue};
use roundel_dev::s3::{self, Notifications};
use tokio::task::JoinSet;

const PHOTO: &[u8] = b"not really a photo";
const KEY: &str = "avatars/original/aaaaaaaaaaaaaaaaaaaaaaaaaa/0193-x.jpg";

struct Store {
    url: String,
    secret: String,
    queue: Queue,
    _tasks: JoinSet<()>,
    _scratch: Scratch,
}

impl Store {
    async fn start() -> Self {
        let scratch = Scratch::new();
        let secret = scratch.state.secret().unwrap();
        let queue = Queue::new("q", Policy::default(), DeadLetters::in_memory());
        let listener = Listener::free().await.unwrap();
        let url = listener.url();
        let mut tasks = JoinSet::new();
        let notifications = Notifications::to(queue.clone());
        let router = s3::router(&scratch.state, &secret, origins(), notifications).unwrap();
        listener.serve(&mut tasks, router);
        Self {
            url,
            secret,
            queue,
            _tasks: tasks,
            _scratch: scratch,
        }
    }

    fn presign<'a>(
        &'a self,
        method: &'a str,
        key: &str,
        headers: &'a [(&'a str, &'a str)],
    ) -> Presign<'a> {
        Presign {
            url: format!("{}/{UPLOADS_BUCKET}/{key}", self.url),
            secret: &self.secret,
            method,
            headers,
            signed_at: SystemTime::now(),
            lives: Duration::from_secs(60),
        }
    }

    async fn send(
        &self,
        method: &str,
        key: &str,
        headers: &[(&str, &str)],
        body: &'static [u8],
    ) -> Answer {
        call(
            method,
            &self.presign(method, key, headers).url(),
            headers,
            body,
        )
        .await
    }

    async fn put(&self, key: &str, body: &'static [u8]) -> Answer {
        self.send("PUT", key, &[], body).await
    }

    async fn stored(&self, key: &str) -> bool {
        self.send("HEAD", key, &[], b"").await.status == 200
    }
}

fn terms<'a>(length: &'a str, sum: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("content-length", length),
        ("content-type", "image/jpeg"),
        ("if-none-match", "*"),
        ("x-amz-checksum-sha256", sum),
    ]
}

#[tokio::test]
async fn an_upload_on_its_terms_is_taken_and_told_of() {
    let store = Store::start().await;
    let (length, sum) = (PHOTO.len().to_string(), sha256(PHOTO));
    let answer = store.send("PUT", KEY, &terms(&length, &sum), PHOTO).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let etag = answer.header("etag").unwrap().to_owned();

    let message = store.queue.receive(1).await.remove(0);
    let event: serde_json::Value = serde_json::from_str(&message.body).unwrap();
    let record = &event["Records"][0];
    assert_eq!(record["eventName"], "ObjectCreated:Put");
    assert_eq!(record["s3"]["bucket"]["name"], UPLOADS_BUCKET);
    assert_eq!(record["s3"]["object"]["key"], KEY);
    assert_eq!(record["s3"]["object"]["size"], PHOTO.len());
    assert_eq!(
        format!("\"{}\"", record["s3"]["object"]["eTag"].as_str().unwrap()),
        etag
    );

    let answer = store.send("GET", KEY, &[], b"").await;
    assert_eq!(answer.body, PHOTO);
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert_eq!(answer.header("etag"), Some(etag.as_str()));
}

#[tokio::test]
async fn f4_what_differs_from_the_terms_is_refused_and_not_stored() {
    let store = Store::start().await;
    let (length, sum) = (PHOTO.len().to_string(), sha256(PHOTO));
    let signed = terms(&length, &sum);
    let url = store.presign("PUT", KEY, &signed).url();
    let other_sum = sha256(b"another");
    let with = |index: usize, value: &'static str| {
        let mut sent = signed;
        sent[index].1 = value;
        sent.to_vec()
    };
    let mut sent_sum = signed;
    sent_sum[3].1 = &other_sum;
    let without_condition: Vec<_> = signed
        .into_iter()
        .filter(|(name, _)| *name != "if-none-match")
        .collect();
    let mut with_metadata = signed.to_vec();
    with_metadata.push(("x-amz-meta-owner", "victim"));
    for (what, sent, body, code) in [
        (
            "another type",
            with(1, "text/html"),
            PHOTO,
            "SignatureDoesNotMatch",
        ),
        (
            "another length",
            with(0, "3"),
            &PHOTO[..3],
            "SignatureDoesNotMatch",
        ),
        (
            "another checksum",
            sent_sum.to_vec(),
            PHOTO,
            "SignatureDoesNotMatch",
        ),
        (
            "another body",
            signed.to_vec(),
            b"NOT REALLY A PHOTO".as_slice(),
            "BadDigest",
        ),
        (
            "no condition",
            without_condition,
            PHOTO,
            "SignatureDoesNotMatch",
        ),
        ("an unsigned header", with_metadata, PHOTO, "AccessDenied"),
    ] {
        let answer = call("PUT", &url, &sent, body).await;
        assert!(
            (400..404).contains(&answer.status),
            "{what}: {}",
            answer.status
        );
        assert!(answer.text().contains(code), "{what}: {}", answer.text());
        assert!(!store.stored(KEY).await, "{what}");
    }
    assert_eq!(store.queue.depth().waiting, 0);
}

#[tokio::test]
async fn an_expired_url_and_a_wrong_secret_are_refused() {
    let store = Store::start().await;
    let mut expired = store.presign("PUT", KEY, &[]);
    expired.signed_at = SystemTime::now() - Duration::from_secs(61);
    let answer = call("PUT", &expired.url(), &[], PHOTO).await;
    assert_eq!(
        (answer.status, answer.text().contains("expired")),
        (403, true)
    );

    let mut forged = store.presign("PUT", KEY, &[]);
    forged.secret = "guessed";
    let answer = call("PUT", &forged.url(), &[], PHOTO).await;
    assert!(answer.status == 403 && answer.text().contains("SignatureDoesNotMatch"));

    let answer = call(
        "PUT",
        &format!("{}/{UPLOADS_BUCKET}/{KEY}", store.url),
        &[],
        PHOTO,
    )
    .await;
    assert!(answer.status == 403 && answer.text().contains("AccessDenied"));
    assert!(!store.stored(KEY).await);
}

#[tokio::test]
async fn of_many_uploads_under_one_key_one_is_taken() {
    let store = Store::start().await;
    let (length, sum) = (PHOTO.len().to_string(), sha256(PHOTO));
    let headers = terms(&length, &sum);
    let url = store.presign("PUT", KEY, &headers).url();
    let all = (0..8).map(|_| call("PUT", &url, &headers, PHOTO));
    let statuses: Vec<u16> = futures_util::future::join_all(all)
        .await
        .iter()
        .map(|a| a.status)
        .collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 412).count(),
        7,
        "{statuses:?}"
    );
}

#[tokio::test]
async fn conditional_writes() {
    let store = Store::start().await;
    let missing = store
        .send("PUT", "k", &[("if-match", "\"x\"")], PHOTO)
        .await;
    assert!(
        missing.status == 404 && missing.text().contains("NoSuchKey"),
        "{}",
        missing.text()
    );
    let etag = store
        .put("k", PHOTO)
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    assert_eq!(
        store
            .send("PUT", "k", &[("if-match", "\"x\"")], b"2")
            .await
            .status,
        412
    );
    assert_eq!(
        store
            .send("PUT", "k", &[("if-match", &etag)], b"2")
            .await
            .status,
        200
    );
    assert_eq!(
        store
            .send("PUT", "k", &[("if-match", &etag)], b"3")
            .await
            .status,
        412
    );
    assert_eq!(store.send("GET", "k", &[], b"").await.text(), "2");
}

#[tokio::test]
async fn conditional_reads_and_stored_headers() {
    let store = Store::start().await;
    let headers = [
        ("cache-control", "public, max-age=60"),
        ("content-type", "image/webp"),
        ("x-amz-meta-upload-id", "7"),
    ];
    let etag = store
        .send("PUT", "k", &headers, PHOTO)
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    for method in ["GET", "HEAD"] {
        let answer = store.send(method, "k", &[], b"").await;
        assert_eq!(answer.status, 200);
        for (name, value) in headers {
            assert_eq!(answer.header(name), Some(value), "{method} {name}");
        }
        let known = store
            .send(method, "k", &[("if-none-match", &etag)], b"")
            .await;
        assert_eq!((known.status, known.body.len()), (304, 0), "{method}");
        assert_eq!(known.header("etag"), Some(etag.as_str()), "{method}");
        assert_eq!(
            store
                .send(method, "k", &[("if-match", "\"x\"")], b"")
                .await
                .status,
            412
        );
    }
    assert_eq!(store.send("GET", "avatars", &[], b"").await.status, 404);
    store.put("avatars/a", PHOTO).await;
    assert_eq!(
        store.send("GET", "avatars", &[], b"").await.status,
        404,
        "no directories"
    );
}

#[tokio::test]
async fn f19_preflight_names_listed_origins_only() {
    let store = Store::start().await;
    let url = format!("{}/{UPLOADS_BUCKET}/{KEY}", store.url);
    let ask = async |origin: &str, method: &str, headers: &str| {
        let asked = [
            ("origin", origin),
            ("access-control-request-method", method),
            ("access-control-request-headers", headers),
        ];
        call("OPTIONS", &url, &asked, "").await
    };
    let wanted = "content-type,if-none-match,x-amz-checksum-sha256";
    let granted = ask(PAGE, "PUT", wanted).await;
    assert_eq!(granted.status, 200);
    assert_eq!(granted.header("access-control-allow-origin"), Some(PAGE));
    assert_eq!(granted.header("access-control-allow-headers"), Some(wanted));
    for (origin, method, headers) in [
        (FOREIGN, "PUT", wanted),
        ("null", "PUT", wanted),
        (PAGE, "DELETE", wanted),
        (PAGE, "PUT", "x-amz-acl"),
    ] {
        let refused = ask(origin, method, headers).await;
        assert_eq!(refused.status, 403, "{origin} {method} {headers}");
        assert!(refused.text().contains("AccessForbidden"));
        assert_eq!(refused.header("access-control-allow-origin"), None);
    }
    assert_eq!(call("OPTIONS", &url, &[], "").await.status, 400);
}

#[tokio::test]
async fn f19_answers_and_errors_carry_cors_for_listed_origins_only() {
    let store = Store::start().await;
    for (origin, allowed) in [(PAGE, Some(PAGE)), (FOREIGN, None)] {
        let url = store.presign("PUT", "k", &[]).url();
        let taken = call("PUT", &url, &[("origin", origin)], PHOTO).await;
        assert_eq!(taken.status, 200);
        let mut forged = store.presign("PUT", "k", &[]);
        forged.secret = "guessed";
        let refused = call("PUT", &forged.url(), &[("origin", origin)], PHOTO).await;
        assert_eq!(refused.status, 403);
        for answer in [taken, refused] {
            assert_eq!(answer.header("access-control-allow-origin"), allowed);
            assert!(answer.header("vary").unwrap().contains("Origin"));
        }
    }
}

#[tokio::test]
async fn f13_a_checksum_of_nothing_in_the_url_refuses_a_photo() {
    let store = Store::start().await;
    let key = format!("{KEY}?x-amz-checksum-crc32=AAAAAA%3D%3D");
    let answer = store.put(&key, PHOTO).await;
    assert_eq!(
        (answer.status, answer.text().contains("BadDigest")),
        (400, true),
        "{}",
        answer.text()
    );
    assert!(!store.stored(KEY).await);
}

#[tokio::test]
async fn only_originals_are_told_of() {
    let store = Store::start().await;
    assert_eq!(
        store.put("avatars/elsewhere/a.jpg", PHOTO).await.status,
        200
    );
    assert_eq!(
        store.put("avatars/original/a%20b.jpg", PHOTO).await.status,
        200
    );
    let messages = store.queue.receive(10).await;
    assert_eq!(messages.len(), 1);
    assert!(
        messages[0].body.contains("avatars/original/a+b.jpg"),
        "{}",
        messages[0].body
    );
}
