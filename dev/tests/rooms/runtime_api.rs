//! The runtime API with a real process behind it.

use std::time::{Duration, Instant};

use bytes::Bytes;
use roundel_dev::runtime_api::{Function, FunctionError, LARGEST_PAYLOAD, Settings};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{Scratch, test_lambda};

/// The test function, one instance of it.
pub fn settings(scratch: &Scratch) -> Settings {
    Settings {
        name: "test_lambda",
        binary: test_lambda(),
        environment: Vec::new(),
        timeout: Duration::from_secs(5),
        memory: 128,
        instances: 1,
        log: scratch.state.path("logs/test_lambda.log"),
    }
}

struct Running {
    function: Function,
    scratch: Scratch,
    _tasks: JoinSet<()>,
}

impl Running {
    fn start(change: impl FnOnce(&mut Settings)) -> Self {
        let scratch = Scratch::new();
        let mut settings = settings(&scratch);
        change(&mut settings);
        let mut tasks = JoinSet::new();
        let function = Function::start(&mut tasks, settings).unwrap();
        Self {
            function,
            scratch,
            _tasks: tasks,
        }
    }

    async fn invoke(&self, event: &Value) -> Result<Value, FunctionError> {
        let answer = self.function.invoke(Bytes::from(event.to_string())).await?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }
}

#[tokio::test]
async fn an_event_goes_in_and_an_answer_comes_out() {
    let running = Running::start(|_| ());
    let answer = running.invoke(&json!({ "x": 1 })).await.unwrap();
    assert_eq!(answer["body"], "{\"x\":1}");
    let log = std::fs::read_to_string(running.scratch.state.path("logs/test_lambda.log")).unwrap();
    for said in [
        "a line of the function's own",
        "START RequestId",
        "REPORT RequestId",
    ] {
        assert!(log.contains(said), "{said} is not in {log}");
    }
}

#[tokio::test]
async fn an_error_of_the_function_is_told() {
    let running = Running::start(|_| ());
    let error = running
        .invoke(&json!({ "do": "fail", "message": "because" }))
        .await;
    let told = FunctionError::Failed {
        kind: "Test".to_owned(),
        message: "because".to_owned(),
    };
    assert_eq!(error, Err(told));
}

#[tokio::test]
async fn a_process_that_ends_mid_invocation_fails_it_and_the_next_one_works() {
    let running = Running::start(|_| ());
    for _ in 0..3 {
        assert_eq!(
            running.invoke(&json!({ "do": "exit" })).await,
            Err(FunctionError::Exited)
        );
        assert!(running.invoke(&json!({})).await.is_ok());
    }
}

#[tokio::test]
async fn what_takes_too_long_is_killed() {
    let running = Running::start(|settings| settings.timeout = Duration::from_millis(200));
    let began = Instant::now();
    assert_eq!(
        running.invoke(&json!({ "do": "sleep" })).await,
        Err(FunctionError::TimedOut)
    );
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(running.invoke(&json!({})).await.is_ok());
}

#[tokio::test]
async fn a_binary_that_cannot_start_answers_with_errors_and_does_not_hang() {
    let running =
        Running::start(|settings| settings.environment = vec![("BROKEN", "1".to_owned())]);
    for _ in 0..3 {
        assert_eq!(running.invoke(&json!({})).await, Err(FunctionError::Exited));
    }
}

#[tokio::test]
async fn events_are_handled_side_by_side() {
    let running = Running::start(|settings| {
        settings.instances = 2;
        settings.timeout = Duration::from_secs(2);
    });
    let (sleep, quick) = (json!({ "do": "sleep" }), json!({}));
    let (slow, quick) = tokio::join!(running.invoke(&sleep), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let began = Instant::now();
        running.invoke(&quick).await.map(|_| began.elapsed())
    });
    assert_eq!(slow, Err(FunctionError::TimedOut));
    assert!(quick.unwrap() < Duration::from_secs(1));
}

#[tokio::test]
async fn an_event_over_6_mb_is_refused() {
    let running = Running::start(|_| ());
    let large = Bytes::from(vec![b' '; LARGEST_PAYLOAD + 1]);
    assert_eq!(
        running.function.invoke(large).await,
        Err(FunctionError::TooLarge)
    );
}

#[tokio::test]
async fn a_warm_invocation_has_no_delayed_acknowledgement_in_it() {
    let running = Running::start(|_| ());
    running.invoke(&json!({})).await.unwrap();
    let began = Instant::now();
    for _ in 0..20 {
        running.invoke(&json!({})).await.unwrap();
    }
    let each = began.elapsed() / 20;
    assert!(
        each < Duration::from_millis(30),
        "{each:?}: is TCP_NODELAY set?"
    );
}

#[tokio::test]
async fn a_missing_binary_is_named() {
    let scratch = Scratch::new();
    let settings = Settings {
        binary: "/nowhere/at/all".into(),
        ..settings(&scratch)
    };
    let error = Function::start(&mut JoinSet::new(), settings).unwrap_err();
    assert_eq!(error.code(), "missing_build");
    assert!(error.to_string().contains("/nowhere/at/all"));
}
