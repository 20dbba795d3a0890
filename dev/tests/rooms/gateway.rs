//! The gateway in front of a real process.

use roundel_dev::Listener;
use roundel_dev::gateway::{self, Gateway};
use roundel_dev::runtime_api::Function;
use serde_json::Value;
use tokio::task::JoinSet;

use crate::runtime_api::settings;
use crate::support::{Answer, FOREIGN, PAGE, Scratch, call, origins};

struct Api {
    url: String,
    _scratch: Scratch,
    _tasks: JoinSet<()>,
}

impl Api {
    async fn start() -> Self {
        let scratch = Scratch::new();
        let mut tasks = JoinSet::new();
        let function = Function::start(&mut tasks, settings(&scratch)).unwrap();
        let gateway = Gateway {
            key_upload: function.clone(),
            session: function.clone(),
            api: function.clone(),
            authorizer: function,
            origins: origins(),
        };
        let listener = Listener::free().await.unwrap();
        let url = listener.url();
        listener.serve(&mut tasks, gateway::router(gateway));
        Self {
            url,
            _scratch: scratch,
            _tasks: tasks,
        }
    }

    async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &'static str,
    ) -> Answer {
        call(method, &format!("{}{path}", self.url), headers, body).await
    }
}

#[tokio::test]
async fn an_authorized_request_reaches_the_function_as_payload_2_0() {
    let api = Api::start().await;
    let headers = [
        ("authorization", "good"),
        ("content-type", "application/json"),
    ];
    let answer = api
        .call("POST", "/avatars/key_upload?a=1", &headers, "{\"x\":1}")
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let event: Value = answer.json();
    assert_eq!(
        event["requestContext"]["authorizer"]["lambda"]["sub"],
        "somebody"
    );
    assert_eq!(event["body"], "{\"x\":1}");
    assert_eq!(event["rawQueryString"], "a=1");
    assert_eq!(event["requestContext"]["http"]["sourceIp"], "127.0.0.1");
}

#[tokio::test]
async fn f2_the_gateways_refusals_have_their_status_and_cors() {
    let api = Api::start().await;
    let page = ("origin", PAGE);
    for (method, path, authorization, status, message) in [
        ("POST", "/avatars/key_upload", None, 401, "Unauthorized"),
        (
            "POST",
            "/avatars/key_upload",
            Some("throw"),
            401,
            "Unauthorized",
        ),
        ("POST", "/avatars/key_upload", Some("bad"), 403, "Forbidden"),
        ("GET", "/avatars/key_upload", Some("good"), 404, "Not Found"),
        ("POST", "/undefined", Some("good"), 404, "Not Found"),
    ] {
        let mut headers = vec![page];
        headers.extend(authorization.map(|value| ("authorization", value)));
        let answer = api.call(method, path, &headers, "{}").await;
        assert_eq!(answer.status, status, "{method} {path} {authorization:?}");
        assert_eq!(answer.json()["message"], message);
        assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
        assert_eq!(answer.header("vary"), Some("Origin"));
    }
}

#[tokio::test]
async fn f19_a_foreign_origin_is_not_echoed() {
    let api = Api::start().await;
    let answer = api
        .call("POST", "/avatars/key_upload", &[("origin", FOREIGN)], "{}")
        .await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn options_reaches_the_function_without_an_authorizer() {
    let api = Api::start().await;
    let answer = api
        .call("OPTIONS", "/avatars/key_upload", &[("origin", PAGE)], "")
        .await;
    let event = answer.json();
    assert_eq!(event["routeKey"], "OPTIONS /{proxy+}");
    assert_eq!(event["pathParameters"]["proxy"], "avatars/key_upload");
    assert!(event["requestContext"].get("authorizer").is_none());
}

#[tokio::test]
async fn sessions_reach_their_function_without_an_authorizer() {
    let api = Api::start().await;
    for method in ["POST", "DELETE", "OPTIONS"] {
        let answer = api.call(method, "/session", &[("origin", PAGE)], "").await;
        let event = answer.json();
        assert_eq!(event["routeKey"], format!("{method} /session"));
        assert!(event["requestContext"].get("authorizer").is_none());
    }
}

#[tokio::test]
async fn a_function_that_cannot_start_is_a_500_with_cors() {
    let scratch = Scratch::new();
    let mut tasks = JoinSet::new();
    let authorizer = Function::start(&mut tasks, settings(&scratch)).unwrap();
    let mut broken = settings(&scratch);
    broken.environment = vec![("BROKEN", "1".to_owned())];
    let gateway = Gateway {
        key_upload: Function::start(&mut tasks, broken).unwrap(),
        session: authorizer.clone(),
        api: authorizer.clone(),
        authorizer,
        origins: origins(),
    };
    let listener = Listener::free().await.unwrap();
    let url = format!("{}/avatars/key_upload", listener.url());
    listener.serve(&mut tasks, gateway::router(gateway));
    let answer = call(
        "POST",
        &url,
        &[("origin", PAGE), ("authorization", "good")],
        "{}",
    )
    .await;
    let body = answer.json();
    assert_eq!(
        (answer.status, &body["message"]),
        (500, &"Internal Server Error".into())
    );
    assert_eq!(body["error"]["code"], "internal");
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
}
